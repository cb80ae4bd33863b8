/**
 * Finds what may be personal data of a pupil in a text, before it leaves this
 * browser. The same rules as consultation/comments/guard.py, which stays the
 * judge: one table of texts and a fuzz hold the two together (tests/look).
 *
 * Python's `\w` and `\b` know every alphabet, those of JavaScript one; so they
 * are written out here. Digits of other alphabets only the server sees.
 */
const WORD = "[\\p{L}\\p{N}_]";
const IN_WORD = "\\p{L}\\p{N}_";
const EDGE = `(?:(?<!${WORD})(?=${WORD})|(?<=${WORD})(?!${WORD}))`;
const STRONG = ["bsn", "pupil_number", "email", "case", "birth", "phone", "postcode", "school", "name"];
/** How many characters before or after a number a word still belongs to it. */
const NEAR = 40;

/** A pattern with `\b`, and `\w` inside and outside of classes, as Python reads them. */
function python(source, flags = "") {
  const classes = source.replace(/\[(?:\\.|[^\]\\])*\]/g, (set) => set.replaceAll("\\w", IN_WORD));
  return new RegExp(classes.replaceAll("\\w", WORD).replaceAll("\\b", EDGE), `u${flags}`);
}

/** A part in which capitals do not matter, for a pattern in which they do: `(?i:…)`. */
const anyCase = (source) => source.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);

/**
 * All findings in a text, in order and without overlaps: kind, start and end in
 * UTF-16 units, words, placeholder, weak.
 */
export function find(text) {
  const open = [...text.matchAll(PUBLIC)].map((match) => [match.index, match.index + match[0].length]);
  const found = RULES.flatMap((rule) => [...rule(text)])
    .filter(({ start, end }) => !open.some(([from, to]) => from < end && start < to))
    .sort((one, two) => STRONG.indexOf(one.kind) - STRONG.indexOf(two.kind) || one.start - two.start || two.end - one.end);
  const kept = [];
  for (const one of found) if (kept.every((other) => one.end <= other.start || one.start >= other.end)) kept.push(one);
  return kept.sort((one, two) => one.start - two.start);
}

function finding(kind, match, placeholder, { group, weak = false } = {}) {
  const [start, end] = group ? match.indices.groups[group] : match.indices[0];
  return { kind, start, end, words: match.input.slice(start, end), placeholder, weak };
}

// A character may take two units, so that twice as many surely hold the characters that count.
const before = (text, place) => [...text.slice(Math.max(0, place - 2 * NEAR - 2), place)].slice(-NEAR).join("");
const after = (text, place) => [...text.slice(place, place + 2 * NEAR + 2)].slice(0, NEAR).join("");
const digitsOf = (words) => words.replace(/\D/g, "");

// Public by nature: court decisions, laws, official journals and addresses on the web may hold any number.
const PUBLIC = python(
  String.raw`ECLI:[A-Z]{2}:[A-Z]+:\d{4}:[A-Z0-9.]+|\bLJN:?\s?[A-Z]{2}\d{4}\b|\bBWB[RVW]\d+|https?://\S+|\b(?:stcrt|stb|kst|trb|h-tk|CVDR)-?\d[\w\-]*`,
  "gi",
);

const NINE = python(
  String.raw`(?<![\w.,/€\-])(?:\d{9}|\d{8}|\d{3}([ .\-])\d{3}\1\d{3}|\d{4}([ .\-])\d{2}\2\d{3}|\d{2}([ .])\d{3}\3\d{3})(?![\w/]|[.,\-]\d)`,
  "gd",
);
const NOT_A_PERSON = python(
  String.raw`(?:€|euro|kvk|k\.v\.k\.|isbn|issn|kenmerk|dossier|kamerstuk\w*)[\s:.\-]*(?:nummer|nr\.?)?[\s:.\-]*$`,
  "i",
);
const PUPIL_WORDS = python(
  String.raw`\b(?:leerling(?:e|nummer|nr)?|onderwijsnummer|pgn|persoonsgebonden nummer|bsn|burgerservicenummer|sofi-?nummer)\b`,
  "i",
);
const EURO_AFTER = python(String.raw`^\s*(?:euro|EUR)\b`);

function* numbers(text) {
  for (const match of text.matchAll(NINE)) {
    const digits = digitsOf(match[0]);
    const [start, end] = match.indices[0];
    if (NOT_A_PERSON.test(before(text, start)) || EURO_AFTER.test(after(text, end))) continue;
    const near = `${before(text, start)} ${after(text, end)}`;
    if (digits.length === 9 && PUPIL_WORDS.test(near) && !passesBsnTest(digits)) {
      yield finding("pupil_number", match, "[onderwijsnummer]");
    } else if (passesBsnTest(digits) && !(digits.length === 8 && isDate(digits))) {
      yield finding("bsn", match, "[bsn]");
    }
  }
}

