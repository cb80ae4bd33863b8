"""The gate before the next version: what has no answer yet, what was adopted and does not stand in the text, and what changed in
the text that nobody asked for. Computed from the decisions and from the living text, never stored until a version passes."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from consultation.comments.models import Comment
from consultation.rounds.models import Round
from consultation.weighing.lines import bring_up_to_date
from consultation.weighing.models import BoardLine, ChangeReason, Decision
from handbook.exporting import document_of
from handbook.living import read_living, stamp_of_living
from handbook.models import HandbookPage, Passage, Section, Version
from handbook.register import give_ids
from handbook.tracing import Trace, TracedSection, trace_text


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A section whose words changed. ``why`` is the reason that an editor gave, ``is_asked_for`` says that an adopted remark
    points at it."""

    section: TracedSection
    is_asked_for: bool
    why: ChangeReason | None

    @property
    def is_explained(self) -> bool:
        return self.is_asked_for or self.why is not None


class Place(NamedTuple):
    """Where remarks stand: the rows of a version, a section and a passage; how many of them are open, and how many adopted."""

    version: int
    section: int
    passage: int | None
    open: int
    adopted: int


@dataclass(frozen=True, slots=True)
class Gate:
    """What the next version of a handbook replaces (``replaced``, the newest first; ``since`` is the text that it is compared
    with), and the three lists."""

    handbook: HandbookPage
    since: Version
    replaced: tuple[Version, ...]
    unanswered_count: int
    unchanged_count: int
    unchanged_places: tuple[Place, ...]
    changes: tuple[ChangedLine, ...]

    @property
    def unanswered(self) -> QuerySet[Comment]:
        return self._remarks.filter(Q(decision=None) | Q(decision__published_at=None))

    @property
    def unchanged(self) -> QuerySet[Comment]:
        """Remarks that were adopted, also in part, and read as before."""
        passages = [place.passage for place in self.unchanged_places if place.passage is not None]
        sections = [place.section for place in self.unchanged_places if place.passage is None]
        same = Q(passage__in=passages) | Q(passage=None, section__in=sections)
        return self._remarks.filter(same, decision__value__in=Decision.TAKEN_IN)

    @property
    def _remarks(self) -> QuerySet[Comment]:
        return Comment.objects.posted().filter(version__in=self.replaced, parent=None)

    @property
    def unexplained(self) -> list[ChangedLine]:
        return [line for line in self.changes if not line.is_explained]

    @property
    def counts(self) -> tuple[int, int, int]:
        """Unanswered, adopted but unchanged, changed but not explained."""
        return self.unanswered_count, self.unchanged_count, len(self.unexplained)

    @property
    def is_open(self) -> bool:
        """Whether something is left for which a reason is asked."""
        return any(self.counts)


def replaced_versions(handbook_key: uuid.UUID) -> list[Version]:
    """What the next version comes in the place of, the newest first: the last one that had a round, or the newest issue when none
    had, with its corrections, and the working versions since. One query."""
    versions = (
        Version.objects.of(handbook_key)
        .annotate(had_round=Exists(Round.objects.filter(version=OuterRef("pk"))))
        .select_related("corrects")
        .order_by("-ordinal")
    )
    found = list(versions)
    first = next((version for version in found if version.had_round), None)
    oldest = first or next((version for version in found if version.corrects_id is None), None)
    return [version for version in found if oldest is not None and version.ordinal >= oldest.ordinal]


def gate_of(handbook: HandbookPage) -> Gate | None:
    """How the gate stands now; None when there is no version that could be replaced.

    The queries do not depend on how many remarks and sections there are; the texts are compared once in a process for every
    state of the living text.
    """
    replaced = replaced_versions(handbook.key)
    if not replaced:
        return None
    oldest = replaced[-1]
    since = next(version for version in replaced if version.issue_id == oldest.pk)
    stamp = stamp_of_living(handbook)
    traces = {version.pk: trace_since(handbook, version, stamp) for version in replaced}
    places = {version.pk: _places(version.pk, version.content_hash) for version in replaced}
    bring_up_to_date()
    counts = {
        "open": Count("pk", filter=~Q(own_state=BoardLine.State.ANSWERED)),
        "adopted": Count("pk", filter=Q(is_taken_in=True)),
    }
    lines = BoardLine.objects.filter(version__in=replaced).values_list("version_id", "section_id", "passage_id")
    found = [Place(*row) for row in lines.annotate(**counts)]
    adopted = [place for place in found if place.adopted]
    unchanged = [
        place
        for place in adopted
        if not traces[place.version].has_changed(
            places[place.version].keys[place.section], places[place.version].ids.get(place.passage)
        )
    ]
    return Gate(
        handbook=handbook,
        since=since,
        replaced=tuple(replaced),
        unanswered_count=sum(place.open for place in found),
        unchanged_count=sum(place.adopted for place in unchanged),
        unchanged_places=tuple(unchanged),
        changes=_changes(oldest, traces[since.pk].sections, {places[place.version].keys[place.section] for place in adopted}),
    )


@dataclass(frozen=True, slots=True)
class _Places:
    """The keys of a version's sections and the ids of its passages by their rows: frozen, so read once in a process."""

    keys: dict[int, str]
    ids: dict[int | None, str]


@lru_cache(maxsize=16)
def _places(version_pk: int, content_hash: str) -> _Places:
    """Keyed by the hash as well, for the reason of ``_trace``."""
    sections = Section.objects.filter(version=version_pk).values_list("pk", "key")
    passages = Passage.objects.filter(section__version=version_pk).values_list("pk", "passage_id")
    return _Places({pk: str(key) for pk, key in sections}, {pk: str(name) for pk, name in passages})


def _changes(issue: Version, sections: Sequence[TracedSection], asked_for: set[str]) -> tuple[ChangedLine, ...]:
    reasons = {str(one.section_key): one for one in ChangeReason.objects.filter(version=issue).select_related("by")}
    return tuple(ChangedLine(one, bool(one.old_keys & asked_for), reasons.get(one.key)) for one in sections)


def trace_since(handbook: HandbookPage, version: Version, stamp: str) -> Trace:
    """What became of a version's words in the living text, whose state ``stamp`` names (``stamp_of_living``)."""
    return _trace(handbook.pk, version.pk, version.content_hash, stamp)


@lru_cache(maxsize=16)
def _trace(handbook_pk: int, version_pk: int, content_hash: str, stamp: str) -> Trace:
    """Keyed by the hash as well, so that a database that was put back from a backup never shows another's text."""
    handbook = HandbookPage.objects.get(pk=handbook_pk)
    living = give_ids(read_living(handbook).document.sections, handbook_key=handbook.key)
    return trace_text(document_of(Version.objects.get(pk=version_pk)).sections, living)
