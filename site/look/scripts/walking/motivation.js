/**
 * The motivation of a walk as a list of lines: what is shown, copied, printed and put into a Word file. It knows no page.
 *
 * A line is `{kind, text, label}`: kind "title", "heading" or "subheading" for headings of three levels, "text" for the rest,
 * with a label ("Answer") or "". What was not written down yet stands between square brackets, so that nobody overlooks it.
 */
import { byName, keyOf } from "./walk.js";

/**
 * The lines for a case: its `path` (walk.js), and the `notes` of who walked: `persons` (lines of text), `motivations` by visit,
 * `conclusions` by outcome as `{persons, other, reason}`. `words` are the page's sentences, `about` the version and the day.
 */
export function compose({ framework, path, notes, words, about }) {
  const steps = byName(framework.steps);
  const outcomes = byName(framework.outcomes);
  const title = (name) => `${name} ${outcomes.get(name)?.title ?? ""}`.trim();
  const persons = personsOf(notes.persons);
  const lines = [line("title", words.title), line("text", about)];
  if (persons.length) lines.push(line("text", persons.join(", "), words.persons));
  for (const { outcome } of path.reached) {
    const { persons: chosen = [], other = null, reason = "" } = notes.conclusions[outcome] ?? {};
    const stands = other === "" ? missing(words, words.which_other) : title(other ?? outcome);
    lines.push(line("heading", fill(words.outcome, stands)));
    const forWhom = persons.filter((one) => chosen.includes(one));
    if (forWhom.length) lines.push(line("text", forWhom.join(", "), words.for));
    if (other === null) continue;
    lines.push(line("text", title(outcome), words.pointed));
    lines.push(...paragraphs(reason || missing(words, words.why_other), words.reason));
  }
  if (path.stations.length) lines.push(line("heading", words.weighing));
  path.stations.forEach(({ step: name, visit, choice }, index) => {
    const step = steps.get(name);
    lines.push(line("subheading", `${index + 1}. ${step.question} (${name})`));
    lines.push(line("text", step.answers[choice].text, words.answer));
    const motivation = notes.motivations[keyOf(name, visit)]?.trim() || (step.motivate && missing(words, step.motivate));
    if (motivation) lines.push(...paragraphs(motivation, words.motivation));
  });
  return lines;
}

/** The persons that somebody typed, one on a line, each once. */
export const personsOf = (text) => [...new Set(text.split("\n").map((name) => name.trim()).filter(Boolean))];

/** The lines as text, with an empty line before each heading. */
export function textOf(lines) {
  return lines
    .map(({ kind, label, text }) => `${kind === "text" || kind === "title" ? "" : "\n"}${label ? `${label}: ` : ""}${text}\n`)
    .join("");
}

/** A sentence of the page with its one gap filled. */
export const fill = (sentence, ...values) => values.reduce((text, value) => text.replace("%s", () => value), sentence);

const line = (kind, text, label = "") => ({ kind, text, label });
const missing = (words, what) => `[${fill(words.missing, what)}]`;

/** What somebody typed: a line for each, and the label before the first only. */
function paragraphs(text, label) {
  const typed = text.trim().split(/\s*\n\s*/);
  return typed.map((one, index) => line("text", one, index ? "" : label));
}
