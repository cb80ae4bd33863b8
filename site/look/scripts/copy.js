/** A link that is copied instead of followed; where copying fails it is followed. */
import { find } from "./find.js";

const SHOWN = 2000;

export default function copy(root) {
  for (const link of find(root, "a[data-copy]", "copy")) {
    link.addEventListener("click", async (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || !navigator.clipboard) return;
      event.preventDefault();
      try {
        await navigator.clipboard.writeText(link.href);
        say(link);
      } catch {
        location.assign(link.href);
      }
    });
  }
}

function say(link) {
  const copied = document.querySelector("[data-copied]");
  if (!copied) return;
  copied.textContent = copied.dataset.copied;
  const label = link.lastChild;
  const before = label.textContent;
  label.textContent = copied.dataset.copied;
  setTimeout(() => {
    label.textContent = before;
    copied.textContent = "";
  }, SHOWN);
}
