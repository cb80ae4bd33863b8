/**
 * The first and the last word that a remark is about, chosen with arrows, and the field with the words beside them.
 * The field is what is sent; the whole passage is an empty field. `quote:change` on the form tells the words that count.
 */
import { find } from "./find.js";
import { rangeOf, wordsBetween, wordsOf } from "./quoting.js";

const LEAP = 10;
const PAUSE = 500;
const HELD = 400;
const AGAIN = 90;

export default function steppers(root) {
  for (const box of find(root, "[data-word-range]", "steppers")) bind(box);
}

function bind(box) {
  const { form } = box.querySelector("textarea");
  const field = form.elements.quote;
  const start = form.elements.quote_start;
  const told = box.querySelector("[data-range-told]");
  const shown = form.querySelector("[data-quote-shown]");
  const words = wordsOf(box.dataset.wordRange);
  const wheels = ["first", "last"].map((name) => box.querySelector(`[data-stepper="${name}"] [role="spinbutton"]`));
  const ends = [0, words.length - 1];
  let telling = 0;
  if (words.length < 2) return;
  box.querySelector("[data-steppers]").hidden = false;

  const whole = () => ends[0] === 0 && ends[1] === words.length - 1;
  const draw = () => {
    wheels.forEach((wheel, index) => {
      const [least, most] = index ? [ends[0], words.length - 1] : [0, ends[1]];
      wheel.textContent = words[ends[index]].word;
      wheel.setAttribute("aria-valuemin", least + 1);
      wheel.setAttribute("aria-valuemax", most + 1);
      wheel.setAttribute("aria-valuenow", ends[index] + 1);
      wheel.setAttribute("aria-valuetext", words[ends[index]].word);
      for (const button of wheel.parentElement.querySelectorAll("[data-step]")) {
        button.disabled = ends[index] === (button.dataset.step < 0 ? least : most);
      }
    });
  };
  const tell = () => {
    const now = whole() ? "" : wordsBetween(words, ...ends);
    form.dispatchEvent(new CustomEvent("quote:change", { detail: now || box.dataset.wordRange }));
    if (shown) shown.textContent = now || told.dataset.whole;
  };
  const read = () => {
    const found = field.value.trim() ? rangeOf(words, field.value, Number(start.value)) : [0, words.length - 1];
    if (!found) return false;
    [ends[0], ends[1]] = found;
    start.value = words[ends[0]].start;
    draw();
    return true;
  };

  /** Moves one end to a word, as far as the other end lets it. */
  function turn(index, to) {
    const most = index ? words.length - 1 : ends[1];
    const least = index ? ends[0] : 0;
    ends[index] = Math.max(least, Math.min(most, to));
    field.value = whole() ? "" : wordsBetween(words, ...ends);
    start.value = words[ends[0]].start;
    draw();
    tell();
    // The page saves itself when a field changes.
    field.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "stepped" }));
    clearTimeout(telling);
    telling = setTimeout(() => {
      told.textContent = whole() ? told.dataset.whole : told.dataset.rangeTold.replace("%s", field.value);
    }, PAUSE);
  }

  wheels.forEach((wheel, index) => {
    wheel.addEventListener("keydown", (event) => {
      const here = ends[index];
      const to = {
        ArrowRight: here + 1,
        ArrowUp: here + 1,
        ArrowLeft: here - 1,
        ArrowDown: here - 1,
        PageUp: here + LEAP,
        PageDown: here - LEAP,
        Home: 0,
        End: words.length - 1,
      }[event.key];
      if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      turn(index, to);
    });
    for (const button of wheel.parentElement.querySelectorAll("[data-step]")) {
      hold(button, () => turn(index, ends[index] + Number(button.dataset.step)));
    }
  });
  field.addEventListener("input", (event) => {
    if (event.detail === "stepped") return;
    if (read()) tell();
  });
  if (!read()) draw();
}

/** A button that goes on while it is held. */
function hold(button, act) {
  let timer = 0;
  let went = false;
  const again = () => {
    went = true;
    act();
    timer = button.disabled ? 0 : setTimeout(again, AGAIN);
  };
  button.addEventListener("pointerdown", () => {
    went = false;
    timer = setTimeout(again, HELD);
  });
  for (const end of ["pointerup", "pointerleave", "pointercancel"]) button.addEventListener(end, () => clearTimeout(timer));
  button.addEventListener("click", () => {
    if (!went) act();
    went = false;
  });
}