/** The 11-test: weights 9 8 7 6 5 4 3 2 -1, the sum divisible by 11; eight digits have lost their leading zero. */
export function passesBsnTest(digits) {
  const nine = digits.padStart(9, "0");
  if (!/^\d{9}$/.test(nine) || nine === "000000000") return false;
  const weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
  return [...nine].reduce((sum, digit, place) => sum + digit * weights[place], 0) % 11 === 0;
}

function isDate(digits) {
  return [
    [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)],
    [digits.slice(4), digits.slice(2, 4), digits.slice(0, 2)],
  ].some(([year, month, day]) => {
    const date = new Date(Date.UTC(year, month - 1, day));
    return year >= 1900 && year <= 2099 && date.getUTCMonth() === month - 1 && date.getUTCDate() === Number(day);
  });
}

const MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december";
const BIRTH = python(
  String.raw`\b(?:geb\.?|geboren|geboortedatum)\s*(?:is|op|:)?\s*(?:op\s+)?(?<date>\d{1,2}[\-/. ]\d{1,2}[\-/. ](?:\d{4}|\d{2})\b|\d{1,2}\s+(?:${MONTHS})\s+\d{4}\b|\d{4}-\d{2}-\d{2}\b)`,
  "gdi",
);

function* births(text) {
  for (const match of text.matchAll(BIRTH)) yield finding("birth", match, "[geboortedatum]", { group: "date" });
}

const POSTCODE = python(
  String.raw`(?<![\w:./\-])[1-9]\d{3}(?<space> ?)(?!SA|SD|SS)(?<letters>[A-Z]{2})(?![\w.\-]\w|\w)`,
  "gd",
);
const CAPITALS_AFTER_YEARS = /^(?:BW|EN|IN|OP|OF|DE|VO|PO|WO|OM|EU|VN|AO|SO|GB|KB|MB|VM|TM|NO|IS|AL|TE|ZE)$/;

function* postcodes(text) {
  for (const match of text.matchAll(POSTCODE)) {
    const { space, letters } = match.groups;
    const number = Number(match[0].slice(0, 4));
    const year = number >= 1900 && number <= 2099;
    if (space && (year || letters === "BW") && CAPITALS_AFTER_YEARS.test(letters)) continue;
    yield finding("postcode", match, "[postcode]");
  }
}

const PHONE = python(
  String.raw`(?<![\w.,/+\-])(?:\+31|0031|0)[ \-]?(?:\(0\))?[ \-]?[1-9](?:[ \-]?\d){7,8}(?![\w/]|[.,\-]\d)`,
  "gd",
);
/** An organisation that gives its own number. */
const OWN_NUMBER = python(String.raw`\b(?:bel|belt|call|reach|bereik\w*)\s+(?:ons|us)\b[^.!?]{0,25}(?=\n?$)`, "i");

function* phones(text) {
  for (const match of text.matchAll(PHONE)) {
    if (OWN_NUMBER.test(before(text, match.index))) continue;
    const national = digitsOf(match[0].replaceAll("(0)", "")).replace(/^(?:0031|31(?=\d{9}$)|0)/, "");
    // 0800 and 0900 are numbers of organisations.
    if (national.length === 9 && !/^[89]00/.test(national)) yield finding("phone", match, "[telefoonnummer]");
  }
}

const EMAIL = python(String.raw`[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,5}`, "gd");
/** A mailbox of an organisation or a mailing list: nobody in person. */
const ROLE_ADDRESS = python(
  String.raw`^(?:(?:info|contact|post|mail|secretariaat|redactie|administratie|leerplicht|receptie|helpdesk|support|servicedesk|privacy|avg|fg|security|noreply|no-reply)(?:[._\-][\w.\-]+)?@|[^@]+@(?:lists?|lijst(?:en)?)\.)`,
  "i",
);

function* emails(text) {
  for (const match of text.matchAll(EMAIL)) if (!ROLE_ADDRESS.test(match[0])) yield finding("email", match, "[e-mailadres]");
}

const CASE = python(
  String.raw`(?<![\w/])\d{2}[/\-]\d{6}-\d{2}(?!\w)|\bPL\d{4}-\d{6,10}(?:-\d{1,2})?|\b[A-Z]{1,2}/\d{2}/\d{5,6}\b|\b(?:pv|proces-verbaal|parket|zaak|verzuimmelding|melding|rekest|rol)[ \-]?(?:nummer|nr\.?)\s*(?:is\s+|:\s*)?(?<number>[A-Z]{0,4}[\d./\-]*\d[\d./\-]{3,})`,
  "gdi",
);

