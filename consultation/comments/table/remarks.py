"""The rows of a table as remarks that can become drafts of the person who gives it back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from consultation.comments.actions import Wording
from consultation.comments.models import Comment
from consultation.comments.table.placing import RowPlace, RowPlacing
from consultation.comments.table.reading import ReadRow, ReturnedTable
from consultation.comments.table.words import GROUNDS, KINDS, value_of
from consultation.comments.word.remarks import Found, WordRemark
from consultation.comments.word.version_text import VersionText
from handbook.exchange.plaintext import clean_line

_KEYS = uuid.UUID("3f1b6a52-9f0c-4a57-9c37-0b1d2f6f4c11")
"""The namespace of the keys of remarks from tables."""
_Words = tuple[str, str]


def remarks_of_table(table: ReturnedTable, *, text: VersionText, user: Any, at: datetime) -> Found:
    """The rows that say something new, in the order of the file.

    A row is hers when its key or number is that of a remark which she answers for, or when it is nobody's. Rows as they
    went out make nothing, and neither do those of others: both are counted.
    """
    known = _Known(text, table.rows, user, at)
    placing = RowPlacing(text)
    found: dict[uuid.UUID, WordRemark] = {}
    same = others = 0
    for row in table.rows:
        mine = known.of(row)
        if known.is_of_others(row, mine):
            others += 1
            continue
        if mine is not None and _words(row.body, row.proposed) == _words(mine.body, mine.proposed):
            same += 1
            continue
        place = placing.place(row)
        section = text.sections[place.spot.section].pk if place.spot.section is not None else None
        if mine is None and known.stands_in_others(section, row):
            others += 1
        elif mine is None and known.stands_in_own(section, row):
            same += 1
        else:
            remark = _remark(row, place, mine, text, user)
            found.setdefault(remark.key, remark)
    there = set(Comment.objects.filter(key__in=list(found)).values_list("key", flat=True))
    kept = [remark for key, remark in found.items() if key not in there]
    return Found(kept, same=same + len(there), others=others)


class _Known:
    """What stands here already: the remarks that she answers for, and those of others that she may see."""

    def __init__(self, text: VersionText, rows: Sequence[ReadRow], user: Any, at: datetime) -> None:
        remarks = Comment.objects.filter(version=text.version, parent=None)
        own = list(remarks.of(user).only("key", "number", "section_id", "body", "proposed"))
        self._by_key = {str(one.key): one for one in own}
        self._by_number = {f"R{one.number}": one for one in own if one.number is not None}
        self._own: set[tuple[int | None, _Words]] = {(one.section_id, _words(one.body, one.proposed)) for one in own}
        strange = {row.key for row in rows if row.key} - self._by_key.keys()
        self._others_keys = {str(key) for key in Comment.objects.filter(key__in=strange).values_list("key", flat=True)}
        self._others: set[tuple[int | None, _Words]] = set()
        if any(not row.key and not row.number for row in rows):
            seen = remarks.visible_to(user, at, on=text.version).exclude(pk__in=[one.pk for one in own])
            self._others = {(section, _words(*words)) for section, *words in seen.values_list("section_id", "body", "proposed")}

    def of(self, row: ReadRow) -> Comment | None:
        """The remark of hers that the row is, None for a new one."""
        return self._by_key.get(row.key) or self._by_number.get(_number(row))

    def is_of_others(self, row: ReadRow, mine: Comment | None) -> bool:
        """By its key, or by a number that is none of hers: whether there is such a remark stays untold."""
        return mine is None and (row.key in self._others_keys or _number(row) != "")

    def stands_in_others(self, section: int | None, row: ReadRow) -> bool:
        """For a row that lost its key and number: whether somebody else's remark there says the same."""
        return (section, _words(row.body, row.proposed)) in self._others

    def stands_in_own(self, section: int | None, row: ReadRow) -> bool:
        return (section, _words(row.body, row.proposed)) in self._own


def _number(row: ReadRow) -> str:
    """The number of a posted remark; people number their own rows too, but without the letter."""
    number = row.number.strip().upper()
    return number if number.startswith("R") and number[1:].isdecimal() else ""


def _words(body: str, proposed: str) -> _Words:
    """Texts as they are compared: programs turn white space about."""
    return clean_line(body), clean_line(proposed)


def _remark(row: ReadRow, place: RowPlace, mine: Comment | None, text: VersionText, user: Any) -> WordRemark:
    kind, ground = value_of(row.kind, KINDS), value_of(row.ground, GROUNDS)
    notes = [_came_of(mine), place.note]
    if kind is None:
        notes.append(_("We do not know the kind “%(word)s”: taken as “on substance”.") % {"word": row.kind})
    if ground is None:
        notes.append(_("We do not know the ground “%(word)s”: taken without a ground.") % {"word": row.ground})
    found = text.place_at(place.spot) if place.spot.sure else None
    body, quote = row.body, place.quote
    if found is None and quote:
        # Without a place the words that it is about would be lost when she keeps it at a section.
        body, quote = f"“{quote}”\n\n{body}".strip(), ""
    wording = Wording(body, row.proposed, kind or Comment.Kind.SUBSTANCE, ground or "")
    section = text.sections[place.spot.section] if place.spot.section is not None else None
    return WordRemark(
        key=_key(row, mine, text, user),
        author="",
        wording=wording,
        quote=quote,
        place=found,
        section=section,
        notes=tuple(note for note in notes if note),
    )


def _key(row: ReadRow, mine: Comment | None, text: VersionText, user: Any) -> uuid.UUID:
    """It follows from who gives the row back, its words, and what it says of its place."""
    about = (mine.key,) if mine is not None else (row.section.text or row.section_key, clean_line(row.passage.text))
    return uuid.uuid5(_KEYS, repr((user.pk, text.version.pk, *about, *_words(row.body, row.proposed))))


def _came_of(mine: Comment | None) -> str:
    if mine is None:
        return ""
    if mine.number is None:
        return _("You changed the text of a draft. This becomes a draft of its own; the other one stays as it is.")
    return _("You changed the text of R%(number)s. This becomes a new draft; R%(number)s stays as it is.") % {
        "number": mine.number
    }
