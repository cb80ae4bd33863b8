/** Words of a text: where they stand, and how an address leads to them. Offsets count code points, as the server does. */
const MOST_IN_FULL = 60;
const AT_AN_END = 4;

/** A text with every run of white space as one space. */
export const fold = (text) => text.replace(/\s+/g, " ").trim();

/** The words of a text in order, each with its offset. */
export function wordsOf(text) {
  let units = 0;
  let points = 0;
  return [...text.matchAll(/\S+/g)].map((match) => {
    points += [...text.slice(units, match.index)].length;
    units = match.index;
    return { word: match[0], start: points };
  });
}

/** The numbers of the first and last word that some words cover, nearest to an offset; null when they stand nowhere. */
export function rangeOf(words, quote, near = 0) {
  const wanted = fold(quote).toLowerCase();
  if (!wanted) return null;
  const line = words.map(({ word }) => word).join(" ").toLowerCase();
  const starts = [];
  words.reduce((place, { word }) => (starts.push(place), place + word.length + 1), 0);
  const wordAt = (place) => starts.findLastIndex((start) => start <= place);
  let best = null;
  for (let place = line.indexOf(wanted); place >= 0; place = line.indexOf(wanted, place + 1)) {
    const found = [wordAt(place), wordAt(place + wanted.length - 1)];
    const distance = ([first]) => Math.abs(words[first].start - near);
    if (!best || distance(found) < distance(best)) best = found;
  }
  return best;
}

/** The words from one number to another, without the stop or comma behind the last. */
export const wordsBetween = (words, first, last) =>
  words
    .slice(first, last + 1)
    .map(({ word }) => word)
    .join(" ")
    .replace(/[.,;:]+$/, "");

/** The part of an address that lets a browser show these words; lines are told apart by line feeds. */
export function fragment(text) {
  const lines = text.split("\n").map(fold).filter(Boolean);
  const code = (words) => encodeURIComponent(words).replaceAll("-", "%2D");
  if (lines.length === 1 && lines[0].length <= MOST_IN_FULL) return `:~:text=${code(lines[0])}`;
  const start = lines[0].split(" ").slice(0, AT_AN_END).join(" ");
  const end = lines.at(-1).split(" ").slice(-AT_AN_END).join(" ");
  return `:~:text=${code(start)},${code(end)}`;
}
