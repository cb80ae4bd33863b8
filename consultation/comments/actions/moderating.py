"""Reports, removal and restoring by editors, and admitting what came too late."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_noop
from wagtail.log_actions import log

from consultation.comments.errors import NoLongerThere, ReasonMissing, TakesNoPart, TooManyAtOnce
from consultation.comments.models import Comment, Report
from consultation.comments.notices import tell_admitted, tell_removed, tell_reported, tell_restored, topic_of
from consultation.comments.permissions import can_moderate, can_report
from consultation.delivery.actions import withdraw_topic
from consultation.rounds.permissions import standing_of

PACE = (20, timedelta(hours=1))


@transaction.atomic
def report_comment(*, user: Any, comment: Comment, reason: str, at: datetime) -> Report:
    """Ask the editors to look at a remark; they hear at once. A second report by the same person is the first one.

    Raises: ReasonMissing, TakesNoPart, NoLongerThere, TooManyAtOnce.
    """
    row = lock_comment(comment)
    if not row.stands:
        raise NoLongerThere
    if not can_report(standing_of(user=user, version=row.version), row, at):
        raise TakesNoPart
    if not reason.strip():
        raise ReasonMissing
    open_one = Report.objects.filter(comment=row, reporter=user, handled_at=None).first()
    if open_one is not None:
        return open_one
    most, span = PACE
    if Report.objects.filter(reporter=user, reported_at__gt=at - span).count() >= most:
        raise TooManyAtOnce
    report = Report.objects.create(comment=row, reporter=user, reason=reason.strip(), reported_at=at)
    log(row, "klankbord.comments.report", user=user)
    tell_reported(report=report, at=at)
    return report


@transaction.atomic
def remove_comment(*, comment: Comment, reason: str, by: Any, at: datetime) -> Comment:
    """Take a remark off the pages. Its author gets a mail with the reason and her text, so that she can post it anew.

    The text stays for editors (guarantees T2); mails about it that wait do not go any more. Twice is once.

    Raises: PermissionDenied, ReasonMissing, NoLongerThere (a draft).
    """
    refuse_others(by)
    if not reason.strip():
        raise ReasonMissing
    row = lock_comment(comment)
    if row.is_draft:
        raise NoLongerThere
    if row.removed_at is not None:
        return row
    row.removed_at, row.removed_reason = at, reason.strip()
    row.save(update_fields=["removed_at", "removed_reason"])
    Report.objects.filter(comment=row, handled_at=None).update(handled_at=at, outcome="removed")
    withdraw_topic(topic=topic_of(row), reason=gettext_noop("the remark was removed"), at=at)
    log(row, "klankbord.comments.remove", user=by, data={"reason": row.removed_reason})
    tell_removed(comment=row, at=at)
    return row


@transaction.atomic
def restore_comment(*, comment: Comment, by: Any, at: datetime) -> Comment:
    """Put a removed remark back; its author hears of it. Twice is once. Raises PermissionDenied."""
    refuse_others(by)
    row = lock_comment(comment)
    if row.removed_at is None:
        return row
    row.removed_at, row.removed_reason = None, ""
    row.save(update_fields=["removed_at", "removed_reason"])
    log(row, "klankbord.comments.restore", user=by)
    tell_restored(comment=row, at=at)
    return row


@transaction.atomic
def keep_comment(*, comment: Comment, by: Any, at: datetime) -> int:
    """Handle the reports on a remark by leaving it. Returns how many reports were open. Raises PermissionDenied."""
    refuse_others(by)
    row = lock_comment(comment)
    handled = Report.objects.filter(comment=row, handled_at=None).update(handled_at=at, outcome="kept")
    if handled:
        log(row, "klankbord.comments.keep", user=by, data={"reports": handled})
    return handled


@transaction.atomic
def admit_late(*, comment: Comment, by: Any, reason: str, at: datetime) -> Comment:
    """Let an author post a draft although the round closed. The editor does not see its text; the author decides.

    Raises: PermissionDenied, ReasonMissing, NoLongerThere (posted already).
    """
    refuse_others(by)
    if not reason.strip():
        raise ReasonMissing
    row = lock_comment(comment)
    if not row.is_draft:
        raise NoLongerThere
    if row.admitted_at is None:
        row.admitted_at = at
        row.save(update_fields=["admitted_at"])
        log(row, "klankbord.comments.admit", user=by, data={"reason": reason.strip()})
        tell_admitted(comment=row, reason=reason.strip(), at=at)
    return row


def refuse_others(by: Any) -> None:
    """Raises PermissionDenied for who may not moderate."""
    if not can_moderate(by):
        raise PermissionDenied


def lock_comment(comment: Comment) -> Comment:
    """The row, locked, with its author, section and round."""
    return (
        Comment.objects.select_for_update(of=("self",))
        .select_related("submitter__user", "section", "version__round")
        .get(pk=comment.pk)
    )
