/** A form in place: gets the focus when it comes, and goes away when it is cancelled. */
import { find } from "./find.js";

export default function form(root) {
  for (const element of find(root, "[data-remark-form]", "form")) {
    const slot = element.parentElement;
    if (root !== document.body && !element.querySelector("[data-focus-first]")) {
      (element.querySelector("[data-proposal][open] textarea") ?? element.querySelector("textarea[name=body]"))?.focus();
    }
    element.querySelector("[data-close-form]")?.addEventListener("click", (event) => {
      const home = slot.closest("[data-passage], [data-remark]");
      if (!slot.id) return;
      event.preventDefault();
      slot.replaceChildren();
      home?.focus();
    });
  }
}
