"""The queries behind the figures of sections: who read them, and what was said of them.

Who said what of which section comes as rows and is put together here: the three are many each, and a database that must look
through one of them for every row of another takes minutes for what takes a second so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from enum import IntEnum
from uuid import UUID

from django.db.models import Count

from consultation.accountability.figures.counts import SectionCount, only_kind
from consultation.accountability.figures.scope import Scope
from consultation.comments.models import Comment, Opening, Review
from handbook.models import Section


class Most(IntEnum):
    """The most that somebody said of a section."""

    READ = 1
    AGREED = 2
    COMMENTED = 3


def sections_of(scope: Scope, *, asked: Collection[str], before: Mapping[UUID, int]) -> Iterable[SectionCount]:
    """Sections with text in reading order; a member counts at each by the most that she said of it. Five queries."""
    sections = Section.objects.filter(version__in=scope.issue).order_by("position")
    rows = list(sections.values_list("pk", "version", "key", "number", "title", "word_count"))
    keys = {pk: key for pk, _version, key, *_rest in rows}
    posted = Comment.objects.posted().filter(version__in=scope.issue, parent=None).order_by()
    remarks: Counter[UUID] = Counter()
    for section, count in posted.values_list("section").annotate(Count("pk")):
        remarks[keys[section]] += count
    said, kinds = _said(scope, keys)
    for _pk, version, key, number, title, words in rows:
        if version != scope.version.pk or not words:
            continue
        yield SectionCount(
            key=key,
            number=number,
            title=title,
            commented=said[key][Most.COMMENTED],
            agreed=said[key][Most.AGREED],
            read=said[key][Most.READ],
            remarks=remarks[key],
            before=before.get(key),
            kind=only_kind(kinds[key], commented=said[key][Most.COMMENTED], asked=asked),
        )


def remarks_by_section(scope: Scope | None) -> dict[UUID, int]:
    """By the key of each section of a version its remarks; a section without any is in it too."""
    if scope is None:
        return {}
    sections = Section.objects.filter(version=scope.version).order_by().values_list("key", flat=True)
    counts = scope.remarks.values_list("section__key").annotate(Count("pk"))
    return dict.fromkeys(sections, 0) | dict(counts)


def _said(scope: Scope, keys: Mapping[int, UUID]) -> tuple[Mapping[UUID, Counter[Most]], Mapping[UUID, Counter[str]]]:
    """By section how many members said what at most, and how many commented from which kind of organisation, "" for none.

    Three queries, each walked through once.
    """
    members = scope.members.values("pk")
    opened = Opening.objects.filter(section__version__in=scope.issue, user__in=members)
    reviewed = Review.objects.filter(section__version__in=scope.issue, submitter__user__in=members)
    posted = Comment.objects.posted().filter(version__in=scope.issue, parent=None, submitter__user__in=members)
    most: dict[tuple[UUID, int], Most] = {}
    for section, user in opened.order_by().values_list("section", "user").iterator():
        most[keys[section], user] = Most.READ
    for section, user, value in reviewed.order_by().values_list("section", "submitter__user", "value").iterator():
        found = Most.AGREED if value == Review.Value.AGREED else Most.READ
        most[keys[section], user] = max(found, most.get((keys[section], user), found))
    kind_of = "submitter__user__organisation__kind"
    kinds: dict[UUID, Counter[str]] = defaultdict(Counter)
    for section, user, kind in posted.order_by().values_list("section", "submitter__user", kind_of).distinct().iterator():
        if most.get((keys[section], user)) is not Most.COMMENTED:
            kinds[keys[section]][kind or ""] += 1
        most[keys[section], user] = Most.COMMENTED
    counts: dict[UUID, Counter[Most]] = defaultdict(Counter)
    for (key, _user), one in most.items():
        counts[key][one] += 1
    return counts, kinds
