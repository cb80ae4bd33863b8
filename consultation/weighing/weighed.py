"""What is weighed: the remarks of an issue in reading order."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, QuerySet

from consultation.comments.models import Comment
from consultation.weighing.models import Grouped
from handbook.models import Version


def remarks_of(version: Version) -> QuerySet[Comment]:
    """Posted remarks that stand, and answers to the round's questions; no replies. A version and its corrections are weighed
    together."""
    return (
        Comment.objects.posted()
        .filter(version__in=Version.objects.issue_of(version), parent=None)
        .order_by("section__position", F("passage__ordinal").asc(nulls_first=True), "number", "pk")
    )


def one_of_each_group(remarks: QuerySet[Comment]) -> QuerySet[Comment]:
    """Without those whose group stands before already: each group is weighed once, at its oldest remark."""
    earlier = Grouped.objects.filter(group=OuterRef("grouped__group"), comment__lt=OuterRef("pk"))
    return remarks.exclude(Exists(earlier))


def issue_of(version: Version) -> Version:
    """The version that a correction corrects, or the version itself: what is weighed belongs to it."""
    return version if version.corrects is None else version.corrects
