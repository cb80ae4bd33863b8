"""Finds what may be personal data of a pupil in a remark, before it is posted. PURE: no Django.

A consultation has no ground to process such data (AVG art. 6, 9 and 10; domain.md A6), so the writer is asked before
anybody else can read it. The guard only points: a person decides, since one in eleven random numbers of nine digits
passes the BSN's test and no rule tells a pupil's name from an author's. False alarms on law texts teach people to click
the question away; each rule therefore asks for context where a law text would trip it (tests/…/test_guard.py counts).

The browser asks the same before a text leaves it (site/look/scripts/guard.js): a rule that changes here changes there, and
tests/…/test_guard_vectors.py holds them together.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

BSN = "bsn"
PUPIL_NUMBER = "pupil_number"
BIRTH = "birth"
POSTCODE = "postcode"
PHONE = "phone"
EMAIL = "email"
CASE = "case"
NAME = "name"
SCHOOL = "school"

STRONG = (BSN, PUPIL_NUMBER, EMAIL, CASE, BIRTH, PHONE, POSTCODE, SCHOOL, NAME)
"""The kinds, the surest first: of two that overlap the surer one is told."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Words that may tell who somebody is. ``start`` and ``end`` count code points; ``placeholder`` can stand there instead."""

    kind: str
    start: int
    end: int
    words: str
    placeholder: str
    weak: bool = False

    @property
    def mark(self) -> str:
        """Names these words in a form without repeating them: "this one is no personal data". Never stored."""
        return mark_of(self.kind, self.words)

    @property
    def name(self) -> str:
        """Names them as the browser does, which has the words anyway."""
        return f"{self.kind}:{' '.join(self.words.split())}"

    @property
    def needs_explanation(self) -> bool:
        """A number that passes the BSN's test is not waved through with a tick: it is masked, or somebody says what it is."""
        return self.kind == BSN


def mark_of(kind: str, words: str) -> str:
    """The mark of words of a kind, whatever their capitals and white space."""
    folded = " ".join(words.casefold().split())
    return f"{kind}-{hashlib.sha256(folded.encode()).hexdigest()[:16]}"


def find(text: str) -> list[Finding]:
    """All findings in a text, in order and without overlaps. Linear in the length of the text."""
    public = [match.span() for match in _PUBLIC.finditer(text)]
    found = [
        finding
        for rule in (_numbers, _births, _postcodes, _phones, _emails, _cases, _names, _schools)
        for finding in rule(text)
        if not any(start < finding.end and finding.start < end for start, end in public)
    ]
    found.sort(key=lambda one: (STRONG.index(one.kind), one.start, -one.end))
    kept: list[Finding] = []
    for finding in found:
        if all(finding.end <= other.start or finding.start >= other.end for other in kept):
            kept.append(finding)
    return sorted(kept, key=lambda one: one.start)


def mask(text: str, findings: Iterable[Finding]) -> str:
    """The text with the placeholder in the place of each finding; the findings are those of this very text."""
    for finding in sorted(findings, key=lambda one: one.start, reverse=True):
        text = text[: finding.start] + finding.placeholder + text[finding.end :]
    return text


def passes_bsn_test(digits: str) -> bool:
    """The 11-test: weights 9 8 7 6 5 4 3 2 -1, the sum divisible by 11; eight digits have lost their leading zero."""
    digits = digits.zfill(9)
    if len(digits) != 9 or not digits.isdecimal() or digits == "000000000":
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11 == 0


# Public by nature: court decisions, laws, official journals and addresses on the web may hold any number.
_PUBLIC = re.compile(
    r"ECLI:[A-Z]{2}:[A-Z]+:\d{4}:[A-Z0-9.]+|\bLJN:?\s?[A-Z]{2}\d{4}\b|\bBWB[RVW]\d+|https?://\S+|\b(?:stcrt|stb|kst|trb|h-tk|CVDR)-?\d[\w-]*",
    re.IGNORECASE,
)

_NINE = re.compile(
    r"(?<![\w.,/€-])(?:\d{9}|\d{8}|\d{3}([ .-])\d{3}\1\d{3}|\d{4}([ .-])\d{2}\2\d{3}|\d{2}([ .])\d{3}\3\d{3})(?![\w/]|[.,-]\d)"
)
_NOT_A_PERSON = re.compile(
    r"(?:€|euro|kvk|k\.v\.k\.|isbn|issn|kenmerk|dossier|kamerstuk\w*)[\s:.-]*(?:nummer|nr\.?)?[\s:.-]*$", re.IGNORECASE
)
_PUPIL_WORDS = re.compile(
    r"\b(?:leerling(?:e|nummer|nr)?|onderwijsnummer|pgn|persoonsgebonden nummer|bsn|burgerservicenummer|sofi-?nummer)\b",
    re.IGNORECASE,
)
NEAR = 40
"""How many characters before or after a number a word still belongs to it."""


