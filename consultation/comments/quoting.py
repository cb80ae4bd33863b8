"""The words that a remark quotes, as W3C Web Annotation selectors on the plain text of a frozen section. Pure.

A quote lies inside one passage. Offsets count Unicode code points; a browser counts UTF-16 units and must convert.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

CONTEXT = 32
"""Characters before and after a quote, as in a TextQuoteSelector."""

Selectors = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Quoted:
    """The quoted words, what stood around them, and their offset in the section's plain text if it is known."""

    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int | None = None


def quote_in(selectors: Sequence[dict[str, Any]]) -> Quoted | None:
    """The quote that selectors hold; None when the whole passage or section is meant."""
    quote = next((one for one in selectors if one.get("type") == "TextQuoteSelector"), None)
    if quote is None or not quote.get("exact"):
        return None
    place = next((one for one in selectors if one.get("type") == "TextPositionSelector"), {})
    return Quoted(quote["exact"], quote.get("prefix", ""), quote.get("suffix", ""), place.get("start"))


def selectors_at(text: str, start: int, end: int) -> Selectors:
    """Selectors of the characters from ``start`` up to ``end`` of a section's plain text."""
    return [
        {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(0, start - CONTEXT) : start],
            "suffix": text[end : end + CONTEXT],
        },
        {"type": "TextPositionSelector", "start": start, "end": end},
    ]


def find_words(text: str, words: str, *, near: int | None = None) -> tuple[int, int] | None:
    """Where words stand in a text, white space counting for nothing; of several places the one nearest to ``near``.

    Without ``near`` it is the first place where they are not part of a longer word, if there is one.

    Returns the offsets of the first character and of the one behind the last, or None when the words do not stand there.
    """
    wanted = words.split()
    if not wanted:
        return None
    pattern = re.compile(r"\s+".join(re.escape(word) for word in wanted))
    found = [match.span() for match in pattern.finditer(text)] or [
        match.span() for match in re.compile(pattern.pattern, re.IGNORECASE).finditer(text)
    ]
    if near is None:
        return next((span for span in found if span == whole_words(text, *span)), found[0] if found else None)
    return min(found, key=lambda span: abs(span[0] - near), default=None)


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch with the words at its edges whole: a finger on a screen rarely hits the border between two letters."""
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end
