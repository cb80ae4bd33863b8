"""What a Word file's styles and numbering say: which paragraph is a heading, a list item, a caption."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from .carried import (
    ANSWER_STYLE,
    CODE_STYLE,
    CONTINUE_STYLE,
    FIGURE_STYLE,
    FRAME_CAPTION_STYLE,
    FRAME_CONTINUE_STYLE,
    FRAME_LIST_STYLE,
    FRAME_QUOTE_STYLE,
    FRAME_STYLE,
    FRONT_STYLE,
    HEAD_STYLES,
    HEADING_NUMBER_STYLE,
    LABEL_STYLE,
    LIST_STYLE,
    MOTIVATE_STYLE,
    NAME_STYLE,
    NOTE_STYLE,
    NUMBER_STYLE,
    SUBHEADING_STYLE,
    TABLE_CAPTION_STYLE,
)
from .package import W

_OWN_ROLES = {
    FRONT_STYLE: "front",
    SUBHEADING_STYLE: "subheading",
    CONTINUE_STYLE: "continue",
    FIGURE_STYLE: "figure",
    TABLE_CAPTION_STYLE: "table-caption",
    FRAME_STYLE: "frame",
    FRAME_QUOTE_STYLE: "frame-quote",
    LIST_STYLE: "item",
    FRAME_LIST_STYLE: "frame-item",
    FRAME_CONTINUE_STYLE: "frame-continue",
    FRAME_CAPTION_STYLE: "frame-caption",
    ANSWER_STYLE: "frame-answer",
    MOTIVATE_STYLE: "frame-motivate",
    **{name: f"frame-head {kind}" for kind, name in HEAD_STYLES.items()},
}
_OWN_ROLES = {name.lower(): role for name, role in _OWN_ROLES.items()}
_WORD_ROLES = {name.lower(): name for name in (NUMBER_STYLE, LABEL_STYLE, NAME_STYLE, NOTE_STYLE)}
_WORD_ROLES[HEADING_NUMBER_STYLE.lower()] = NUMBER_STYLE
_HEADING_NAME = re.compile(r"(?:heading|kop|überschrift|titre)\s*([1-9])", re.IGNORECASE)
_TITLES = {"title", "titel"}
_CAPTIONS = {"caption", "bijschrift"}
_QUOTES = {"quote", "intense quote", "citaat", "duidelijk citaat", "quotations", "block text"}
_CONTENTS = re.compile(r"(toc|inhopg|contents)\s*\d|toc heading|kop\s?van\s?inhoudsopgave|contents heading", re.IGNORECASE)
_BODY_LEVEL = 9
_LONGEST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """What matters of a paragraph's style, its ancestors' included."""

    role: str = ""
    """title, heading, caption, quote, contents, table-heading, or "" for running text; in a file of ours also what
    `carried` has a style for, all that belongs to a special block beginning with "frame"."""
    level: int = 0
    list_id: str = ""
    list_level: int = 0


@dataclass(slots=True)
class _Style:
    name: str
    based_on: str
    element: etree._Element


@dataclass(slots=True)
class Styles:
    """The styles of a file by their id."""

    paragraph: dict[str, ParagraphStyle] = field(default_factory=dict)
    marks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Per character style the marks it gives its words: strong, em, code."""
    words: dict[str, str] = field(default_factory=dict)
    """Per character style of ours its name in `carried`: words in it are a number, a label, a name, a note."""


def read_styles(root: etree._Element | None) -> Styles:
    """The styles of a styles part; without one every paragraph is running text."""
    read = Styles()
    known = {
        element.get(f"{W}styleId", ""): _Style(
            attribute(element, "name").lower(),
            attribute(element, "basedOn"),
            element,
        )
        for element in (root.iterchildren(f"{W}style") if root is not None else ())
    }
    for identity, style in known.items():
        chain = _chain(identity, known)
        if style.element.get(f"{W}type") == "character":
            if style.name in _WORD_ROLES:
                read.words[identity] = _WORD_ROLES[style.name]
                continue
            read.marks[identity] = (
                ("code",)
                if style.name == CODE_STYLE.lower()
                else tuple(mark for tag, mark in (("b", "strong"), ("i", "em")) if any(_is_on(s.element, tag) for s in chain))
            )
        elif style.element.get(f"{W}type", "paragraph") == "paragraph":
            read.paragraph[identity] = _paragraph_style(chain)
    return read


