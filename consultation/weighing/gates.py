"""The gate before the next version: what has no answer yet, what was adopted and does not stand in the text, and what changed in
the text that nobody asked for. Computed from the decisions and from the living text, never stored until a version passes."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Exists, OuterRef, QuerySet

from consultation.comments.models import Comment
from consultation.rounds.models import Round
from consultation.weighing.models import ChangeReason, Decision
from handbook.exporting import document_of
from handbook.living import read_living, stamp_of_living
from handbook.models import HandbookPage, Version
from handbook.register import give_ids
from handbook.tracing import Trace, TracedSection, trace_text

TAKEN_IN = (Decision.Value.ADOPTED, Decision.Value.PARTLY)
"""Decisions after which the text is another."""


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


@dataclass(frozen=True, slots=True)
class Gate:
    """What the next version of a handbook replaces (``replaced``, the newest first; ``since`` is the text that it is compared
    with), and the three lists."""

    handbook: HandbookPage
    since: Version
    replaced: tuple[Version, ...]
    unanswered: QuerySet[Comment]
    unanswered_count: int
    unchanged: tuple[int, ...]
    """Remarks (``Comment.pk``) that were adopted, also in part, and read as before."""
    changes: tuple[ChangedLine, ...]

    @property
    def unexplained(self) -> list[ChangedLine]:
        return [line for line in self.changes if not line.is_explained]

    @property
    def counts(self) -> tuple[int, int, int]:
        """Unanswered, adopted but unchanged, changed but not explained."""
        return self.unanswered_count, len(self.unchanged), len(self.unexplained)

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
    remarks = Comment.objects.posted().filter(version__in=replaced, parent=None)
    unanswered = remarks.exclude(decision__published_at__isnull=False)
    adopted = list(
        remarks.filter(decision__value__in=TAKEN_IN)
        .order_by("pk")
        .values_list("pk", "version_id", "section__key", "passage__passage_id")
    )
    return Gate(
        handbook=handbook,
        since=since,
        replaced=tuple(replaced),
        unanswered=unanswered,
        unanswered_count=unanswered.count(),
        unchanged=tuple(
            pk
            for pk, version, section, passage in adopted
            if not traces[version].has_changed(str(section), str(passage) if passage else None)
        ),
        changes=_changes(oldest, traces[since.pk].sections, {str(section) for _pk, _version, section, _passage in adopted}),
    )


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
