/** The parts of a page, or of a copy of a template, that scripts fill: `slot("question")` is the element with that `data-slot`. */
export const slotIn = (root) => (name) => root.querySelector(`[data-slot="${name}"]`);

/** A copy of a template's one element. */
export const copyOf = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

/** Puts words into an element and hides it when there are none. */
export function tell(element, text) {
  element.textContent = text;
  element.hidden = !text;
}

/** A radio button or check box from a template, with its words; the input itself is given back with the label. */
export function choiceFrom(id, parts) {
  const label = copyOf(id);
  for (const [name, text] of Object.entries(parts)) tell(slotIn(label)(name), text);
  return { label, input: label.querySelector("input") };
}