def _chain(identity: str, known: dict[str, _Style]) -> list[_Style]:
    """The style and its ancestors, nearest first; a circle ends it."""
    chain: list[_Style] = []
    while identity in known and known[identity] not in chain and len(chain) < _LONGEST_CHAIN:
        chain.append(known[identity])
        identity = known[identity].based_on
    return chain


def _is_on(style: etree._Element, tag: str) -> bool:
    return toggled(style.find(f"{W}rPr/{W}{tag}"))


def _paragraph_style(chain: list[_Style]) -> ParagraphStyle:
    role, level = _role(chain[0].name)
    list_id, list_level = "", 0
    for style in chain:
        properties = style.element.find(f"{W}pPr")
        if properties is None:
            continue
        if not role and not level and (outline := attribute(properties, "outlineLvl")).isdecimal():
            level = int(outline) + 1
        if not list_id and (numbering := properties.find(f"{W}numPr")) is not None:
            list_id = attribute(numbering, "numId")
            list_level = _number(attribute(numbering, "ilvl"))
    if not role:
        inherited = next((_role(style.name) for style in chain if _role(style.name)[0]), ("", 0))
        role, level = inherited if inherited[0] else ("heading" if 0 < level <= _BODY_LEVEL else "", level)
    return ParagraphStyle(role, level, list_id, list_level)


def _role(name: str) -> tuple[str, int]:
    if name in _OWN_ROLES:
        return _OWN_ROLES[name], 0
    if heading := _HEADING_NAME.fullmatch(name):
        return "heading", int(heading[1])
    if name in _TITLES:
        return "title", 0
    if name in _CAPTIONS or name in ("figure", "table", "illustration"):
        return "caption", 0
    if name in _QUOTES:
        return "quote", 0
    if _CONTENTS.fullmatch(name):
        return "contents", 0
    return ("table-heading", 0) if name == "table heading" else ("", 0)


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How one level of a list counts: with numbers or not, from where."""

    ordered: bool
    start: int


class Numbering:
    """The lists of a file, and how far each has counted while the text is read."""

    def __init__(self, root: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, ListLevel]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if root is None:
            return
        abstract = {
            element.get(f"{W}abstractNumId", ""): {
                _number(level.get(f"{W}ilvl", "0")): _list_level(level) for level in element.iterchildren(f"{W}lvl")
            }
            for element in root.iterchildren(f"{W}abstractNum")
        }
        for element in root.iterchildren(f"{W}num"):
            levels = dict(abstract.get(attribute(element, "abstractNumId"), {}))
            for override in element.iterchildren(f"{W}lvlOverride"):
                place = _number(override.get(f"{W}ilvl", "0"))
                written = override.find(f"{W}lvl")
                if written is not None:
                    levels[place] = _list_level(written)
                elif (start := attribute(override, "startOverride")).isdecimal():
                    levels[place] = ListLevel(levels.get(place, ListLevel(True, 1)).ordered, int(start))
            self._levels[element.get(f"{W}numId", "")] = levels

    def count(self, list_id: str, level: int) -> tuple[bool, int]:
        """Take up an item: whether its list is numbered, and its number."""
        form = self._levels.get(list_id, {}).get(level, ListLevel(False, 1))
        counts = self._counts.setdefault(list_id, {})
        counts[level] = counts.get(level, form.start - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        return form.ordered, counts[level]


def _list_level(level: etree._Element) -> ListLevel:
    start = attribute(level, "start")
    return ListLevel(attribute(level, "numFmt") not in ("bullet", "none", ""), int(start) if start.isdecimal() else 1)


def attribute(element: etree._Element, child: str, name: str = "val") -> str:
    """The value of a child element's attribute, "" where there is no such child or attribute."""
    found = element.find(f"{W}{child}")
    return str(found.get(f"{W}{name}", "")) if found is not None else ""


def toggled(element: etree._Element | None) -> bool:
    """Whether a property that is on or off is on: it is there and does not say no."""
    return element is not None and element.get(f"{W}val", "true") not in ("0", "false", "off", "none")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
