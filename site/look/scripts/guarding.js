/**
 * The guard under the fields of a remark, fetched when its form opens: names the
 * words that may tell who a pupil is, offers what can stand there instead, and
 * takes "this is no personal data" for an answer. It never stops the typing, and
 * the server asks again about whatever was not decided here.
 */
import { find } from "./guard.js";
import { fold } from "./quoting.js";

const FIELDS = ["body", "proposal"];
const PAUSE = 600;
/** A press on a button takes the focus first; the button must not go from under the finger. */
const AFTER_BLUR = 250;
const WAVED = "no_personal_data_words";
const ASKS_MORE = "bsn";

export default function guarding(form) {
  const words = JSON.parse(form.dataset.guardWords);
  const explanation = explanationOf(form, words);
  const said = make("p", { className: "visually-hidden", role: "status" });
  const fields = FIELDS.map((name) => form.elements.namedItem(name)).filter(Boolean);
  const boxes = fields.map((field) => boxUnder(field, { form, words, wave }));
  let timer = 0;
  boxes[0].element.after(explanation.element, said);

  function isDecided(one) {
    const name = nameOf(one);
    const isWaved = valuesOf(form, `[name=${WAVED}]`).has(name) || valuesOf(form, "[data-words]:checked").has(name);
    return isWaved && (one.kind !== ASKS_MORE || explanation.isGiven());
  }

  function wave(one) {
    form.append(make("input", { type: "hidden", name: WAVED, value: nameOf(one) }));
    look();
    // Whatever saves by itself may look again.
    form.dispatchEvent(new Event("input"));
    return one.kind === ASKS_MORE && explanation.ask();
  }

  /** Shows what is found in the fields as they are now; returns what nobody decided about. */
  function look() {
    const asked = valuesOf(form, "[data-words]");
    const open = boxes.flatMap((box) => {
      const undecided = box.found().filter((one) => !isDecided(one));
      box.show(undecided.filter((one) => !asked.has(nameOf(one))));
      return undecided;
    });
    const named = [...new Set(open.map((one) => one.words))].join(", ");
    const sentence = named && words.said.replace("%s", () => named);
    if (said.textContent !== sentence) said.textContent = sentence;
    return open;
  }

  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(() => form.isConnected && look(), pause);
  };
  form.addEventListener("input", () => later(PAUSE));
  form.addEventListener("change", () => later(AFTER_BLUR));
  for (const field of fields) field.addEventListener("blur", () => later(AFTER_BLUR));
  look();
  // What only has the shape of a name is asked about and saved: a rule that errs so often must cost nobody a text.
  return { isClear: () => look().every((one) => one.weak) };
}

/** How the page and the server name the words that are meant. */
const nameOf = ({ kind, words }) => `${kind}:${fold(words)}`;

const valuesOf = (form, selector) =>
  new Set([...form.querySelectorAll(`input${selector}`)].map((input) => input.dataset.words ?? input.value));

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function button(label, kind, press) {
  const element = make("button", { type: "button", className: `nl-button nl-button--${kind} button-small` });
  element.append(make("span", { className: "nl-button__label" }, label));
  element.addEventListener("click", press);
  return element;
}

/** What is found in one field, under it. */
function boxUnder(field, { form, words, wave }) {
  const rows = new Map();
  const list = make("ul");
  list.setAttribute("role", "list");
  const element = make("div", { className: "guard guarding", hidden: true });
  element.append(make("p", { className: "guarding-title" }, words.title), make("p", { className: "field-help" }, words.help), list);
  field.closest(".field").after(element);

  /** A proposal that still is the handbook's own text is nobody's secret. */
  function found() {
    const { prefilled } = form.elements;
    const isQuote = field.name === "proposal" && prefilled && fold(field.value) === fold(prefilled.value);
    return isQuote ? [] : find(field.value);
  }

  function replace(one) {
    const same = found().filter((other) => nameOf(other) === nameOf(one));
    for (const { start, end } of same.reverse()) field.setRangeText(one.placeholder, start, end, "end");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function row(one) {
    const like = words.like.replace("%s", () => words.kinds[one.kind]);
    const put = button(words.replace.replace("%s", () => one.placeholder), "secondary", () => replace(one));
    const leave = button(one.kind === ASKS_MORE ? words.noBsn : words.wave, "subtle", () => wave(one) || field.focus());
    return make("li", {}, make("p", {}, make("strong", {}, one.words), ` ${like}`), make("div", { className: "guarding-choice" }, put, leave));
  }

  /** In the order of the text; a row that stays is not touched, so that nobody loses the focus. */
  function show(findings) {
    const wanted = new Map(findings.map((one) => [nameOf(one), one]));
    for (const [name, item] of rows) {
      if (wanted.has(name)) continue;
      item.remove();
      rows.delete(name);
    }
    [...wanted].forEach(([name, one], place) => {
      if (!rows.has(name)) rows.set(name, row(one));
      if (list.children[place] !== rows.get(name)) list.insertBefore(rows.get(name), list.children[place] ?? null);
    });
    element.hidden = !findings.length;
  }

  return { element, found, show };
}

/** What the number is, if it is no BSN: in the server's field where it asked already, else in one of ours. */
function explanationOf(form, words) {
  const asked = form.elements.namedItem("explanation");
  const input = asked ?? make("input", { id: "guard-explanation", maxLength: 300, className: "nl-text-input utrecht-textbox" });
  const element = make("div", { className: "field utrecht-form-field", hidden: true });
  if (!asked) element.append(make("label", { className: "utrecht-form-label", htmlFor: input.id }, words.explanation), input);
  return {
    element,
    isGiven: () => input.value.trim() !== "",
    ask() {
      element.hidden = Boolean(asked);
      input.name = "explanation";
      input.focus();
      return true;
    },
  };
}
