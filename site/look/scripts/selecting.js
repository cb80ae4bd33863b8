/**
 * A bar beside selected words: comment on them, propose others, or copy an address that leads to them.
 * What was selected is only a proposal: the server looks the words up in the text.
 */
import htmx from "htmx.org";
import { copyAddress, say } from "./copy.js";
import { find } from "./find.js";
import { fold, fragment } from "./quoting.js";
import { selected } from "./selected.js";

const GAP = 8;
const PAUSE = 150;
const SEEN = 1500;
const coarse = matchMedia("(pointer: coarse)");

export default function selecting(root) {
  for (const bar of find(root, "[data-selection-bar]", "selecting")) bind(bar);
}

function bind(bar) {
  const cut = bar.querySelector("[data-selection-cut]");
  let chosen = null;
  let waiting = 0;

  const hide = () => {
    bar.hidden = true;
    chosen = null;
  };
  const look = () => {
    chosen = selected();
    if (!chosen) return hide();
    // Beside the words in the page as well, so that Tab soon comes to it.
    if (bar.previousElementSibling !== chosen.text) chosen.text.after(bar);
    bar.hidden = false;
    cut.textContent = chosen.cut ? cut.dataset.selectionCut : "";
    for (const button of bar.querySelectorAll("[data-selection]")) {
      button.hidden = button.dataset.selection !== "link" && !address(chosen, button.dataset.selection);
    }
    // Under a finger the bar stands at the foot of the screen: the system's own menu is beside the words.
    if (coarse.matches) return;
    const box = chosen.range.getBoundingClientRect();
    const { width, height } = bar.getBoundingClientRect();
    const above = box.top - height - GAP;
    bar.style.insetBlockStart = `${Math.round(above > 0 ? above : Math.min(box.bottom + GAP, innerHeight - height - GAP))}px`;
    bar.style.insetInlineStart = `${Math.round(Math.max(GAP, Math.min(box.left, innerWidth - width - GAP)))}px`;
  };
  const drop = () => {
    getSelection().removeAllRanges();
    hide();
  };

  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  });
  addEventListener("scroll", () => chosen && look(), { passive: true });
  bar.addEventListener("pointerdown", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !chosen) return;
    const { passage } = chosen;
    if (bar.contains(document.activeElement)) passage.focus({ preventScroll: true });
    drop();
  });
  bar.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-selection]");
    if (!button || !chosen) return;
    // The words as they are chosen now: the bar may not have looked since the last of them.
    chosen = selected() ?? chosen;
    const { passage, words } = chosen;
    const url = address(chosen, button.dataset.selection);
    if (button.dataset.selection !== "link") {
      drop();
      htmx.ajax("GET", url, { target: `#f-${CSS.escape(passage.dataset.passage)}`, swap: "innerHTML" });
      return;
    }
    const link = new URL(passage.querySelector("[data-copy]").href);
    link.hash += fragment(words);
    if (await copyAddress(link.href)) {
      say(button);
      setTimeout(drop, SEEN);
    } else {
      drop();
    }
  });
}

function address({ passage, words, begin }, what) {
  const link = passage.querySelector(what === "propose" ? "[data-propose]" : "[data-comment]");
  if (!link) return "";
  const url = new URL(link.href);
  url.searchParams.set("woorden", fold(words));
  url.searchParams.set("begin", begin);
  return url.pathname + url.search;
}
