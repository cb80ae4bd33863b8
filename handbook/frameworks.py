"""Where a framework is read from: the passages of a frozen version, once in a process (docs/decisions/0013), or the living text.

What is kept is known by the version's number, instant and content, so that another database in the same process (a test, a
restored backup) never meets the rows of the one before. It knows no reader: who may see a version is asked each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models.functions import Cast

from handbook.framework.graph import FRAMEWORK_TYPES, Framework, Piece, Place, framework_of
from handbook.models import HandbookPage, Passage, Section, SectionPage, Version

KEPT_VERSIONS = 16
_COLUMNS = ("type", "data", "text", "section__number", "section__key", "section__title", "passage_id")


def framework_of_version(version: Version) -> Framework:
    """The framework of a frozen version, false when it has none; one query the first time, shared between requests."""
    return _framework(version.pk, version.frozen_at, version.content_hash)


def read_framework(version: Version) -> Framework:
    """The same, read anew and not kept: for a version whose transaction may still be undone."""
    return _framework.__wrapped__(version.pk, version.frozen_at, version.content_hash)


def frameworks_since_read(version: Version, read: Sequence[Section]) -> tuple[Framework, Framework]:
    """What somebody knows of the framework, and what has become of that in ``version``: as far as she read; two queries.

    ``read`` are sections of this version and of earlier ones, each key once. What stands in a section that she never
    opened is not known to her and in neither of the two, unless it came there from one that she did.
    """
    order = dict(Section.objects.filter(version=version).values_list("key", "position"))
    last = len(order)
    rows = Passage.objects.filter(section__in=[section.pk for section in read], type__in=FRAMEWORK_TYPES)
    pieces = sorted(rows.values_list(*_COLUMNS, "ordinal"), key=lambda row: (order.get(row[4], last), row[-1]))
    known = framework_of(map(_piece, (row[:-1] for row in pieces)))
    whole = framework_of_version(version)
    sections = {str(section.key) for section in read}
    passages = {node.place.passage for node in known.nodes}

    def is_known(place: Place) -> bool:
        return place.key in sections or place.passage in passages

    return known, Framework(
        tuple(step for step in whole.steps if is_known(step.place)),
        tuple(outcome for outcome in whole.outcomes if is_known(outcome.place)),
    )


def has_living_framework(handbook: HandbookPage) -> bool:
    """Whether a step or an outcome stands anywhere in the living text, agreed or not; one query that reads no text."""
    bodies = SectionPage.objects.descendant_of(handbook).annotate(stored=Cast("body", models.TextField()))
    marks = (models.Q(stored__contains=f'"type": "{kind}"') for kind in FRAMEWORK_TYPES)
    return bool(bodies.filter(models.Q(*marks, _connector=models.Q.OR)).exists())


@lru_cache(maxsize=KEPT_VERSIONS)
def _framework(version: int, _frozen_at: datetime, _content_hash: str) -> Framework:
    rows = (
        Passage.objects.filter(section__version=version, type__in=FRAMEWORK_TYPES)
        .order_by("section__position", "ordinal")
        .values_list(*_COLUMNS)
    )
    return framework_of(map(_piece, rows))


def _piece(row: tuple[Any, ...]) -> Piece:
    kind, data, text, number, key, title, passage = row
    return Piece(kind, data, text, Place(number, str(key), title, str(passage)))
