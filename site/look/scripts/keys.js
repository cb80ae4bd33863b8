/** Shortcuts of the section page, and of pages that one goes through one by one; a reader can switch them off, since a screen reader or speech may need the keys. */
import { find, memory, passageInSight } from "./find.js";

export default function keys(root) {
  for (const box of find(root, "[data-keys-switch]", "keys")) {
    box.checked = memory.get("keys") !== "off";
    box.addEventListener("change", () => memory.set("keys", box.checked ? null : "off"));
  }
  for (const frame of find(root, "[data-keys]", "keys")) {
    onKey(frame, (key) => act(key, frame));
  }
  for (const frame of find(root, "[data-go-keys]", "keys")) {
    onKey(frame, (key) => go(key, frame));
  }
}

/** Calls what `choose` gives for a key that is meant as a shortcut. */
function onKey(frame, choose) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || memory.get("keys") === "off") return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog[open]")) return;
    const act = choose(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  });
}

const help = () => document.getElementById("keys")?.showModal();

/** On and back, to the list and to the decision: by the link that says so, or from row to row of a list. */
function go(key, frame) {
  if (key === "?") return help;
  const way = { n: "n", ArrowRight: "n", p: "p", ArrowLeft: "p", b: "b", l: "l" }[key];
  if (!way) return null;
  const link = frame.querySelector(`[data-go="${way}"]`);
  if (link) return () => link.click();
  if (frame.querySelector("[data-go]") || way < "n") return null;
  const rows = [...frame.querySelectorAll("[data-go-row]")];
  const here = rows.indexOf(document.activeElement.closest("[data-go-row]"));
  return () => rows[here < 0 ? 0 : here + (way === "n" ? 1 : -1)]?.focus();
}

function act(key, frame) {
  return {
    j: () => step(frame, 1),
    k: () => step(frame, -1),
    r: () => (document.querySelector("[data-selection-bar]:not([hidden]) [data-selection=comment]") ?? comment(frame))?.click(),
    n: () => document.dispatchEvent(new CustomEvent("remark:step", { detail: 1 })),
    p: () => document.dispatchEvent(new CustomEvent("remark:step", { detail: -1 })),
    "?": help,
  }[key];
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
