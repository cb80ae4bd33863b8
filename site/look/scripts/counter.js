/** Tells how many characters are left, once a quarter of the room is. */
import { find } from "./find.js";

export default function counter(root) {
  for (const field of find(root, "[data-counter]", "counter")) {
    const area = field.querySelector("textarea[maxlength]");
    const text = field.querySelector("[data-counter-text]");
    if (!area || !text) continue;
    const count = () => {
      const left = area.maxLength - area.value.length;
      text.hidden = left > area.maxLength / 4;
      text.textContent = text.dataset.left.replace("%s", left);
    };
    area.addEventListener("input", count);
    count();
  }
}
