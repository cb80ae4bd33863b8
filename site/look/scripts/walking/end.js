/** The end of a walk: each outcome with for whom it holds, or another one with the reason; what is not motivated yet. */
import { fill, personsOf } from "./motivation.js";
import { choiceFrom, copyOf, slotIn, tell } from "./slots.js";
import { byName, keyOf } from "./walk.js";

export function drawEnd({ slot, framework, words, path, own, changed }) {
  const count = path.reached.length;
  slot("end-title").textContent =
    count === 1 ? words.one_outcome : count ? fill(words.more_outcomes, count) : words.no_outcome;
  slot("no-outcome").hidden = count > 0;
  slot("no-persons").hidden = count === 0 || personsOf(own.persons).length > 0;
  drawGaps({ slot, framework, words, path, own });
  const cards = path.reached.map(({ outcome }, index) => drawOutcome({ framework, words, own, outcome, index, count, changed }));
  slot("outcomes").replaceChildren(...cards);
}

/** Which questions ask for a motivation that is not there. */
function drawGaps({ slot, framework, words, path, own }) {
  const steps = byName(framework.steps);
  const bare = path.stations.filter(
    ({ step, visit }) => steps.get(step).motivate && !own.motivations[keyOf(step, visit)]?.trim(),
  );
  const names = [...new Set(bare.map(({ step }) => step))];
  slot("gaps").textContent = names.length ? fill(words.gaps, names.join(", ")) : "";
  slot("gaps").closest(".alert").hidden = !names.length;
}

function drawOutcome({ framework, words, own, outcome: name, index, count, changed }) {
  const card = copyOf("walk-outcome");
  const parts = slotIn(card);
  const outcome = byName(framework.outcomes).get(name);
  const persons = personsOf(own.persons);
  // One outcome holds for everybody until somebody says otherwise.
  const notes = (own.conclusions[name] ??= { persons: count === 1 ? persons : [], other: null, reason: "" });
  parts("title").textContent = `${name} ${outcome.title}`;
  tell(parts("text"), outcome.text);
  parts("section").textContent = fill(words.stands, name, outcome.section);
  parts("section").href = outcome.address;
  drawPersons({ parts, persons, notes, changed });
  parts("follow").textContent = fill(words.follow, name);
  const radios = card.querySelectorAll("input[type=radio]");
  const showOther = () => (parts("other-part").hidden = notes.other === null);
  for (const radio of radios) {
    radio.name = `walk-conclusion-${index}`;
    radio.checked = (radio.value === "other") === (notes.other !== null);
    radio.addEventListener("change", () => {
      notes.other = radio.value === "other" ? parts("other").value : null;
      showOther();
      changed();
    });
  }
  const others = framework.outcomes.filter((one) => one.name !== name);
  parts("other").append(...others.map((one) => new Option(`${one.name} ${one.title}`, one.name)));
  bindField(parts, "other", index, { value: notes.other ?? "", set: (value) => (notes.other = value), changed });
  bindField(parts, "reason", index, { value: notes.reason, set: (value) => (notes.reason = value), changed });
  showOther();
  return card;
}

function drawPersons({ parts, persons, notes, changed }) {
  parts("persons-field").hidden = persons.length === 0;
  const drawn = persons.map((person) => {
    const { label, input } = choiceFrom("walk-person", { name: person });
    input.checked = notes.persons.includes(person);
    input.addEventListener("change", () => {
      notes.persons = input.checked ? [...notes.persons, person] : notes.persons.filter((one) => one !== person);
      changed();
    });
    return label;
  });
  parts("persons").replaceChildren(...drawn);
}

function bindField(parts, name, index, { value, set, changed }) {
  const field = parts(name);
  field.id = `walk-${name}-${index}`;
  parts(`${name}-error`).id = `walk-${name}-error-${index}`;
  parts(`${name}-label`).htmlFor = field.id;
  field.value = value;
  field.addEventListener("input", () => {
    set(field.value);
    mark(parts, name, "");
    changed();
  });
}

/** Marks what another outcome still lacks; gives the first such field, undefined when the text can be taken along. */
export function firstFault({ slot, words, own, path }) {
  const faults = path.reached.flatMap(({ outcome }, index) => {
    const parts = slotIn(slot("outcomes").children[index]);
    const { other, reason } = own.conclusions[outcome];
    mark(parts, "other", other === "" ? words.pick : "");
    mark(parts, "reason", other !== null && !reason.trim() ? words.why_needed : "");
    return ["other", "reason"].map(parts).filter((field) => field.getAttribute("aria-invalid") === "true");
  });
  return faults[0];
}

function mark(parts, name, fault) {
  const field = parts(name);
  const error = parts(`${name}-error`);
  tell(error, fault);
  parts(`${name}-field`).classList.toggle("field-invalid", Boolean(fault));
  if (fault) {
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", error.id);
  } else {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
}
