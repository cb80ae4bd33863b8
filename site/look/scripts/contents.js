/** The contents stand open beside the text on a wide screen, unless the reader closed them. */
import { find, memory } from "./find.js";

const wide = matchMedia("(min-width: 75rem)");

export default function contents(root) {
  for (const details of find(root, "[data-contents]", "contents")) {
    const body = details.querySelector("nav");
    const settle = () => {
      details.open = wide.matches && memory.get("contents") !== "closed";
    };
    const show = () => {
      const current = body.querySelector("[aria-current]");
      if (details.open && current) body.scrollTop = current.offsetTop - body.offsetTop - body.clientHeight / 3;
    };
    settle();
    show();
    wide.addEventListener("change", settle);
    details.addEventListener("toggle", show);
    details.querySelector("summary").addEventListener("click", () => {
      if (wide.matches) memory.set("contents", details.open ? "closed" : null);
    });
    document.addEventListener("click", (event) => {
      if (!wide.matches && details.open && !details.contains(event.target)) details.open = false;
    });
    details.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || wide.matches || !details.open) return;
      details.open = false;
      details.querySelector("summary").focus();
    });
  }
}
