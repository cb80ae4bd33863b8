/** Sheets and dialogs: opened by a button that names them, closed by Escape, by their button or beside them. */
import { find } from "./find.js";

export default function sheet(root) {
  for (const button of find(root, "[data-sheet-open]", "sheet")) {
    button.hidden = false;
    button.addEventListener("click", () => document.getElementById(button.dataset.sheetOpen)?.showModal());
  }
  for (const dialog of find(root, "[data-sheet]", "sheet")) {
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
  }
}
