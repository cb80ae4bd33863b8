"""Where a framework is read from: the passages of a frozen version, once in a process (docs/decisions/0013), or the living text.

What is kept is known by the version's number, instant and content, so that another database in the same process (a test, a
restored backup) never meets the rows of the one before. It knows no reader: who may see a version is asked each time.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.db import models
from django.db.models.functions import Cast

from handbook.framework.graph import FRAMEWORK_TYPES, Framework, Piece, Place, framework_of
from handbook.models import HandbookPage, Passage, SectionPage, Version

KEPT_VERSIONS = 16


def framework_of_version(version: Version) -> Framework:
    """The framework of a frozen version, false when it has none; one query the first time, shared between requests."""
    return _framework(version.pk, version.frozen_at, version.content_hash)


def read_framework(version: Version) -> Framework:
    """The same, read anew and not kept: for a version whose transaction may still be undone."""
    return _framework.__wrapped__(version.pk, version.frozen_at, version.content_hash)


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
        .values_list("type", "data", "text", "section__number", "section__key", "section__title", "passage_id")
    )
    return framework_of(
        Piece(kind, data, text, Place(number, str(key), title, str(passage)))
        for kind, data, text, number, key, title, passage in rows
    )
