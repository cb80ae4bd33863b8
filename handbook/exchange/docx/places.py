"""Where the comments of a Word file stand: on which words, under which heading, and in which passage of ours."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from ..plaintext import clean_line
from .carried import APPENDIX, PASSAGE, SECTION, read_bookmark
from .package import W, WordPackage
from .styles import Styles, attribute, read_styles
from .words import set_apart

_LONGEST_QUOTE = 2_000
_GONE, _NEW = (f"{W}del", f"{W}moveFrom"), (f"{W}ins", f"{W}moveTo")
_FOLLOWS = ("caption", "continue", "item", "figure")
"""Roles of paragraphs that go on with the passage before them when they carry no id of their own."""


@dataclass(frozen=True, slots=True)
class WordPlace:
    """Where a comment stands.

    ``quote`` are its words as they stand with tracked changes accepted, ``heading`` the heading above. ``words`` are
    those of the first passage that it touches, as they stood before any tracked change, ``offset`` how many letters of
    that passage come before them; ``passage`` and ``section`` the id and the key that the file carries there, "" for
    none. ``on_heading`` tells that the words are those of a heading.
    """

    quote: str = ""
    heading: str = ""
    words: str = ""
    offset: int = 0
    passage: str = ""
    section: str = ""
    on_heading: bool = False


def comment_places(package: WordPackage) -> dict[str, WordPlace]:
    """The place of every comment by its id, in the order of the text."""
    return _Walk(read_styles(package.xml(package.related("styles")))).over(package.document)


@dataclass
class _Open:
    """A comment whose range is open, and the words in it so far."""

    place: WordPlace | None = None
    accepted: list[str] = field(default_factory=list)
    original: list[str] = field(default_factory=list)


class _Walk:
    """One walk over the body that knows at every letter in which passage and under which heading it stands."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.heading = self.section = self.passage = ""
        self.on_heading = False
        self.before: list[str] = []
        self.apart: dict[etree._Element, int] = {}
        self.open: dict[str, _Open] = {}
        self.places: dict[str, WordPlace] = {}

    def over(self, root: etree._Element) -> dict[str, WordPlace]:
        tags = ("p", "r", "bookmarkStart", "commentRangeStart", "commentRangeEnd", "commentReference")
        for element in root.iter(*(f"{W}{tag}" for tag in tags)):
            match str(element.tag).removeprefix(W):
                case "p":
                    self._paragraph(element)
                case "r":
                    self._run(element)
                case "bookmarkStart":
                    self._bookmark(element)
                case "commentRangeStart":
                    self.open[element.get(f"{W}id", "")] = _Open()
                    self.places[element.get(f"{W}id", "")] = self._here()
                case "commentRangeEnd":
                    self._close(element.get(f"{W}id", ""))
                case _:
                    self.places.setdefault(element.get(f"{W}id", ""), self._here())
        return self.places

    def _paragraph(self, element: etree._Element) -> None:
        self.apart = set_apart(element, self.styles)
        properties = element.find(f"{W}pPr")
        style = self.styles.paragraph.get(attribute(properties, "pStyle")) if properties is not None else None
        role = style.role if style else ""
        marks = [read_bookmark(mark.get(f"{W}name", "")) for mark in element.iter(f"{W}bookmarkStart")]
        own = {mark[0]: mark[1] for mark in reversed(marks) if mark}
        self.on_heading = role == "heading"
        if self.on_heading:
            self.heading = clean_line(_text(element, self.apart))
            self.section = own.get(SECTION) or own.get(APPENDIX) or ""
            self._enter("")
        elif PASSAGE in own:
            self._enter(own[PASSAGE])
        elif not (role in _FOLLOWS or role.startswith("frame") or _is_in_table(element)):
            self._enter("")
        self._say(" ", gone=False, new=False)

    def _enter(self, passage: str) -> None:
        self.passage, self.before = passage, []

    def _bookmark(self, element: etree._Element) -> None:
        """Where paragraphs were merged a second passage begins in the middle of one."""
        found = read_bookmark(element.get(f"{W}name", ""))
        if found and found[0] == PASSAGE and found[1] != self.passage and element.getparent().tag == f"{W}p":
            self._enter(found[1])

    def _run(self, run: etree._Element) -> None:
        parents = {str(parent.tag) for parent in run.iterancestors(*_GONE, *_NEW)}
        gone, new = not parents.isdisjoint(_GONE), not parents.isdisjoint(_NEW)
        apart = self.apart.get(run, 0)
        for part in run:
            if part.tag in (f"{W}t", f"{W}delText"):
                text = part.text or ""
                self._say(text[apart:], gone=gone, new=new)
                apart = max(0, apart - len(text))
            elif part.tag in (f"{W}tab", f"{W}br", f"{W}cr"):
                self._say(" ", gone=gone, new=new)

    def _say(self, text: str, *, gone: bool, new: bool) -> None:
        """Take up words for every open comment; ``gone`` and ``new`` tell what tracked changes say of them."""
        for one in self.open.values():
            if not gone:
                one.accepted.append(text)
            if text.strip() and not new:
                one.place = one.place or self._here()
            if one.place is not None and not new and (one.place.passage, one.place.section) == (self.passage, self.section):
                one.original.append(text)
        if not new:
            self.before.append(text)

    def _here(self) -> WordPlace:
        offset = len(clean_line("".join(self.before)))
        return WordPlace("", self.heading, "", offset, self.passage, self.section, self.on_heading)

    def _close(self, identity: str) -> None:
        one = self.open.pop(identity, None)
        if one is not None:
            here = one.place or self._here()
            quote = clean_line("".join(one.accepted))[:_LONGEST_QUOTE]
            words = clean_line("".join(one.original))
            self.places[identity] = WordPlace(
                quote, here.heading, words, here.offset, here.passage, here.section, here.on_heading
            )


def _text(paragraph: etree._Element, apart: dict[etree._Element, int]) -> str:
    """The words of a paragraph with tracked changes accepted, without its number."""
    parts = []
    for run in paragraph.iter(f"{W}r"):
        text = "".join(part.text or "" for part in run.iterchildren(f"{W}t"))
        parts.append(text[apart.get(run, 0) :])
    return "".join(parts)


def _is_in_table(element: etree._Element) -> bool:
    return next(element.iterancestors(f"{W}tbl"), None) is not None
