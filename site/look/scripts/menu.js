/** A menu made of <details>: closes on Escape, and when one goes elsewhere. */
import { find } from "./find.js";

export default function menu(root) {
  for (const details of find(root, "[data-menu]", "menu")) {
    details.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !details.open) return;
      details.open = false;
      details.querySelector("summary").focus();
    });
    details.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !details.contains(event.relatedTarget)) details.open = false;
    });
    document.addEventListener("click", (event) => {
      if (!details.contains(event.target)) details.open = false;
    });
  }
}
