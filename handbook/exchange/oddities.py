"""The sentence of every oddity, in English (the msgid); the edge translates it and adds the place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .document import Oddity
from .errors import gettext_noop

ODDITIES: dict[str, str] = {
    "mojibake": gettext_noop("Letters that were saved in the wrong encoding were mended: %(detail)s."),
    "lost-letters": gettext_noop("Letters were lost before the file came here and show as �: %(detail)s."),
    "not-utf-8": gettext_noop("The file was not saved as UTF-8; it was read as Windows text."),
    "conflict-marker": gettext_noop("A left-over mark of a merge conflict was left out; the text of both sides stays."),
    "heading-without-space": gettext_noop("A heading without a space behind its # was read as a heading: %(detail)s."),
    "level-skipped": gettext_noop("A heading skips a level and was placed one level below the one above it: %(detail)s."),
    "same-heading": gettext_noop("The heading “%(detail)s” occurs more than once."),
    "long-heading": gettext_noop("A heading is too long for a title; it was cut off and stands whole in the text: %(detail)s."),
    "empty-heading": gettext_noop("A heading without words was left out."),
    "no-headings": gettext_noop("The file has no headings; all its text became one section."),
    "unsafe-html": gettext_noop("Program code or other unsafe markup was left out."),
    "link-dropped": gettext_noop("A link that leads nowhere in a handbook became plain text: %(detail)s."),
    "image-missing": gettext_noop("An image did not come with the file: %(detail)s."),
    "image-elsewhere": gettext_noop("An image on another website was not fetched: %(detail)s."),
    "image-unreadable": gettext_noop("A file is no image that a handbook can show (PNG, JPEG, GIF or WebP): %(detail)s."),
    "alt-missing": gettext_noop("An image has no alternative text: %(detail)s."),
    "unknown-block": gettext_noop("A block of an unknown kind was read as ordinary text: %(detail)s."),
    "unclosed-block": gettext_noop("A block that begins with ::: has no end; it ends at the next heading."),
    "step-line": gettext_noop("A decision step has no name or no question: %(detail)s."),
    "note-without-mark": gettext_noop("A footnote that nothing refers to stands at the end of the text: %(detail)s."),
    "merged-cells": gettext_noop("A table has merged cells; a cell over several rows is repeated in each of them."),
    "cell-structure": gettext_noop("A table cell held a list, paragraphs or a table; they became lines in the cell."),
    "text-box": gettext_noop("A text box was read as ordinary text at the place where it is anchored."),
    "equation": gettext_noop("A formula was read as plain letters."),
    "object-left-out": gettext_noop("A drawing, chart or embedded object was left out."),
    "key-repeated": gettext_noop("A key or passage id that was used before was left out: %(detail)s."),
    "key-unreadable": gettext_noop("A key or passage id that is no UUID was left out: %(detail)s."),
    "image-altered": gettext_noop("An image's content does not fit its own checksum: %(detail)s."),
}


def repeated_headings(titles: Iterable[str]) -> list[Oddity]:
    """One oddity for every title that more than one section bears, in order of first appearance."""
    counts: dict[str, int] = {}
    for title in titles:
        counts[title] = counts.get(title, 0) + 1
    return [Oddity("same-heading", title, count=count) for title, count in counts.items() if count > 1]


_TOLD_TOGETHER = {"link-dropped", "image-elsewhere"}
"""What can occur on every line of a text: one report names the first few."""

_NAMED = 5


def gather(oddities: Iterable[Oddity]) -> tuple[Oddity, ...]:
    """The oddities with equal ones (same code, detail and place) told once, with their count and first line."""
    gathered: dict[tuple[str, ...], Oddity] = {}
    for oddity in oddities:
        together = oddity.code in _TOLD_TOGETHER
        same = (oddity.code,) if together else (oddity.code, oddity.detail, oddity.place)
        first = gathered.get(same)
        if first is None:
            gathered[same] = oddity
            continue
        named = first.detail.split(", ") if together else []
        detail = first.detail
        if together and oddity.detail not in named and len(named) < _NAMED:
            detail = f"{detail}, {oddity.detail}"
        gathered[same] = replace(first, detail=detail, count=first.count + oddity.count)
    return tuple(gathered.values())
