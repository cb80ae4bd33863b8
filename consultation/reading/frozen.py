"""Sections and passages that this process read before. They never change, so they are not asked for again.

What is kept is known by the version's number, instant and content, so that another database in the same process (a test,
a restored backup) never meets the rows of the one before. It knows no reader: who may see a version is asked each time.
"""

from __future__ import annotations

import copy
from datetime import datetime
from functools import lru_cache

from handbook.models import Passage, Section, Version

VERSIONS, SECTIONS = 16, 512
"""How many are kept: about 20 MB of text at most."""


def sections_of(version: Version) -> list[Section]:
    """The sections in reading order, without their text. They are shared between requests: give none of them a version."""
    return list(_sections(version.pk, version.frozen_at, version.content_hash))


def section_in(version: Version, section: Section) -> Section:
    """A section of one's own, with the version and the round that the reader's request found."""
    own = copy.copy(section)
    own.version = version
    return own


def passages_of(section: Section) -> list[Passage]:
    """The passages of a section in order; shared as well."""
    version = section.version
    return list(_passages(section.pk, version.frozen_at, section.content_hash))


@lru_cache(maxsize=VERSIONS)
def _sections(version: int, _frozen_at: datetime, _content_hash: str) -> tuple[Section, ...]:
    return tuple(Section.objects.filter(version=version).order_by("position").defer("text"))


@lru_cache(maxsize=SECTIONS)
def _passages(section: int, _frozen_at: datetime, _content_hash: str) -> tuple[Passage, ...]:
    return tuple(Passage.objects.filter(section=section).order_by("ordinal"))
