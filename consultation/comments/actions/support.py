"""Agreement with, and objection to, a colleague's remark."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from consultation.comments.actions.redacting import refuse_redacted
from consultation.comments.actions.reviews import ONE_PRESS
from consultation.comments.actions.submitters import submitter_of
from consultation.comments.actions.wording import Confirmation, ask_guard
from consultation.comments.errors import (
    HouseRulesFirst,
    NoLongerThere,
    ObjectionNeedsReason,
    OwnComment,
    RoundNotOpen,
    TakesNoPart,
    WaitsForClosing,
)
from consultation.comments.models import Comment, Support
from consultation.comments.permissions import can_support, is_own
from consultation.comments.support_notices import tell_support
from consultation.rounds.permissions import Standing, can_comment, standing_of


@transaction.atomic
def set_support(
    *, user: Any, comment: Comment, value: int, reason: str = "", confirmation: Confirmation | None = None, at: datetime
) -> Support:
    """Agree with a remark or object to it, and tell its author; a second time replaces the first. An objection has a reason.

    Raises:
        OwnComment, ObjectionNeedsReason, TakesNoPart, RoundNotOpen, WaitsForClosing, NoLongerThere, HouseRulesFirst,
        RedactedWords, PersonalDataFound (in the reason).
    """
    row = _lock(comment)
    person = standing_of(user=user, version=row.version)
    _refuse(person, row, at)
    reason = reason.strip()
    if value == Support.Value.OBJECT and not reason:
        raise ObjectionNeedsReason
    if reason and user.house_rules_accepted_at is None:
        raise HouseRulesFirst
    refuse_redacted(row, reason)
    audit = ask_guard([reason], confirmation or Confirmation())
    submitter = submitter_of(user=user, handbook_key=row.version.handbook_key)
    support, _created = Support.objects.update_or_create(
        comment=row, submitter=submitter, defaults={"value": value, "reason": reason, "at": at}
    )
    if audit:
        log(row, "klankbord.comments.support", user=user, data=audit)
    support.comment = row
    tell_support(support=support, at=at)
    return support


@transaction.atomic
def toggle_support(*, user: Any, comment: Comment, at: datetime) -> Support | None:
    """What a press on "Support" means: give it, or take it back when it stands. A double click is one press.

    Raises: as ``set_support``.
    """
    present = Support.objects.filter(comment=comment, submitter__user=user, value=Support.Value.AGREE).first()
    if present is None:
        return set_support(user=user, comment=comment, value=Support.Value.AGREE, at=at)
    if at - present.at < ONE_PRESS:
        return present
    clear_support(user=user, comment=comment, at=at)
    return None


@transaction.atomic
def clear_support(*, user: Any, comment: Comment, at: datetime) -> None:
    """Take back one's support or objection, while one could still give it. Twice is once."""
    row = _lock(comment)
    _refuse(standing_of(user=user, version=row.version), row, at)
    Support.objects.filter(comment=row, submitter__user=user).delete()


def _refuse(person: Standing, comment: Comment, at: datetime) -> None:
    if can_support(person, comment, at):
        return
    if not comment.stands or comment.parent_id is not None:
        raise NoLongerThere
    if is_own(person, comment):
        raise OwnComment
    if not person.takes_part:
        raise TakesNoPart
    raise WaitsForClosing if can_comment(person, at) else RoundNotOpen(person.round, at)


def _lock(comment: Comment) -> Comment:
    """Locked, so that a support and the removal of its remark follow each other."""
    related = ("submitter__user", "section__version", "version__round")
    return Comment.objects.select_for_update(of=("self",)).select_related(*related).get(pk=comment.pk)
