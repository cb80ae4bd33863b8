"""The queries behind the figures of sections: who read them, and what was said of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from consultation.accountability.figures.counts import SectionCount, only_kind
from consultation.accountability.figures.scope import Scope
from consultation.comments.models import Comment, Opening, Review
from handbook.models import Section


def sections_of(scope: Scope, *, asked: Collection[str], before: Mapping[UUID, int]) -> Iterable[SectionCount]:
    """Sections with text in reading order; a member counts at each by the most that she said of it."""
    members, issue = scope.members.values("pk"), scope.issue
    same = {"section__key": OuterRef("section__key")}
    posted = Comment.objects.posted().filter(version__in=issue, parent=None)
    agreed = Review.objects.filter(section__version__in=issue, value=Review.Value.AGREED)
    opened = Opening.objects.filter(section__version__in=issue)

    def silent(user: str) -> Q:
        return ~Q(Exists(posted.filter(submitter__user=OuterRef(user), **same)))

    def undecided(user: str) -> Q:
        return silent(user) & ~Q(Exists(agreed.filter(submitter__user=OuterRef(user), **same)))

    def people(user: str, which: Q) -> Count:
        return Count(user, distinct=True, filter=which)

    user = "submitter__user"
    unopened = ~Q(Exists(opened.filter(user=OuterRef(user), **same)))
    by_member = Q(submitter__user__in=members)
    remarks = posted.order_by().values("section__key").annotate(all=Count("pk"), said=people(user, by_member))
    reviews = Review.objects.filter(section__version__in=issue, submitter__user__in=members).order_by().values("section__key")
    reviews = reviews.annotate(
        agreed=people(user, Q(value=Review.Value.AGREED) & silent(user)),
        read=people(user, Q(value=Review.Value.READ) & undecided(user) & unopened),
    )
    openings = opened.filter(user__in=members).order_by().values("section__key").annotate(read=people("user", undecided("user")))
    found: dict[UUID, Counter[str]] = defaultdict(Counter)
    for rows in (remarks, reviews, openings):
        for row in rows:
            found[row.pop("section__key")].update(row)
    kinds: dict[UUID, dict[str, int]] = defaultdict(dict)
    kind = "submitter__user__organisation__kind"
    by_kind = posted.filter(by_member).order_by().values_list("section__key", kind).annotate(Count(user, distinct=True))
    for key, one, count in by_kind:
        kinds[key][one or ""] = count
    sections = Section.objects.filter(version=scope.version, word_count__gt=0).order_by("position")
    for key, number, title in sections.values_list("key", "number", "title"):
        count = found[key]
        yield SectionCount(
            key=key,
            number=number,
            title=title,
            commented=count["said"],
            agreed=count["agreed"],
            read=count["read"],
            remarks=count["all"],
            before=before.get(key),
            kind=only_kind(kinds[key], commented=count["said"], asked=asked),
        )


def remarks_by_section(scope: Scope | None) -> dict[UUID, int]:
    """By the key of each section of a version its remarks; a section without any is in it too."""
    if scope is None:
        return {}
    sections = Section.objects.filter(version=scope.version).order_by().values_list("key", flat=True)
    counts = scope.remarks.values_list("section__key").annotate(Count("pk"))
    return dict.fromkeys(sections, 0) | dict(counts)
