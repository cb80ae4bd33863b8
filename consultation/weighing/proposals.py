"""What a remark proposes, as two whole texts of its passage: as it was, and with the proposal in it."""

from __future__ import annotations

from collections.abc import Iterable

from consultation.comments.models import Comment
from consultation.comments.quoting import Quoted, quote_in


def texts_of(comment: Comment) -> tuple[str, str] | None:
    """Before and after; None when nothing is proposed for a passage. A quote is replaced where it stood."""
    passage = comment.passage
    if passage is None or not comment.proposed:
        return None
    quoted = quote_in(comment.selectors)
    if quoted is None:
        return passage.text, comment.proposed
    place = place_of(passage.text, quoted)
    if place is None:
        return None
    return passage.text, passage.text[:place] + comment.proposed + passage.text[place + len(quoted.exact) :]


def place_of(text: str, quoted: Quoted) -> int | None:
    """Where the quoted words stand in the text of their passage; of several places the one whose surroundings are most alike."""
    places = [place for place in range(len(text)) if text.startswith(quoted.exact, place)]

    def agreement(place: int) -> int:
        before, after = text[:place], text[place + len(quoted.exact) :]
        return _shared(reversed(before), reversed(quoted.prefix)) + _shared(after, quoted.suffix)

    return max(places, key=lambda place: (agreement(place), -place), default=None)


def _shared(one: Iterable[str], other: Iterable[str]) -> int:
    count = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        count += 1
    return count
