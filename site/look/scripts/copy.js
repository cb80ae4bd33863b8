/** A link that is copied instead of followed; where copying fails it is followed. And a button that copies a text of the page. */
import { find } from "./find.js";

const SHOWN = 2000;

export default function copy(root) {
  for (const link of find(root, "a[data-copy]", "copy")) {
    link.addEventListener("click", async (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || !navigator.clipboard) return;
      event.preventDefault();
      if (await copyAddress(link.href)) say(link);
    });
  }
  for (const button of find(root, "[data-copy-text]", "copy")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copyText).value);
      say(button);
    });
  }
}

/** Copies an address, or goes there where a browser does not let us copy. Answers whether it was copied. */
export async function copyAddress(href) {
  try {
    await navigator.clipboard.writeText(href);
    return true;
  } catch {
    location.assign(href);
    return false;
  }
}

/** Says for a moment, on the link or button itself and to a screen reader, that something was copied. */
export function say(link) {
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
