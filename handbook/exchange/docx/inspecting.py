"""Looking into a Word file before it is read: how many tracked changes, which comments on which words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from ..plaintext import clean_line
from .package import W, WordPackage
from .places import WordPlace, comment_places

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_CHANGES = tuple(f"{W}{name}" for name in ("ins", "del", "moveTo"))


@dataclass(frozen=True, slots=True)
class WordComment:
    """A comment in a Word file.

    ``quote`` is the text it was made on and ``heading`` the heading above it, "" where there is none;
    ``parent`` is the id of the comment it answers; ``made_at`` is what the file says, unread.
    """

    id: str
    author: str
    text: str
    quote: str = ""
    heading: str = ""
    made_at: str = ""
    parent: str = ""
    resolved: bool = False


@dataclass(frozen=True, slots=True)
class WordReport:
    """What a Word file holds beside its text: the number of tracked changes of words, and its comments in reading order."""

    tracked_changes: int
    comments: int
    comment_list: tuple[WordComment, ...] = ()


def inspect_docx(content: bytes) -> WordReport:
    """Count what an editor must decide on before the file is read.

    A moved passage is one change; changes of form alone are none. Raises `ImportRefused` as `read_docx` does.
    """
    package = WordPackage(content)
    changes = sum(1 for _ in package.document.iter(*_CHANGES))
    for kind in ("footnotes", "endnotes"):
        notes = package.xml(package.related(kind))
        changes += sum(1 for _ in notes.iter(*_CHANGES)) if notes is not None else 0
    comments = tuple(_comments(package))
    return WordReport(changes, len(comments), comments)


def _comments(package: WordPackage) -> Iterable[WordComment]:
    root = package.xml(package.related("comments"))
    if root is None:
        return []
    threads = _threads(package.xml(package.related("commentsExtended")))
    known = {comment.get(f"{W}id", ""): comment for comment in root.iterchildren(f"{W}comment")}
    # Not every program writes the ids by which replies know their comment; without one a comment is nobody's reply.
    of_paragraph = {mark: identity for identity, comment in known.items() if (mark := _paragraph_id(comment))}
    places = comment_places(package)
    order = {identity: position for position, identity in enumerate(places)}
    found = []
    for identity in sorted(known, key=lambda name: order.get(name, len(order))):
        comment = known[identity]
        parent, resolved = threads.get(_paragraph_id(comment), ("", False))
        place = places.get(identity, WordPlace())
        text = "\n".join(line for line in (_text(paragraph) for paragraph in comment.iter(f"{W}p")) if line)
        found.append(
            WordComment(
                id=identity,
                author=clean_line(comment.get(f"{W}author", "")),
                text=text,
                quote=place.quote,
                heading=place.heading,
                made_at=comment.get(f"{W}date", ""),
                parent=of_paragraph.get(parent, "") if parent else "",
                resolved=resolved,
            )
        )
    return found


def _threads(root: etree._Element | None) -> dict[str, tuple[str, bool]]:
    """Per comment (by the id of its last paragraph) the one it answers, and whether it is settled."""
    if root is None:
        return {}
    return {
        entry.get(f"{_W15}paraId", ""): (entry.get(f"{_W15}paraIdParent", ""), entry.get(f"{_W15}done") == "1")
        for entry in root.iterchildren(f"{_W15}commentEx")
    }


def _paragraph_id(comment: etree._Element) -> str:
    return next((str(paragraph.get(f"{_W14}paraId", "")) for paragraph in reversed(list(comment.iter(f"{W}p")))), "")


def _text(element: etree._Element) -> str:
    return clean_line("".join(text.text or "" for text in element.iter(f"{W}t")))
