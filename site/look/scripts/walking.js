/**
 * A walk with a case of one's own. Everything happens here and stays here: this file and those in walking/ make no request,
 * set no cookie and write no address (the page's policy forbids it besides, and a test watches the network).
 */
import { docxOf } from "./walking/docx.js";
import { drawEnd, firstFault } from "./walking/end.js";
import { emptyCase, forget, keep, restore } from "./walking/keeping.js";
import { compose, textOf } from "./walking/motivation.js";
import { drawPaper } from "./walking/paper.js";
import { slotIn } from "./walking/slots.js";
import { answerOf, drawAlso, drawStep } from "./walking/step.js";
import { drawTrail } from "./walking/trail.js";
import { keyOf, walk } from "./walking/walk.js";

const END = "end";
const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const WIDE = "(min-width: 60rem)";

const root = document.querySelector("[data-walk]");
const data = JSON.parse(document.getElementById("walk-data").textContent);
const { framework, words } = data;
const slot = slotIn(root);
const { owner } = root.dataset;
let own = restore(owner);
let path = walk(framework, own.choices);

const sameVisit = (one, [step, visit]) => one?.step === step && one.visit === visit;
const visitOf = (station) => [station.step, station.visit];
/** The position in the path of the visit that one looks at: that of the last question for the one that waits, -1 for none. */
const positionOf = (at) =>
  sameVisit(path.current, at) ? path.stations.length : path.stations.findIndex((one) => sameVisit(one, at));

function save() {
  if (!keep(owner, own)) slot("told").textContent = words.not_kept;
}

/** Where the path leads from a position on: the next visit, or the end. */
function visitAt(position) {
  const station = path.stations[position] ?? path.current;
  return station ? visitOf(station) : END;
}

/** Shows what `own.at` says; `moved` puts the focus on its heading, so that a screen reader tells where one is. */
function show({ moved }) {
  path = walk(framework, own.choices);
  if (Array.isArray(own.at) && positionOf(own.at) < 0) own.at = visitAt(path.stations.length);
  if (own.at === END && path.current) own.at = visitOf(path.current);
  const screen = own.at === null ? "start" : own.at === END ? END : "step";
  for (const one of root.querySelectorAll("[data-screen]")) one.hidden = one.dataset.screen !== screen;
  for (const one of document.querySelectorAll("[data-walk-intro]")) one.hidden = screen !== "start";
  slot("privacy").hidden = screen === "start";
  document.documentElement.classList.toggle("walk-ended", screen === END);
  slot("taken").textContent = "";
  if (screen === "start") slot("persons").value = own.persons;
  if (screen === "step") showStep();
  if (screen === END) showEnd();
  showTrail();
  if (moved) focusOn(root.querySelector(`[data-screen="${screen}"] h2`));
}

function focusOn(heading) {
  heading.focus({ preventScroll: true });
  heading.scrollIntoView({ block: "start" });
}

function showStep() {
  const position = positionOf(own.at);
  drawStep({ slot, framework, words, path, position, station: path.stations[position] ?? path.current });
  slot("motivation").value = own.motivations[keyOf(...own.at)] ?? "";
  slot("ahead").hidden = position >= path.stations.length - 1;
}

function showEnd() {
  drawEnd({ slot, framework, words, path, own, changed: () => (save(), showPaper()) });
  showPaper();
}

function showTrail() {
  drawTrail({ slot, framework, words, path, at: own.at, go });
}

function lines() {
  const today = new Intl.DateTimeFormat(data.language, { dateStyle: "long" }).format(new Date());
  return compose({ framework, path, notes: own, words, about: `${data.about}, ${today}` });
}

const showPaper = () => drawPaper(slot("paper"), lines());

function go(at) {
  own.at = at;
  save();
  show({ moved: true });
}

/** The answer that is chosen joins the case at once: the trail follows, and nothing waits for a button. */
function choose(choice) {
  own.choices = own.choices.filter(([step, visit]) => step !== own.at[0] || visit !== own.at[1]);
  own.choices.push([...own.at, choice]);
  save();
  path = walk(framework, own.choices);
  slot("answer-error").hidden = true;
  slot("answers-field").classList.remove("field-invalid");
  drawAlso({ slot, framework, words, step: own.at[0], choice });
  slot("ahead").hidden = positionOf(own.at) >= path.stations.length - 1;
  showTrail();
}

function next() {
  if (answerOf(slot) === null) {
    slot("answer-error").hidden = false;
    slot("answers-field").classList.add("field-invalid");
    slot("answers").querySelector("input").focus();
    return;
  }
  go(visitAt(positionOf(own.at) + 1));
}

function back() {
  const position = own.at === END ? path.stations.length : positionOf(own.at);
  go(position > 0 ? visitAt(position - 1) : null);
}

/** Whether the text can be taken along: another outcome has a reason. If not, the focus goes to what is missing. */
function isWhole() {
  const fault = firstFault({ slot, words, own, path });
  fault?.focus();
  return !fault;
}

async function copy() {
  if (!isWhole()) return;
  try {
    await navigator.clipboard.writeText(textOf(lines()));
    slot("taken").textContent = words.copied;
  } catch {
    getSelection().selectAllChildren(slot("paper"));
    slot("paper").focus();
    slot("taken").textContent = words.selected;
  }
}

function word() {
  if (!isWhole()) return;
  const file = docxOf(lines(), { title: words.title, language: data.language });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([file], { type: WORD }));
  link.download = `${data.file}.docx`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  slot("taken").textContent = words.saved;
}

function askToErase(asks) {
  slot("sure").hidden = !asks;
  root.querySelector('[data-do="erase"]').hidden = asks;
  slot("told").textContent = "";
  root.querySelector(`[data-do="${asks ? "erase-not" : "erase"}"]`).focus();
}

function erase() {
  forget();
  own = emptyCase();
  askToErase(false);
  show({ moved: true });
  slot("told").textContent = words.cleared;
}

const doing = {
  begin: () => go(visitAt(0)),
  next,
  back,
  ahead: () => go(visitAt(path.stations.length)),
  persons: () => (go(null), slot("persons").focus()),
  copy,
  word,
  print: () => isWhole() && window.print(),
  erase: () => askToErase(true),
  "erase-not": () => askToErase(false),
  "erase-sure": erase,
};

root.addEventListener("click", ({ target }) => doing[target.closest("[data-do]")?.dataset.do]?.());
slot("answers").addEventListener("change", () => choose(answerOf(slot)));
slot("answers").addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  next();
});
slot("persons").addEventListener("input", () => {
  own.persons = slot("persons").value;
  save();
});
slot("motivation").addEventListener("input", () => {
  own.motivations[keyOf(...own.at)] = slot("motivation").value;
  save();
});
// A page that comes back from the browser's memory may show what was erased meanwhile.
addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  own = restore(owner);
  show({ moved: false });
});

slot("path").open = matchMedia(WIDE).matches;
document.querySelector("[data-walk-bare]").hidden = true;
root.hidden = false;
show({ moved: false });
