/** Tells that a section was open for five seconds before the reader's eyes. Looking changes nothing; this POST does. */
import { csrfToken, find } from "./find.js";

const LONG_ENOUGH = 5000;

export default function opened(root) {
  for (const frame of find(root, "[data-opened-url]", "opened")) {
    let timer = 0;
    const tell = () => {
      document.removeEventListener("visibilitychange", watch);
      fetch(frame.dataset.openedUrl, { method: "POST", headers: { "X-CSRFToken": csrfToken() }, keepalive: true }).catch(
        () => {},
      );
    };
    const watch = () => {
      clearTimeout(timer);
      if (document.visibilityState === "visible") timer = setTimeout(tell, LONG_ENOUGH);
    };
    document.addEventListener("visibilitychange", watch);
    watch();
  }
}
