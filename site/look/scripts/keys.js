/** Shortcuts of the section page; a reader can switch them off, since a screen reader or speech may need the keys. */
import { find, memory, passageInSight } from "./find.js";

export default function keys(root) {
  for (const box of find(root, "[data-keys-switch]", "keys")) {
    box.checked = memory.get("keys") !== "off";
    box.addEventListener("change", () => memory.set("keys", box.checked ? null : "off"));
  }
  for (const frame of find(root, "[data-keys]", "keys")) {
    document.addEventListener("keydown", (event) => press(event, frame));
  }
}

function press(event, frame) {
  if (event.ctrlKey || event.metaKey || event.altKey || memory.get("keys") === "off") return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog[open]")) return;
  const act = {
    j: () => step(frame, 1),
    k: () => step(frame, -1),
    r: () => (document.querySelector("[data-selection-bar]:not([hidden]) [data-selection=comment]") ?? comment(frame))?.click(),
    n: () => document.dispatchEvent(new CustomEvent("remark:step", { detail: 1 })),
    p: () => document.dispatchEvent(new CustomEvent("remark:step", { detail: -1 })),
    "?": () => document.getElementById("keys")?.showModal(),
  }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

const passages = (frame) => [...frame.querySelectorAll("[data-passage]")];

/** The passage in hand: with the focus, with its remark in hand, or the first on screen. */
function current(frame) {
  return (
    document.activeElement.closest("[data-passage]") ??
    frame.querySelector(".passage-active") ??
    passageInSight(frame)
  );
}

/** The way to comment on the passage in hand, or, at the title, on the whole section. */
function comment(frame) {
  const here = current(frame);
  return here?.dataset.passage ? here.querySelector("[data-comment]") : frame.querySelector(".section-foot [data-comment]");
}

function step(frame, by) {
  const all = passages(frame);
  const here = document.activeElement.closest("[data-passage]") ?? frame.querySelector(".passage-active");
  const next = here ? all[all.indexOf(here) + by] : current(frame);
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}
