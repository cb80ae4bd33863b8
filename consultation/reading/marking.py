"""Words that somebody quoted, marked in the frozen markup of a passage. The text stays what it is, to the character."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from lxml import html as lxml_html

DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Quotation:
    """A remark's quote: offsets in the passage's plain text, the remark's key, and who wrote it."""

    start: int
    end: int
    key: str
    author: str


@lru_cache(maxsize=2048)
def mark_quotations(markup: str, text: str, quotations: tuple[Quotation, ...]) -> str:
    """The markup with the quoted words as links to their remarks; overlaps get a depth from 1 to 3.

    Where quotations overlap the shortest one leads, since the longer ones have words of their own.

    A piece of text that the plain text does not account for leaves the markup as it was: better no mark than a wrong one.
    """
    if not quotations:
        return markup
    root = lxml_html.fragment_fromstring(markup, create_parent="div")
    nodes = list(_text_nodes(root))
    places: list[int] = []
    place = 0
    for _owner, _is_tail, words in nodes:
        start = _next_place(text, place, words)
        if start is None:
            return markup
        places.append(start)
        place = start + len(words)
    quotations = tuple(sorted(quotations, key=lambda one: one.end - one.start))
    linked: set[str] = set()
    for (owner, is_tail, words), start in reversed(list(zip(nodes, places, strict=True))):
        pieces = list(_pieces(words, start, quotations))
        if any(found for _words, found in pieces):
            _replace(owner, is_tail, pieces, inside_link=_inside_link(owner, is_tail))
    for element in root.iter("a"):
        if element.get("data-quoted") is not None:
            key = element.get("href", "")
            # One stop for the keyboard, however many pieces the words stand in.
            if key in linked:
                element.set("tabindex", "-1")
            linked.add(key)
    return (root.text or "") + "".join(lxml_html.tostring(child, encoding="unicode") for child in root)


Node = tuple["lxml_html.HtmlElement", bool, str]
"""An element, whether its tail is meant rather than its text, and the words."""


def _text_nodes(element: lxml_html.HtmlElement) -> Iterator[Node]:
    if element.text:
        yield element, False, element.text
    for child in element:
        yield from _text_nodes(child)
        if child.tail:
            yield child, True, child.tail


def _next_place(text: str, place: int, words: str) -> int | None:
    """Where a text node stands: at once, or after the line feed, tab or space that markup stands for."""
    while not text.startswith(words, place):
        if place >= len(text) or not text[place].isspace():
            return None
        place += 1
    return place


def _pieces(words: str, start: int, quotations: Sequence[Quotation]) -> Iterator[tuple[str, list[Quotation]]]:
    """The words cut where a quotation begins or ends, each piece with the quotations that cover it."""
    end = start + len(words)
    edges = {start, end} | {edge for one in quotations for edge in (one.start, one.end) if start < edge < end}
    ordered = sorted(edges)
    for first, last in pairwise(ordered):
        yield words[first - start : last - start], [one for one in quotations if one.start <= first and one.end >= last]


def _inside_link(owner: lxml_html.HtmlElement, is_tail: bool) -> bool:
    element = owner.getparent() if is_tail else owner
    while element is not None:
        if element.tag == "a":
            return True
        element = element.getparent()
    return False


def _replace(
    owner: lxml_html.HtmlElement, is_tail: bool, pieces: Sequence[tuple[str, list[Quotation]]], *, inside_link: bool
) -> None:
    """Put the pieces where the text was."""
    parent = owner.getparent() if is_tail else owner
    index = parent.index(owner) + 1 if is_tail else 0
    if is_tail:
        owner.tail = None
    else:
        owner.text = None
    last = owner if is_tail else None
    for words, found in pieces:
        if not found:
            if last is None:
                parent.text = (parent.text or "") + words
            else:
                last.tail = (last.tail or "") + words
            continue
        mark = _mark(words, found, inside_link=inside_link)
        parent.insert(index, mark)
        index += 1
        last = mark


def _mark(words: str, found: Sequence[Quotation], *, inside_link: bool) -> lxml_html.HtmlElement:
    mark = lxml_html.Element("mark" if inside_link else "a")
    mark.text = words
    mark.set("class", f"quoted quoted-{min(len(found), DEEPEST)}")
    mark.set("data-whose", ", ".join(dict.fromkeys(one.author for one in found)))
    if not inside_link:
        mark.set("href", f"#r-{found[0].key}")
        mark.set("data-quoted", " ".join(one.key for one in found))
        mark.set("aria-describedby", " ".join(f"ra-{one.key}" for one in found))
    return mark
