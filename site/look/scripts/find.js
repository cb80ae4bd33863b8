/** Elements that match, in a fragment or as the fragment itself, each once per behaviour. */
const seen = new WeakMap();

export function* find(root, selector, behaviour) {
  const found = [...root.querySelectorAll(selector)];
  if (root.matches?.(selector)) found.unshift(root);
  for (const element of found) {
    const bound = seen.get(element) ?? new Set();
    if (bound.has(behaviour)) continue;
    seen.set(element, bound.add(behaviour));
    yield element;
  }
}

/** The token that Django wants with every POST, from any form on the page. */
export function csrfToken() {
  return document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
}

const UNDER_THE_BAR = 80;

/** The first passage on screen, the title of the section among them; the last one for a reader who is past them all. */
export function passageInSight(frame) {
  const passages = [...frame.querySelectorAll("[data-passage]")];
  return passages.find((passage) => passage.getBoundingClientRect().bottom > UNDER_THE_BAR) ?? passages.at(-1);
}

/** What this browser keeps; a browser that keeps nothing is no fault. */
export const memory = {
  get(name) {
    try {
      return JSON.parse(localStorage.getItem(`klankbord:${name}`));
    } catch {
      return null;
    }
  },
  set(name, value) {
    try {
      if (value === null) localStorage.removeItem(`klankbord:${name}`);
      else localStorage.setItem(`klankbord:${name}`, JSON.stringify(value));
    } catch {
      // Storage is full or forbidden: the server's own copy is then the only one.
    }
  },
  names(start) {
    try {
      return Object.keys(localStorage)
        .filter((name) => name.startsWith(`klankbord:${start}`))
        .map((name) => name.slice("klankbord:".length));
    } catch {
      return [];
    }
  },
};
