"""What is weighed: the remarks of an issue in reading order, each group once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from consultation.comments.models import Comment
from consultation.weighing.models import Grouped
from handbook.models import Version

READING_ORDER = ("section__position", F("passage__ordinal").asc(nulls_first=True), "number", "pk")


def remarks_of(version: Version) -> QuerySet[Comment]:
    """Posted remarks that stand, and answers to the round's questions; no replies. A version and its corrections are weighed
    together."""
    return Comment.objects.posted().filter(version__in=Version.objects.issue_of(version), parent=None).order_by(*READING_ORDER)


def one_of_each_group(remarks: QuerySet[Comment]) -> QuerySet[Comment]:
    """Without those whose group stands before already: each group is weighed once, at the oldest of its remarks that stand."""
    return remarks.exclude(stands_behind())


def stands_behind() -> Exists:
    """The condition that an older remark of its group stands."""
    return Exists(Comment.objects.posted().filter(grouped__group=OuterRef("grouped__group"), pk__lt=OuterRef("pk")))


def is_undecided() -> Q:
    """The condition that a remark, or any of the group that it stands for, has no decision. To filter with or to count."""
    groups = Comment.objects.posted().filter(decision=None, grouped__group__isnull=False).order_by().values("grouped__group")
    return Q(decision=None) | Q(grouped__group__in=groups)


def to_answer(version: Version, keys: Iterable[Any]) -> list[Comment]:
    """The remarks of these keys, one of each group, with all that deciding about them asks for."""
    remarks = one_of_each_group(remarks_of(version)).filter(key__in=list(keys))
    return list(remarks.select_related("section", "version", "grouped__group"))


def with_group_size(remarks: QuerySet[Comment]) -> QuerySet[Comment]:
    """Each with ``group_size``: how many are in its group, None for one that stands alone."""
    return remarks.annotate(group_size=size_of_group())


def size_of_group() -> Subquery:
    """How many are in the group of a remark, None for one that stands alone."""
    alike = Grouped.objects.filter(group=OuterRef("grouped__group")).order_by().values("group")
    return Subquery(alike.annotate(n=Count("pk")).values("n"))


def whether(condition: Q) -> Case:
    """A condition as a value, true or false."""
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def newest_weighed(user: Any) -> Version | None:
    """The newest version on which somebody remarked, among those that this person may read; the newest at all without any."""
    visible = Version.objects.visible_to(user).order_by("-frozen_at")
    return visible.filter(Exists(Comment.objects.posted().filter(version=OuterRef("pk")))).first() or visible.first()
