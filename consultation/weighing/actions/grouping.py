"""Putting remarks together that say much the same, and answering them together."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Max
from wagtail.log_actions import log

from consultation.comments.models import Comment
from consultation.weighing.actions.deciding import decide
from consultation.weighing.errors import ChangedMeanwhile, GroupChanged, MayNotDecide, NotTogether
from consultation.weighing.likeness import Remark, group_alike
from consultation.weighing.models import AlikeGroup, Decision, Grouped
from consultation.weighing.permissions import can_decide
from consultation.weighing.weighed import remarks_of
from handbook.models import Version


def propose_groups(*, version: Version, at: datetime) -> int:
    """Looks anew which remarks say much the same, and replaces the proposals of before; returns how many groups it made.

    What a person confirmed, took out or answered stays as it is. The comparing takes seconds and holds no lock; a remark that
    was grouped by hand meanwhile is left where it is.
    """
    issue = version.issue
    free = (
        remarks_of(issue).exclude(grouped__group=None, grouped__isnull=False).exclude(grouped__group__confirmed_at__isnull=False)
    )
    remarks = list(free.filter(decision=None).values_list("pk", "body", "proposed", "section__key"))
    alike = group_alike([Remark(f"{body} {proposed}", key) for _pk, body, proposed, key in remarks])
    with transaction.atomic():
        lock_groups(issue)
        AlikeGroup.objects.filter(version=issue, confirmed_at=None).delete()
        taken = set(Grouped.objects.filter(comment__in=[pk for pk, *_rest in remarks]).values_list("comment", flat=True))
        made = 0
        for positions in alike:
            members = [remarks[position][0] for position in positions if remarks[position][0] not in taken]
            if len(members) > 1:
                _make(issue, members, at=at)
                made += 1
    return made


@transaction.atomic
def make_group(*, comments: Sequence[Comment], by: Any, at: datetime) -> AlikeGroup:
    """A person says which remarks are one; they leave the groups where they were. Raises MayNotDecide, NotTogether."""
    if not can_decide(by):
        raise MayNotDecide
    issues = {comment.version.issue_id for comment in comments}
    if len(comments) < 2 or len(issues) > 1:
        raise NotTogether
    issue = Version.objects.get(pk=issues.pop())
    lock_groups(issue)
    members = list(remarks_of(issue).filter(pk__in=[comment.pk for comment in comments]).values_list("pk", flat=True))
    if len(members) < 2:
        raise NotTogether
    Grouped.objects.filter(comment__in=members).delete()
    row = _make(issue, members, at=at)
    _drop_groups_of_one(issue)
    return _confirm(row, by=by, at=at)


@transaction.atomic
def confirm_group(*, group: AlikeGroup, seen_at: datetime, by: Any, at: datetime) -> AlikeGroup:
    """A person says that these remarks are one; no proposal changes them any more. Raises MayNotDecide, GroupChanged."""
    return _confirm(_hold(group, seen_at=seen_at, by=by), by=by, at=at)


@transaction.atomic
def take_out(*, group: AlikeGroup, comments: Iterable[Comment], seen_at: datetime, by: Any, at: datetime) -> AlikeGroup | None:
    """These remarks stand alone from now on, and no proposal puts them together again. The rest is a confirmed group.

    Returns the group, or None when fewer than two are left and there is none any more. Raises MayNotDecide, GroupChanged.
    """
    row = _hold(group, seen_at=seen_at, by=by)
    out = [comment.pk for comment in comments]
    row.members.filter(comment__in=out).update(group=None)
    log(row, "klankbord.weighing.take_out", user=by, timestamp=at, data={"comments": out})
    return None if _drop_groups_of_one(row.version) else _confirm(row, by=by, at=at)


@transaction.atomic
def join_groups(*, group: AlikeGroup, other: AlikeGroup, seen_at: datetime, by: Any, at: datetime) -> AlikeGroup:
    """The other group's remarks are of this one from now on. Raises MayNotDecide, GroupChanged, NotTogether."""
    row = _hold(group, seen_at=seen_at, by=by)
    second = AlikeGroup.objects.filter(pk=other.pk).first()
    if second is None:
        raise GroupChanged
    if second.pk == row.pk or second.version_id != row.version_id:
        raise NotTogether
    second.members.update(group=row)
    second.delete()
    return _confirm(row, by=by, at=at)


