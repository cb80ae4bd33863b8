/** A form in place: gets the focus when it comes, says when it could not be sent, goes away when it is cancelled. */
import { find } from "./find.js";

export default function form(root) {
  for (const element of find(root, "[data-remark-form]", "form")) {
    const slot = element.parentElement;
    if (root !== document.body && !element.querySelector("[data-focus-first]")) {
      (element.querySelector("[data-proposal][open] textarea") ?? element.querySelector("textarea[name=body]"))?.focus();
    }
    const failed = element.querySelector("[data-failed]");
    element.addEventListener("htmx:beforeRequest", () => {
      if (failed) failed.textContent = "";
    });
    for (const fault of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
      element.addEventListener(fault, () => {
        if (failed) failed.textContent = failed.dataset.failed;
      });
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
