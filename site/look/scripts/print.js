/** A button that prints; hidden where there is no script to do it. */
import { find } from "./find.js";

export default function print(root) {
  for (const button of find(root, "[data-print]", "print")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
