/** One question: what is asked, why, the answers, what to motivate. */
import { fill } from "./motivation.js";
import { choiceFrom, tell } from "./slots.js";
import { byName } from "./walk.js";

/** Draws the question of a station; `position` is its place in the path. */
export function drawStep({ slot, framework, words, path, position, station }) {
  const steps = byName(framework.steps);
  const step = steps.get(station.step);
  slot("count").textContent = `${fill(words.question, position + 1)} · ${step.name}`;
  slot("question").textContent = step.question;
  tell(slot("again"), station.visit > 1 ? words.again : "");
  // Frozen markup that the server made safe; a framework holds no word of who walks.
  slot("help").innerHTML = step.help;
  slot("help").hidden = !step.help;
  drawWhy({ slot, steps, words, step, before: path.stations[station.after] });
  drawAnswers(slot, step, station.choice);
  drawAlso({ slot, framework, words, step: step.name, choice: station.choice });
  tell(slot("motivate"), step.motivate);
  slot("optional").hidden = Boolean(step.motivate);
}

function drawWhy({ slot, steps, words, step, before }) {
  const asked = before && steps.get(before.step);
  const answer = asked?.answers[before.choice];
  slot("because").textContent = asked ? fill(words.because, answer.text, asked.question, asked.name) : words.first;
  tell(slot("because-note"), answer?.note ?? "");
  slot("section").textContent = fill(words.stands, step.name, step.section);
  slot("section").href = step.address;
}

function drawAnswers(slot, step, chosen) {
  slot("answer-error").hidden = true;
  slot("answers-field").classList.remove("field-invalid");
  const drawn = step.answers.map(({ text, note }, position) => {
    const { label, input } = choiceFrom("walk-answer", { text, note });
    input.value = position;
    input.checked = position === chosen;
    input.setAttribute("aria-describedby", "walk-answer-error");
    return label;
  });
  slot("answers").replaceChildren(...drawn);
}

/** Says so where an answer leads to more than one question. */
export function drawAlso({ slot, framework, words, step, choice }) {
  const steps = byName(framework.steps);
  const onward = (steps.get(step).answers[choice]?.targets ?? []).filter((name) => steps.has(name));
  slot("two").textContent = onward.length > 1 ? fill(words.two, onward.join(", ")) : "";
}

/** The position of the answer that is chosen, null for none. */
export function answerOf(slot) {
  const chosen = slot("answers").querySelector("input:checked");
  return chosen ? Number(chosen.value) : null;
}