def _numbers(text: str) -> Iterator[Finding]:
    for match in _NINE.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        before = text[max(0, match.start() - NEAR) : match.start()]
        after = text[match.end() : match.end() + NEAR]
        if _NOT_A_PERSON.search(before) or re.match(r"\s*(?:euro|EUR)\b", after):
            continue
        if len(digits) == 9 and _PUPIL_WORDS.search(before + " " + after) and not passes_bsn_test(digits):
            yield _finding(PUPIL_NUMBER, match, "[onderwijsnummer]")
        elif passes_bsn_test(digits) and not (len(digits) == 8 and _is_date(digits)):
            yield _finding(BSN, match, "[bsn]")


def _is_date(digits: str) -> bool:
    for year, month, day in ((digits[:4], digits[4:6], digits[6:]), (digits[4:], digits[2:4], digits[:2])):
        try:
            if 1900 <= date(int(year), int(month), int(day)).year <= 2099:
                return True
        except ValueError:
            continue
    return False


_MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
_BIRTH = re.compile(
    r"\b(?:geb\.?|geboren|geboortedatum)\s*(?:is|op|:)?\s*(?:op\s+)?"
    r"(?P<date>\d{1,2}[-/. ]\d{1,2}[-/. ](?:\d{4}|\d{2})\b"
    rf"|\d{{1,2}}\s+(?:{_MONTHS})\s+\d{{4}}\b|\d{{4}}-\d{{2}}-\d{{2}}\b)",
    re.IGNORECASE,
)


def _births(text: str) -> Iterator[Finding]:
    # "Geboren op of na 1 januari 2005" is a rule of law: the date must follow the word without such a turn.
    for match in _BIRTH.finditer(text):
        yield _finding(BIRTH, match, "[geboortedatum]", group="date")


_POSTCODE = re.compile(r"(?<![\w:./-])[1-9]\d{3}(?P<space> ?)(?!SA|SD|SS)(?P<letters>[A-Z]{2})(?![\w.-]\w|\w)")
_CAPITALS_AFTER_YEARS = re.compile("BW|EN|IN|OP|OF|DE|VO|PO|WO|OM|EU|VN|AO|SO|GB|KB|MB|VM|TM|NO|IS|AL|TE|ZE")


def _postcodes(text: str) -> Iterator[Finding]:
    for match in _POSTCODE.finditer(text):
        year = 1900 <= int(match[0][:4]) <= 2099
        if match["space"] and (year or match["letters"] == "BW") and _CAPITALS_AFTER_YEARS.fullmatch(match["letters"]):
            continue
        yield _finding(POSTCODE, match, "[postcode]")


_PHONE = re.compile(r"(?<![\w.,/+-])(?:\+31|0031|0)[ -]?(?:\(0\))?[ -]?[1-9](?:[ -]?\d){7,8}(?![\w/]|[.,-]\d)")


_OWN_NUMBER = re.compile(r"\b(?:bel|belt|call|reach|bereik\w*)\s+(?:ons|us)\b[^.!?]{0,25}$", re.IGNORECASE)
"""An organisation that gives its own number."""


def _phones(text: str) -> Iterator[Finding]:
    for match in _PHONE.finditer(text):
        if _OWN_NUMBER.search(text[max(0, match.start() - NEAR) : match.start()]):
            continue
        digits = re.sub(r"\D", "", match[0].replace("(0)", ""))
        national = re.sub(r"^(?:0031|31(?=\d{9}$)|0)", "", digits)
        # 0800 and 0900 are numbers of organisations.
        if len(national) == 9 and not national.startswith(("800", "900")):
            yield _finding(PHONE, match, "[telefoonnummer]")


_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")


_ROLE_ADDRESS = re.compile(
    r"(?:info|contact|post|mail|secretariaat|redactie|administratie|leerplicht|receptie|helpdesk|support|servicedesk|privacy|avg|"
    r"fg|security|noreply|no-reply)(?:[._-][\w.-]+)?@|[^@]+@(?:lists?|lijst(?:en)?)\.",
    re.IGNORECASE,
)
"""A mailbox of an organisation or a mailing list: nobody in person."""


def _emails(text: str) -> Iterator[Finding]:
    for match in _EMAIL.finditer(text):
        if _ROLE_ADDRESS.match(match[0]):
            continue
        yield _finding(EMAIL, match, "[e-mailadres]")


_CASE = re.compile(
    r"(?<![\w/])\d{2}[/-]\d{6}-\d{2}(?!\w)"
    r"|\bPL\d{4}-\d{6,10}(?:-\d{1,2})?"
    r"|\b[A-Z]{1,2}/\d{2}/\d{5,6}\b"
    r"|\b(?:pv|proces-verbaal|parket|zaak|verzuimmelding|melding|rekest|rol)[ -]?(?:nummer|nr\.?)\s*(?:is\s+|:\s*)?"
    r"(?P<number>[A-Z]{0,4}[\d./-]*\d[\d./-]{3,})",
    re.IGNORECASE,
)


