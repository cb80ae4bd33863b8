/**
 * A remark saves itself as a draft while one writes. Until the server has
 * confirmed it, this browser keeps a copy, and puts it back when the form opens
 * again: after an expired session, a closed tab, a lost network.
 *
 * Words that tell who a pupil is stay in that copy until their writer has decided
 * about them: nothing is sent unasked, and nothing is lost when she closes the tab.
 *
 * A copy that was sent by the form's own button is forgotten when the page that
 * follows shows the remark (`?reactie=<id>`) or says that it came (`data-arrived`), not before.
 *
 * A form without an address to save to keeps its copy in this browser only.
 */
import { find, memory } from "./find.js";
import { mayLeave } from "./guarded.js";

const PAUSE = 1500;
const AGAIN = 30_000;
/** What is no words of hers: a token, and answers to questions that the guard asks again. */
const NOT_KEPT = ["csrfmiddlewaretoken", "no_personal_data", "no_personal_data_words"];

export default function autosave(root) {
  forgetWhatArrived();
  for (const form of find(root, "[data-autosave-key]", "autosave")) bind(form);
}

function bind(form) {
  const name = `text:${form.dataset.autosaveKey}`;
  const url = form.dataset.autosaveUrl;
  const note = form.querySelector("[data-saved]");
  let timer = 0;
  let version = 0;
  let last = Promise.resolve();

  const say = (text, failed = false) => {
    if (!note) return;
    note.textContent = text;
    note.classList.toggle("saved-failed", failed);
  };

  function keep(sent = false) {
    const fields = [...new FormData(form)].filter(([field]) => !NOT_KEPT.includes(field));
    memory.set(name, { fields, sent });
  }

  // One after the other: each save tells the server which text it follows on.
  function save() {
    clearTimeout(timer);
    if (url) last = last.then(send);
  }

  async function send() {
    const saving = version;
    try {
      if (!(await mayLeave(form))) {
        say(note?.dataset.held, true);
        return;
      }
      const headers = { Accept: "application/json" };
      const answer = await fetch(url, { method: "POST", body: new FormData(form), headers, keepalive: document.hidden });
      if (answer.status === 422 && note?.dataset.partly) {
        say(note.dataset.partly, true);
        return;
      }
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const { saved_at: time, fields = {}, note: remark } = await answer.json();
      // The draft's key and the token of the text just saved: without them the next save would look like another tab's.
      for (const [field, value] of Object.entries(fields)) if (form.elements[field]) form.elements[field].value = value;
      if (saving !== version) return;
      memory.set(name, null);
      say(remark ?? note.dataset.savedAt.replace("%s", time));
    } catch {
      say(note.dataset.savedHere, true);
      // A form that was sent and came back as another carries the text on.
      if (form.isConnected) timer = setTimeout(save, AGAIN);
    }
  }

  form.addEventListener("input", () => {
    version += 1;
    keep();
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    version += 1;
    // What she wants replaced must not come back from here into the form that follows.
    // Nor does what the server keeps whatever becomes of the press (`data-autosave-sent`).
    if (event.submitter?.value === "mask" || "autosaveSent" in form.dataset) memory.set(name, null);
    else keep(true);
  });
  // A tab that closes sends what it has not sent. The copy here stays: nobody hears whether that arrived.
  addEventListener("visibilitychange", () => document.hidden && form.isConnected && memory.get(name)?.sent === false && save());
  // What a template makes of the form comes with all that was typed.
  form.addEventListener("htmx:beforeRequest", (event) => url || event.target === form || memory.set(name, null));
  addEventListener("online", () => form.isConnected && memory.get(name) && save());

  if (restore(form, memory.get(name)?.fields)) {
    say(note?.dataset.restored);
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** Put kept values back; true when that changed anything. */
function restore(form, fields) {
  let changed = false;
  for (const [name, value] of fields ?? []) {
    const control = form.elements.namedItem(name);
    if (!control || control.type === "hidden" || control.value === value) continue;
    control.value = value;
    changed = true;
  }
  return changed;
}

function forgetWhatArrived() {
  for (const one of document.querySelectorAll("[data-arrived]")) memory.set(`text:${one.dataset.arrived}`, null);
  const id = new URLSearchParams(location.search).get("reactie");
  if (!id || !document.getElementById(`r-${id}`)) return;
  for (const name of memory.names("text:")) if (memory.get(name)?.sent) memory.set(name, null);
}
