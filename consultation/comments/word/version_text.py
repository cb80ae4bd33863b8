"""The frozen text of a version, in which what came back in a file finds its place."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from consultation.comments.actions import Place
from consultation.comments.quoting import selectors_at, whole_words
from handbook.anchoring.returning import Spot
from handbook.exchange.document import Section as DocumentSection
from handbook.exporting import block_of
from handbook.models import Passage, Section, Version


@dataclass
class VersionText:
    """The text as rows and as the document that remarks are placed in; two queries."""

    version: Version
    sections: list[Section]
    passages: dict[int, list[Passage]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, version: Version) -> VersionText:
        text = cls(version, list(Section.objects.filter(version=version).order_by("position")))
        for section in text.sections:
            section.version = version
        for passage in Passage.objects.filter(section__version=version).order_by("section_id", "ordinal"):
            text.passages[passage.section_id].append(passage)
        return text

    @property
    def document(self) -> tuple[DocumentSection, ...]:
        return tuple(
            DocumentSection(
                section.title, section.level, tuple(map(block_of, self.passages[section.pk])), str(section.key), section.number
            )
            for section in self.sections
        )

    def place_at(self, spot: Spot) -> Place | None:
        """The spot as a place: the whole passage without selectors where all of it is meant, else whole words of it."""
        if spot.section is None:
            return None
        section = self.sections[spot.section]
        if spot.block is None:
            return Place(section)
        passages = self.passages[section.pk]
        passage = passages[spot.block]
        offset = sum(len(other.text) + 2 for other in passages[: spot.block] if other.text)
        start, end = (spot.start, spot.end) if spot.start is not None and spot.end is not None else (offset, None)
        end = offset + len(passage.text) if end is None else min(end, offset + len(passage.text))
        start, end = (offset + place for place in whole_words(passage.text, start - offset, end - offset))
        is_whole = (start, end) == (offset, offset + len(passage.text))
        if is_whole and (spot.start is None or passage.type in ("paragraph", "list")):
            return Place(section, passage)
        return Place(section, passage, selectors=tuple(selectors_at(section.text, start, end)))