function* cases(text) {
  for (const match of text.matchAll(CASE)) {
    yield finding("case", match, "[zaaknummer]", { group: match.groups.number ? "number" : undefined });
  }
}

const BETWEEN = "(?:(?:[Vv]an|[Dd]e|[Dd]er|[Dd]en|[Tt]er|[Tt]en|te|[Ee]l|op|in|'t|’t|het) )*";
const LINKED = "(?:(?:[Vv]an|[Dd]e|[Dd]er|[Dd]en|[Tt]er|[Tt]en|te|[Ee]l|'t|’t) )*";
const SURNAME = String.raw`${BETWEEN}[A-ZÀ-Þ][\w'’\-]+`;
const KIN = "moeder|vader|ouder|stiefmoeder|stiefvader|pleegmoeder|pleegvader|oma|opa|voogd";
const CHILD = "leerlinge?|zoon|dochter|broer|zus|broertje|zusje";
const NOT_A_GIVEN_NAME =
  /^(?:Bijlage|Artikel|Art|Route|Stap|Vraag|Deel|Groep|Klas|Model|Onderdeel|Categorie|Variant|Tabel|Figuur|Fase|Hoofdstuk|Paragraaf|Formulier|Type|Lid|Kolom|Optie|Punt|Vitamine|Plan|Team|Boek|Titel|Afdeling|Sub|Ad|Onder|Versie|Leerplichtwet|Wet|Stb|Stcrt|Trb|Nr|Minister|Rubriek|Regel|Zie|En|Of|De|Het|Een|Halt|Raad)$/;
const SHORTENED = python(String.raw`\b(?<given>[A-ZÀ-Þ][a-zà-ÿ\-]+) ${BETWEEN}[A-ZÀ-Þ]\.(?![\w]|\s?[A-Z]\.)`, "gd");
const TITLES = anyCase(String.raw`mevr\.?|mevrouw|mw\.?|dhr\.?|de heer|meneer|mijnheer|juf|meester|familie|fam\.`);
const TITLED = python(String.raw`\b(?:${TITLES}) (?:[A-Z]\.\s?)*${SURNAME}(?: \((?<kin>${KIN})\))?`, "gd");
const RELATED = python(String.raw`\b[A-ZÀ-Þ][a-zà-ÿ\-]+(?: ${SURNAME})? \((?<kin>${KIN}|${CHILD})\)`, "gd");
const CALLED = python(
  String.raw`\b(?<kin>${anyCase(`${KIN}|${CHILD}`)})(?:,? genaamd|,? hierna)? (?<name>(?<given>[A-ZÀ-Þ][a-zà-ÿ]{2,})\b(?! College| Lyceum)(?: ${LINKED}[A-ZÀ-Þ][\w'’\-]+)?)`,
  "gd",
);
const IS_CHILD = new RegExp(`^(?:${CHILD})$`, "i");

/** No reliable rule exists; these shapes are how officers write about a case in passing. All are weak. */
function* names(text) {
  const who = (relation) => (IS_CHILD.test(relation) ? "[leerling]" : "[ouder]");
  for (const match of text.matchAll(RELATED)) yield finding("name", match, who(match.groups.kin), { weak: true });
  for (const match of text.matchAll(TITLED)) {
    yield finding("name", match, match.groups.kin ? who(match.groups.kin) : "[naam]", { weak: true });
  }
  for (const match of text.matchAll(SHORTENED)) {
    if (!NOT_A_GIVEN_NAME.test(match.groups.given)) yield finding("name", match, "[leerling]", { weak: true });
  }
  for (const match of text.matchAll(CALLED)) {
    if (NOT_A_GIVEN_NAME.test(match.groups.given)) continue;
    yield finding("name", match, who(match.groups.kin), { group: "name", weak: true });
  }
}

const BRIN = python(String.raw`(?<![\w:/.\-])\d{2}[A-Z]{2}(?:\d{2})?(?![\w/\-])`, "gd");
const SCHOOLS = anyCase("college|lyceum|school|gymnasium|scholengemeenschap|mavo|kindcentrum");
const CLASS = python(
  String.raw`\b(?:(?:klas|groep) [1-8]\w{0,3}|[1-6][A-Za-z]{1,3}\d?[A-Za-z]?) (?:van|op|bij) (?:het |de )?(?:[A-ZÀ-Þ][\w'’\-]* ){0,4}(?:[A-ZÀ-Þ][\w'’\-]*)?(?:${SCHOOLS})\b`,
  "gd",
);

function* schools(text) {
  for (const match of text.matchAll(BRIN)) yield finding("school", match, "[school]", { weak: true });
  for (const match of text.matchAll(CLASS)) yield finding("school", match, "[klas en school]", { weak: true });
}

const RULES = [numbers, births, postcodes, phones, emails, cases, names, schools];
