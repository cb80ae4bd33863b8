/** Shows a proposed text as a difference with the quoted words while one types; `quote:change` brings other words. */
import { find } from "./find.js";
import { fold } from "./quoting.js";
import { compare } from "./words.js";

const TAGS = { added: "ins", removed: "del" };

export default function difference(root) {
  for (const box of find(root, "[data-diff]", "difference")) {
    const field = box.querySelector("textarea");
    const frame = box.querySelector("[data-diff-frame]");
    const shown = box.querySelector("[data-diff-new]");
    let before = box.querySelector("[data-diff-old]").textContent.trim();
    const draw = () => {
      const parts = compare(before, field.value.trim());
      frame.hidden = !field.value.trim() || parts.every(([kind]) => kind === "same");
      shown.replaceChildren(
        ...parts.map(([kind, text]) => {
          if (kind === "same") return text;
          const element = document.createElement(TAGS[kind]);
          const said = document.createElement("span");
          said.className = "visually-hidden";
          said.textContent = `${shown.dataset[kind]} `;
          element.append(said, text.trimEnd());
          const piece = document.createDocumentFragment();
          piece.append(element, " ");
          return piece;
        }),
      );
    };
    field.addEventListener("input", draw);
    field.form.addEventListener("quote:change", ({ detail: words }) => {
      const { prefilled } = field.form.elements;
      if (prefilled && fold(field.value) === fold(prefilled.value)) field.value = prefilled.value = words;
      before = words.trim();
      draw();
    });
    draw();
  }
}
