/** The path so far: each question with its answer, as a button that leads back to it; then the one that waits, or the end. */
import { fill } from "./motivation.js";
import { copyOf, slotIn } from "./slots.js";
import { byName } from "./walk.js";

export function drawTrail({ slot, framework, words, path, at, go }) {
  const steps = byName(framework.steps);
  const begun = path.stations.length > 0 || at !== null;
  const entries = path.stations.map(({ step, visit, choice }) => ({
    question: `${step} ${steps.get(step).question}`,
    answer: steps.get(step).answers[choice].text,
    at: [step, visit],
  }));
  if (path.current && begun) {
    const { step, visit } = path.current;
    entries.push({ question: `${step} ${steps.get(step).question}`, answer: words.open, at: [step, visit] });
  }
  for (const step of path.waiting) entries.push({ question: `${step} ${steps.get(step).question}`, answer: words.open });
  if (!path.current) entries.push({ question: words.end, answer: path.reached.map(({ outcome }) => outcome).join(", "), at: "end" });
  slot("trail").replaceChildren(...entries.map((entry) => drawEntry(entry, { words, at, go })));
  slot("trail").hidden = !begun;
  slot("no-trail").hidden = begun;
}

function drawEntry({ question, answer, at: leads }, { words, at, go }) {
  const item = copyOf("walk-station");
  const button = item.firstElementChild;
  const parts = slotIn(item);
  const isHere = JSON.stringify(leads) === JSON.stringify(at);
  parts("question").textContent = question;
  parts("answer").textContent = isHere && answer === words.open ? words.here : answer;
  if (isHere) button.setAttribute("aria-current", "step");
  if (leads) button.addEventListener("click", () => go(leads));
  else button.disabled = true;
  return item;
}