@transaction.atomic
def add_to_group(*, group: AlikeGroup, comment: Comment, by: Any, at: datetime) -> AlikeGroup:
    """A remark comes to a group, out of the one where it was. Raises MayNotDecide, GroupChanged, NotTogether."""
    row = _hold(group, by=by)
    if not remarks_of(row.version).filter(pk=comment.pk).exists():
        raise NotTogether
    Grouped.objects.update_or_create(comment=comment, defaults={"group": row})
    _drop_groups_of_one(row.version)
    return _confirm(row, by=by, at=at)


@transaction.atomic
def decide_group(
    *,
    group: AlikeGroup,
    value: str,
    reason: str,
    points_at: uuid.UUID | None = None,
    publish: bool = False,
    seen_at: datetime,
    decided_at: datetime | None = None,
    by: Any,
    at: datetime,
) -> list[Decision]:
    """One decision with one reason for every remark of the group; each author hears it as hers, once. It confirms the group.

    Args:
        seen_at: ``changed_at`` of the group that the form shows.
        decided_at: the newest ``decided_at`` among the decisions that the form shows, None when it shows none.

    Raises:
        GroupChanged, ChangedMeanwhile, and whatever ``decide`` raises: nothing was changed.
    """
    row = _hold(group, seen_at=seen_at, by=by)
    known = Decision.objects.filter(comment__grouped__group=row)
    if known.aggregate(newest=Max("decided_at"))["newest"] != decided_at:
        raise ChangedMeanwhile
    decided = {decision.comment_id: decision.decided_at for decision in known}
    members = remarks_of(row.version).filter(grouped__group=row).select_related("submitter__user")
    decisions = [
        decide(
            comment=one,
            value=value,
            reason=reason,
            points_at=points_at,
            publish=publish,
            seen_at=decided.get(one.pk),
            by=by,
            at=at,
        )
        for one in members
    ]
    _confirm(row, by=by, at=at)
    return decisions


def leave_group(*, comment: Comment, at: datetime) -> None:
    """A remark stands alone from now on, and no proposal puts it back. The caller holds the groups of its issue."""
    group = AlikeGroup.objects.filter(members__comment=comment).first()
    Grouped.objects.update_or_create(comment=comment, defaults={"group": None})
    if group is not None and not _drop_groups_of_one(group.version):
        AlikeGroup.objects.filter(pk=group.pk).update(changed_at=at)


def lock_groups(version: Version) -> None:
    """Whoever changes the groups of an issue holds its row."""
    Version.objects.select_for_update(of=("self",)).get(pk=version.pk)


def _hold(group: AlikeGroup, *, seen_at: datetime | None = None, by: Any) -> AlikeGroup:
    if not can_decide(by):
        raise MayNotDecide
    lock_groups(group.version)
    row = AlikeGroup.objects.select_related("version").filter(pk=group.pk).first()
    if row is None or (seen_at is not None and row.changed_at != seen_at):
        raise GroupChanged
    return row


def _confirm(row: AlikeGroup, *, by: Any, at: datetime) -> AlikeGroup:
    row.confirmed_at, row.confirmed_by, row.changed_at = at, by, at
    row.save()
    members = list(row.members.values_list("comment", flat=True))
    log(row, "klankbord.weighing.confirm_group", user=by, timestamp=at, data={"comments": members})
    return row


def _drop_groups_of_one(version: Version) -> int:
    """One remark is no group."""
    small = AlikeGroup.objects.filter(version=version).annotate(size=Count("members")).filter(size__lt=2)
    return AlikeGroup.objects.filter(pk__in=list(small.values_list("pk", flat=True))).delete()[0]


def _make(version: Version, members: list[int], *, at: datetime) -> AlikeGroup:
    row = AlikeGroup.objects.create(version=version, changed_at=at)
    Grouped.objects.bulk_create(Grouped(comment_id=pk, group=row) for pk in members)
    return row
