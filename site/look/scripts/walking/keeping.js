/**
 * What this tab remembers of a walk, so that one may read a section and come back: in its sessionStorage, never in a cookie or
 * an address, and gone with the tab. Of another person in the same tab, or of another version, nothing is taken over.
 */
const NAME = "klankbord:eigen-zaak";

/** Nothing answered, nothing typed. `at` is the visit that one looks at, null for the start; "end" for the outcome. */
export const emptyCase = () => ({ at: null, choices: [], persons: "", motivations: {}, conclusions: {} });

/** The case that was kept for this owner (a person and a version), or an empty one. */
export function restore(owner) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(NAME));
    if (kept?.owner === owner) return { ...emptyCase(), ...kept.case };
    forget();
  } catch {
    // Unreadable or forbidden: as if nothing was kept.
  }
  return emptyCase();
}

/** Keeps the case; answers whether this browser let us. */
export function keep(owner, one) {
  try {
    sessionStorage.setItem(NAME, JSON.stringify({ owner, case: one }));
    return true;
  } catch {
    return false;
  }
}

export function forget() {
  try {
    sessionStorage.removeItem(NAME);
  } catch {
    // Then there is nothing to forget.
  }
}
