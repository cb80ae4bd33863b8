/**
 * Remarks at the height of their passage on a wide screen; in a sheet on a small one.
 * The list in the page stays the only copy: a sheet borrows its remarks and gives them back.
 */
import { find } from "./find.js";
import { stack } from "./stack.js";

const wide = matchMedia("(min-width: 50rem)");

export default function remarks(root) {
  for (const layout of find(root, "[data-remarks-layout]", "remarks")) {
    const column = layout.querySelector("[data-remarks-column]");
    const list = column?.querySelector("[data-remarks-list]");
    if (list) bind(layout, column, list);
  }
}

function bind(layout, column, list) {
  const text = layout.querySelector(".section-text");
  const sheet = document.getElementById("remark-sheet");
  let active = null;
  let waiting = 0;
  let pressed = false;

  const all = () => [...list.querySelectorAll(":scope > [data-remark]")];
  const passage = (remark) => text.querySelector(`[data-passage="${CSS.escape(remark.dataset.at)}"]`);
  const of = (id) => all().filter((remark) => remark.dataset.at === id);

  function place() {
    waiting = 0;
    column.classList.toggle("remarks-placed", wide.matches);
    const rows = all();
    if (!wide.matches) {
      for (const row of rows) row.style.top = "";
      list.style.height = "";
      return;
    }
    const start = list.getBoundingClientRect().top;
    const wishes = new Map();
    const wish = (remark) => {
      const id = remark.dataset.at;
      if (!wishes.has(id)) wishes.set(id, (passage(remark)?.getBoundingClientRect().top ?? start) - start);
      return wishes.get(id);
    };
    const measure = () => rows.map((row) => ({ want: wish(row), height: row.offsetHeight }));
    const held = rows.indexOf(active);
    fold(rows, -1);
    let sizes = measure();
    let tops = stack(sizes, held);
    if (held > 0 && tops[held] > sizes[held].want) {
      fold(rows, held);
      sizes = measure();
      tops = stack(sizes, held);
    }
    rows.forEach((row, index) => {
      row.style.top = `${Math.round(tops[index])}px`;
    });
    const last = rows.length - 1;
    list.style.height = last < 0 ? "" : `${Math.round(Math.max(...tops.map((top, index) => top + sizes[index].height)))}px`;
  }

  /** Before the remark in hand there may be no room for the ones above it: they show their author only. */
  function fold(rows, held) {
    rows.forEach((row, index) => row.classList.toggle("remark-folded", index < held));
  }

  function placeSoon() {
    waiting ||= requestAnimationFrame(place);
  }

  function hold(remark) {
    if (remark === active) return;
    active?.classList.remove("remark-active");
    for (const old of text.querySelectorAll(".passage-active")) old.classList.remove("passage-active");
    active = remark;
    active?.classList.add("remark-active");
    if (active) passage(active)?.classList.add("passage-active");
    place();
  }

  function openSheet(id, mark) {
    const body = sheet.querySelector("[data-remark-sheet]");
    const borrowed = of(id);
    const places = borrowed.map((remark) => {
      const marker = document.createComment("");
      remark.replaceWith(marker);
      return marker;
    });
    body.replaceChildren(...borrowed);
    sheet.querySelector("h2").textContent = (mark?.querySelector(".visually-hidden") ?? column.querySelector("h2")).textContent;
    const giveBack = () => {
      borrowed.forEach((remark, index) => places[index].replaceWith(remark));
      // Opened by the page's address there is no press that the browser could give the focus back to.
      if (document.activeElement === document.body) (mark ?? passage(borrowed[0]))?.focus();
    };
    sheet.addEventListener("close", giveBack, { once: true });
    sheet.showModal();
  }

  function show(remark, { focus = true } = {}) {
    // One on an earlier version is folded below the others, on a small screen too.
    const fold = remark.closest("details");
    if (fold) fold.open = true;
    if (wide.matches) {
      hold(remark);
      passage(remark)?.scrollIntoView({ block: "nearest" });
    } else if (!fold && !sheet.open) {
      openSheet(remark.dataset.at, text.querySelector(`[data-remarks-of="${CSS.escape(remark.dataset.at)}"]`));
    }
    if (focus) remark.focus({ preventScroll: wide.matches && !fold });
  }

  text.addEventListener("click", (event) => {
    const quoted = event.target.closest("[data-quoted]");
    if (quoted) {
      const about = quoted.dataset.quoted.split(" ").flatMap((id) => document.getElementById(`r-${id}`) ?? []);
      if (!about.length) return;
      event.preventDefault();
      // Words that several quoted: each press brings the next of their remarks. In a sheet it stands among others.
      const next = about[(about.indexOf(active) + 1) % about.length];
      hold(next);
      show(next);
      return;
    }
    const mark = event.target.closest("[data-remarks-of]");
    if (!mark) return;
    const [first] = of(mark.dataset.remarksOf);
    if (!first) return;
    event.preventDefault();
    if (!wide.matches) hold(null);
    show(first);
  });
  // A press gives the focus before it is a click. A remark that opens in between moves its links from under the pointer,
  // and the click is lost; so while something is pressed the click below takes the remark in hand.
  list.addEventListener("pointerdown", () => {
    pressed = true;
  });
  for (const end of ["pointerup", "pointercancel"]) {
    addEventListener(end, () => {
      pressed = false;
    });
  }
  /** A remark that opens moves: what has the focus in it stays in sight. */
  function keepInSight() {
    const focused = document.activeElement;
    if (!pressed && focused !== active && active?.contains(focused)) focused.scrollIntoView({ block: "nearest" });
  }

  list.addEventListener("focusin", (event) => {
    if (!wide.matches || pressed) return;
    hold(event.target.closest("[data-remark]"));
    keepInSight();
  });
  list.addEventListener("transitionend", keepInSight);
  list.addEventListener("click", (event) => {
    const remark = event.target.closest("[data-remark]");
    if (remark && wide.matches) hold(remark);
  });
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !active || event.target.closest("form")) return;
    const back = passage(active);
    hold(null);
    (back?.querySelector("[data-remarks-of]") ?? back)?.focus();
  });
  document.addEventListener("remark:step", (event) => {
    const rows = all();
    const at = rows.indexOf(active ?? document.activeElement.closest("[data-remark]"));
    const next = rows[at + event.detail] ?? (at < 0 ? rows[0] : null);
    if (next) show(next);
  });

  const watcher = new ResizeObserver(placeSoon);
  watcher.observe(text);
  for (const remark of all()) watcher.observe(remark);
  new MutationObserver(() => {
    for (const remark of all()) watcher.observe(remark);
    placeSoon();
  }).observe(list, { childList: true });
  wide.addEventListener("change", () => {
    if (sheet.open) sheet.close();
    hold(null);
    place();
  });

  column.classList.add("remarks-still");
  place();
  requestAnimationFrame(() => column.classList.remove("remarks-still"));

  const wanted = new URLSearchParams(location.search).get("reactie") ?? location.hash.match(/^#r-(.+)$/)?.[1];
  const remark = wanted && document.getElementById(`r-${wanted}`)?.closest("[data-remark]");
  if (remark) show(remark);
}
