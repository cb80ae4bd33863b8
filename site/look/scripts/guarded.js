/**
 * Fetches the guard when a form for a remark opens, and lets what saves by
 * itself ask it first: words that tell who a pupil is leave this browser only
 * when their writer has decided about them.
 */
import { find } from "./find.js";

const guards = new WeakMap();

export default function guarded(root) {
  for (const form of find(root, "[data-guard]", "guarded")) guardOf(form).catch(() => {});
}

function guardOf(form) {
  if (!guards.has(form)) {
    const coming = import(form.dataset.guard).then(({ default: guard }) => guard(form));
    guards.set(form, coming);
    coming.catch(() => guards.delete(form));
  }
  return guards.get(form);
}

/** Whether the text of a form may leave unasked. Rejects when the guard did not come: then it stays here. */
export async function mayLeave(form) {
  return !form.dataset.guard || (await guardOf(form)).isClear();
}
