/** A list with a scroll bar of its own shows the row that is in hand. */
import { find } from "./find.js";

export default function insight(root) {
  for (const frame of find(root, "[data-in-sight]", "insight")) {
    const row = frame.querySelector("[data-go-row][aria-current]");
    if (row) frame.scrollTop += row.getBoundingClientRect().top - frame.getBoundingClientRect().top - frame.clientHeight / 3;
  }
}