def _cases(text: str) -> Iterator[Finding]:
    for match in _CASE.finditer(text):
        yield _finding(CASE, match, "[zaaknummer]", group="number" if match["number"] else 0)


_TUSSEN = r"(?:(?:[Vv]an|[Dd]e|[Dd]er|[Dd]en|[Tt]er|[Tt]en|te|[Ee]l|op|in|'t|’t|het) )*"
_LINKED = r"(?:(?:[Vv]an|[Dd]e|[Dd]er|[Dd]en|[Tt]er|[Tt]en|te|[Ee]l|'t|’t) )*"
"""Without "in" and "op": after a child's first name these mostly tell where she was."""
_SURNAME = rf"{_TUSSEN}[A-ZÀ-Þ][\w'’-]+"
_KIN = r"moeder|vader|ouder|stiefmoeder|stiefvader|pleegmoeder|pleegvader|oma|opa|voogd"
_CHILD = r"leerlinge?|zoon|dochter|broer|zus|broertje|zusje"
_NOT_A_GIVEN_NAME = re.compile(
    r"Bijlage|Artikel|Art|Route|Stap|Vraag|Deel|Groep|Klas|Model|Onderdeel|Categorie|Variant|Tabel|Figuur|Fase|Hoofdstuk"
    r"|Paragraaf|Formulier|Type|Lid|Kolom|Optie|Punt|Vitamine|Plan|Team|Boek|Titel|Afdeling|Sub|Ad|Onder|Versie"
    r"|Leerplichtwet|Wet|Stb|Stcrt|Trb|Nr|Minister|Rubriek|Regel|Zie|En|Of|De|Het|Een|Halt|Raad"
)
_SHORTENED = re.compile(rf"\b(?P<given>[A-ZÀ-Þ][a-zà-ÿ-]+) {_TUSSEN}[A-ZÀ-Þ]\.(?![\w]|\s?[A-Z]\.)")
_TITLED = re.compile(
    r"\b(?i:mevr\.?|mevrouw|mw\.?|dhr\.?|de heer|meneer|mijnheer|juf|meester|familie|fam\.) "
    rf"(?:[A-Z]\.\s?)*{_SURNAME}(?: \((?P<kin>{_KIN})\))?"
)
_RELATED = re.compile(rf"\b[A-ZÀ-Þ][a-zà-ÿ-]+(?: {_SURNAME})? \((?P<kin>{_KIN}|{_CHILD})\)")
_CALLED = re.compile(
    rf"\b(?i:(?P<kin>{_KIN}|{_CHILD}))(?:,? genaamd|,? hierna)? "
    rf"(?P<name>(?P<given>[A-ZÀ-Þ][a-zà-ÿ]{{2,}})\b(?! College| Lyceum)(?: {_LINKED}[A-ZÀ-Þ][\w'’-]+)?)"
)


def _names(text: str) -> Iterator[Finding]:
    """No reliable rule exists; these shapes are how officers write about a case in passing. All are weak."""
    for match in _RELATED.finditer(text):
        yield _finding(NAME, match, _who(match["kin"]), weak=True)
    for match in _TITLED.finditer(text):
        yield _finding(NAME, match, _who(match["kin"]) if match["kin"] else "[naam]", weak=True)
    for match in _SHORTENED.finditer(text):
        if not _NOT_A_GIVEN_NAME.fullmatch(match["given"]):
            yield _finding(NAME, match, "[leerling]", weak=True)
    for match in _CALLED.finditer(text):
        if not _NOT_A_GIVEN_NAME.fullmatch(match["given"]):
            yield _finding(NAME, match, _who(match["kin"]), group="name", weak=True)


def _who(relation: str) -> str:
    return "[leerling]" if re.fullmatch(_CHILD, relation, re.IGNORECASE) else "[ouder]"


_BRIN = re.compile(r"(?<![\w:/.-])\d{2}[A-Z]{2}(?:\d{2})?(?![\w/-])")
_CLASS = re.compile(
    r"\b(?:(?:klas|groep) [1-8]\w{0,3}|[1-6][A-Za-z]{1,3}\d?[A-Za-z]?) (?:van|op|bij) (?:het |de )?"
    r"(?:[A-ZÀ-Þ][\w'’-]* ){0,4}(?:[A-ZÀ-Þ][\w'’-]*)?(?i:college|lyceum|school|gymnasium|scholengemeenschap|mavo|kindcentrum)\b"
)


def _schools(text: str) -> Iterator[Finding]:
    for match in _BRIN.finditer(text):
        yield _finding(SCHOOL, match, "[school]", weak=True)
    for match in _CLASS.finditer(text):
        yield _finding(SCHOOL, match, "[klas en school]", weak=True)


def _finding(kind: str, match: re.Match[str], placeholder: str, *, group: str | int = 0, weak: bool = False) -> Finding:
    return Finding(kind, match.start(group), match.end(group), match[group], placeholder, weak)
