/**
 * Tells that a section was open for five seconds before the reader's eyes, and at which passage she left it.
 * Looking changes nothing; these POSTs do.
 */
import { csrfToken, find, passageInSight } from "./find.js";

const LONG_ENOUGH = 5000;

export default function opened(root) {
  for (const frame of find(root, "[data-opened-url]", "opened")) bind(frame);
}

function bind(frame) {
  let timer = 0;
  let told = null;
  const tell = () => {
    timer = 0;
    const passage = passageInSight(frame)?.dataset.passage ?? "";
    if (passage === told) return;
    told = passage;
    const headers = { "X-CSRFToken": csrfToken() };
    const body = new URLSearchParams({ passage });
    fetch(frame.dataset.openedUrl, { method: "POST", headers, body, keepalive: true }).catch(() => {});
  };
  const watch = () => {
    clearTimeout(timer);
    timer = 0;
    if (document.visibilityState !== "visible") {
      if (told !== null) tell();
    } else if (told === null) {
      timer = setTimeout(tell, LONG_ENOUGH);
    }
  };
  document.addEventListener("visibilitychange", watch);
  watch();
}
