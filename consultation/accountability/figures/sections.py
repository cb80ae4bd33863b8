"""The figures of sections: who read them, and what was said of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from consultation.accountability.figures.counts import SectionCount, only_kind
from consultation.accountability.figures.deeds import Deeds
from handbook.models import Version


def sections_of(deeds: Deeds, version: Version, *, before: Mapping[UUID, int]) -> Iterator[SectionCount]:
    """Sections of the version with text, in reading order; a member counts at each by the most that she said of it.

    ``before`` are the remarks of the round before, by section (``remarks_by_section``).
    """
    asked = {kind or "" for _function, kind, *_rest in deeds.members.values()}
    for of, key, number, title, words in deeds.sections:
        if of != version.pk or not words:
            continue
        said = deeds.said_of(key)
        yield SectionCount(
            key=key,
            number=number,
            title=title,
            commented=said.commented,
            agreed=said.agreed,
            read=said.read,
            remarks=deeds.remarks.get(key, 0),
            before=before.get(key),
            kind=only_kind(said.kinds, commented=said.commented, asked=asked),
        )


def remarks_by_section(deeds: Deeds, version: Version) -> dict[UUID, int]:
    """By the key of each section of a version its remarks; a section without any is in it too."""
    return {key: deeds.remarks.get(key, 0) for of, key, *_rest in deeds.sections if of == version.pk} | dict(deeds.remarks)
