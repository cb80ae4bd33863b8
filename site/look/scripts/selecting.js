/**
 * A bar beside selected words: comment on them, propose others, or copy an address that leads to them.
 * What was selected is only a proposal: the server looks the words up in the text.
 */
import htmx from "htmx.org";
import { find } from "./find.js";

const SHORTEST = 2;

export default function selecting(root) {
  for (const bar of find(root, "[data-selection-bar]", "selecting")) bind(bar);
}

function bind(bar) {
  let chosen = null;
  let waiting = 0;

  const hide = () => {
    bar.hidden = true;
    chosen = null;
  };
  const look = () => {
    chosen = selected();
    bar.hidden = !chosen;
    if (!chosen) return;
    for (const button of bar.querySelectorAll("[data-selection]")) {
      button.hidden = button.dataset.selection !== "link" && !address(chosen, button.dataset.selection);
    }
    const box = chosen.range.getBoundingClientRect();
    const { width, height } = bar.getBoundingClientRect();
    const above = box.top - height - 8;
    bar.style.insetBlockStart = `${Math.round(above > 0 ? above : Math.min(box.bottom + 8, innerHeight - height - 8))}px`;
    bar.style.insetInlineStart = `${Math.round(Math.max(8, Math.min(box.left, innerWidth - width - 8)))}px`;
  };

  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 150);
  });
  addEventListener("scroll", () => chosen && look(), { passive: true });
  bar.addEventListener("pointerdown", (event) => event.preventDefault());
  bar.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    getSelection().removeAllRanges();
    hide();
  });
  bar.addEventListener("click", async (event) => {
    const what = event.target.closest("[data-selection]")?.dataset.selection;
    if (!what || !chosen) return;
    const { passage, words } = chosen;
    const url = address(chosen, what);
    if (what === "link") {
      const link = new URL(passage.querySelector("[data-copy]").href);
      link.hash += `:~:text=${encodeURIComponent(words.slice(0, 200))}`;
      await navigator.clipboard?.writeText(link.href).catch(() => {});
      const told = document.querySelector("[data-copied]");
      if (told) told.textContent = told.dataset.copied;
    } else {
      htmx.ajax("GET", url, { target: `#f-${CSS.escape(passage.dataset.passage)}`, swap: "innerHTML" });
    }
    getSelection().removeAllRanges();
    hide();
  });
}

/** The selected words inside one passage: a selection that runs on is cut at the passage it begins in. */
function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0).cloneRange();
  const start = range.startContainer;
  const text = (start.nodeType === Node.TEXT_NODE ? start.parentElement : start).closest(".passage-text");
  const passage = text?.closest("[data-passage]");
  if (!passage?.dataset.passage) return null;
  if (!text.contains(range.endContainer)) range.setEnd(text, text.childNodes.length);
  const words = range.toString().replace(/\s+/g, " ").trim();
  if (words.length < SHORTEST) return null;
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(range.startContainer, range.startOffset);
  return { passage, range, words, begin: [...before.toString()].length };
}

function address({ passage, words, begin }, what) {
  const link = passage.querySelector(what === "propose" ? "[data-propose]" : "[data-comment]");
  if (!link) return "";
  const url = new URL(link.href);
  url.searchParams.set("woorden", words);
  url.searchParams.set("begin", begin);
  return url.pathname + url.search;
}
