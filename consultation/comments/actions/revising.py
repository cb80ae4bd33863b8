"""Changing and withdrawing what one posted. The earlier text always stays: colleagues may have replied to it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop
from wagtail.log_actions import log

from consultation.comments.actions.redacting import refuse_redacted
from consultation.comments.actions.wording import Confirmation, Place, Wording, ask_guard
from consultation.comments.errors import ChangedMeanwhile, NoEditsAfterClosing, NoLongerThere, NotYours
from consultation.comments.mentions import tell_mentioned
from consultation.comments.models import Comment, CommentText
from consultation.comments.notices import topic_of
from consultation.comments.permissions import can_edit, can_withdraw, is_own
from consultation.delivery.actions import withdraw_topic
from consultation.rounds.permissions import standing_of


@transaction.atomic
def edit_comment(
    *,
    user: Any,
    comment: Comment,
    wording: Wording,
    seen_at: datetime | None = None,
    confirmation: Confirmation | None = None,
    at: datetime,
) -> Comment:
    """Change one's own posted remark while the round is open; the text before it is kept as a CommentText.

    Args:
        seen_at: ``saved_at`` of the text that the form showed; None edits whatever stands there (a command).

    Raises:
        NotYours, NoLongerThere, NoEditsAfterClosing, ChangedMeanwhile, NothingWritten, TooLong, RedactedWords,
        PersonalDataFound.
    """
    row = _lock(comment)
    person = standing_of(user=user, version=row.version)
    if not is_own(person, row):
        raise NotYours
    if not row.stands:
        raise NoLongerThere
    if not can_edit(person, row, at):
        raise NoEditsAfterClosing
    wording.refuse_unfit()
    wording = Place(section=row.section, question=row.question).fit(wording)
    if Wording.of(row) == wording:
        return row
    if seen_at is not None and seen_at != row.saved_at:
        raise ChangedMeanwhile(row)
    refuse_redacted(row, wording.body, wording.proposed)
    audit = ask_guard([wording.body, wording.proposed], confirmation or Confirmation())
    change_words(row, wording, by=user, audit=audit, at=at)
    tell_mentioned(comment=row, at=at)
    return row


def change_words(row: Comment, wording: Wording, *, by: Any, audit: dict[str, Any], at: datetime) -> None:
    """Writes other words over those of a posted remark whose right to be changed was looked at; the ones before are kept.

    Args:
        row: the remark, locked.
        audit: what the audit trail keeps beside who did it, as from ``ask_guard``.
    """
    CommentText.objects.create(comment=row, body=row.body, proposed=row.proposed, until=at)
    row.body, row.proposed, row.kind, row.ground = wording.body, wording.proposed, wording.kind, wording.ground
    row.edited_at = at
    row.saved_at = max(at, row.saved_at + timedelta(microseconds=1))
    row.save(update_fields=["body", "proposed", "kind", "ground", "edited_at", "saved_at"])
    log(row, "klankbord.comments.edit", user=by, data=audit)


@transaction.atomic
def withdraw_comment(*, user: Any, comment: Comment, at: datetime) -> Comment:
    """Take one's own remark back. It keeps its number; colleagues see that it is withdrawn as long as it has replies.

    Twice is once. A mail about it that still waits does not go any more.

    Raises: NotYours, NoLongerThere.
    """
    row = _lock(comment)
    person = standing_of(user=user, version=row.version)
    if not is_own(person, row):
        raise NotYours
    if row.withdrawn_at is not None:
        return row
    if not can_withdraw(person, row, at):
        raise NoLongerThere
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    withdraw_topic(topic=topic_of(row), reason=gettext_noop("the remark was withdrawn"), at=at)
    log(row, "klankbord.comments.withdraw", user=user)
    return row


def _lock(comment: Comment) -> Comment:
    return (
        Comment.objects.select_for_update(of=("self",))
        .select_related("submitter", "section", "version__round", "question")
        .get(pk=comment.pk)
    )
