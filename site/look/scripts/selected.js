/** What is selected, inside one passage: words that run on are cut where the first passage ends. */
import { fold } from "./quoting.js";

const ENDS = "br, caption, dd, dt, figcaption, h3, h4, li, p, td, th, tr";
const OURS = ".passage-note, .block-label";
const SHORTEST = 2;

/** The passage, the words with their offset in it, the range on screen, and whether more was selected; or null. */
export function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const frame = element(range.startContainer).closest(".section-text");
  if (!frame) return null;
  const parts = [...frame.querySelectorAll(".passage-text")]
    .filter((text) => range.intersectsNode(text))
    .map((text) => [text, cut(range, text)])
    .filter(([, part]) => fold(plain(part)));
  const [text, part] = parts[0] ?? [];
  const passage = text?.closest("[data-passage]");
  if (!passage?.dataset.passage || fold(plain(part)).length < SHORTEST) return null;
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(part.startContainer, part.startOffset);
  const lead = plain(before).replace(/\s+/g, " ").trimStart();
  return { passage, text, range: part, words: plain(part), begin: [...lead].length, cut: parts.length > 1 };
}

const element = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);

function cut(range, text) {
  const part = range.cloneRange();
  if (!text.contains(part.startContainer)) part.setStart(text, 0);
  if (!text.contains(part.endContainer)) part.setEnd(text, text.childNodes.length);
  return part;
}

/** The text of a range as the server has it: items, rows and cells apart, without the labels that the page adds. */
function plain(range) {
  const piece = document.createElement("div");
  piece.append(range.cloneContents());
  for (const own of piece.querySelectorAll(OURS)) own.remove();
  for (const end of piece.querySelectorAll(ENDS)) end.before("\n");
  return piece.textContent.trimStart();
}
