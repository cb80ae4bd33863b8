/** Moves the focus to where the page wants it: the summary of mistakes, a form that was just opened. */
import { find } from "./find.js";

export default function focus(root) {
  for (const element of find(root, "[data-focus-first]", "focus")) {
    element.focus();
    break;
  }
}
