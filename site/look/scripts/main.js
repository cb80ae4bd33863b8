/**
 * The script of every page. Each module binds one behaviour to elements that
 * carry its `data-…` attribute, in the page and in every fragment that HTMX
 * brings in. Without this file the site works; with it, it is pleasant.
 */
import htmx from "htmx.org";
import autosave from "./autosave.js";
import contents from "./contents.js";
import copy from "./copy.js";
import counter from "./counter.js";
import difference from "./difference.js";
import focus from "./focus.js";
import form from "./form.js";
import guarded from "./guarded.js";
import insight from "./insight.js";
import keys from "./keys.js";
import menu from "./menu.js";
import opened from "./opened.js";
import print from "./print.js";
import remarks from "./remarks.js";
import selecting from "./selecting.js";
import sheet from "./sheet.js";
import steppers from "./steppers.js";

const behaviours = [
  contents,
  sheet,
  remarks,
  guarded,
  autosave,
  counter,
  copy,
  difference,
  steppers,
  form,
  focus,
  insight,
  keys,
  menu,
  opened,
  print,
  selecting,
];

// Styles ask for `.js` where a script takes over.
document.documentElement.classList.add("js");

const bindAll = (root) => {
  for (const bind of behaviours) bind(root);
};

// The page at once, since HTMX tells of it a moment later; then every fragment that HTMX brings.
bindAll(document.body);
htmx.onLoad(bindAll);
