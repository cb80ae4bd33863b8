"""Partners say where they stand; an editor may record what one said elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from consultation.comments.models import Comment
from consultation.people.models import Organisation
from consultation.weighing.actions.locking import lock_comment
from consultation.weighing.actions.speaking import confirm, refuse_recording, speaks_for
from consultation.weighing.errors import MayNotPublish, NothingToWeigh, PositionReasonMissing, PositionValueMissing
from consultation.weighing.models import Decision, OpenedPositions, Position
from consultation.weighing.permissions import can_publish
from handbook.models import Version


@dataclass(frozen=True, slots=True)
class Stance:
    """What is said: a value of ``Position.Value``, a value of ``Comment.Ground`` or "", and why."""

    value: str
    ground: str = ""
    reason: str = ""

    def refuse_unfit(self) -> None:
        if self.value not in Position.Value.values:
            raise PositionValueMissing
        if self.value != Position.Value.AGREE and not self.reason.strip():
            raise PositionReasonMissing


@transaction.atomic
def give_position(*, comment: Comment, stance: Stance, by: Any, at: datetime) -> Position:
    """The position of one's own organisation, instead of the one before.

    Raises:
        NotAPartner, NothingToWeigh, PositionValueMissing, PositionReasonMissing: nothing was changed.
    """
    return keep_position(comment, speaks_for(by, comment.version.handbook_key), stance, by=by, at=at, confirmed_at=at)


@transaction.atomic
def record_position(
    *, comment: Comment, organisation: Organisation, stance: Stance, source: str, on: date | None, by: Any, at: datetime
) -> Position:
    """An editor writes down what a partner said in a meeting or by letter; the partner confirms it with one button.

    Raises:
        MayNotPublish, NotAPartner, DayMissing, NothingToWeigh, PositionValueMissing, PositionReasonMissing: nothing was changed.
    """
    refuse_recording(organisation=organisation, handbook_key=comment.version.handbook_key, source=source, on=on, by=by)
    return keep_position(comment, organisation, stance, by=by, at=at, source=source, on=on)


@transaction.atomic
def confirm_position(*, position: Position, by: Any, at: datetime) -> Position:
    """A partner says that what was recorded for her is what she said. Twice is once. Raises NotAPartner, PositionGone."""
    row, is_new = confirm(position, handbook_key=position.comment.version.handbook_key, by=by, at=at)
    if is_new:
        log(row.comment, "klankbord.weighing.confirm_position", user=by, timestamp=at)
    return row


@transaction.atomic
def open_positions(*, version: Version, by: Any, at: datetime) -> OpenedPositions:
    """Ends the first round, in which nobody sees another's position before she gave her own. Raises MayNotPublish."""
    if not can_publish(by):
        raise MayNotPublish
    issue = version.issue
    opened, made = OpenedPositions.objects.get_or_create(version=issue, defaults={"by": by, "at": at})
    if made:
        log(issue, "klankbord.weighing.open_positions", user=by, timestamp=at)
    return opened


def keep_position(
    comment: Comment,
    organisation: Organisation,
    stance: Stance,
    *,
    by: Any,
    at: datetime,
    confirmed_at: datetime | None = None,
    source: str = Position.Source.SITE,
    on: date | None = None,
) -> Position:
    """What ``organisation`` says of a remark, instead of the one before; whether ``by`` may say so, the caller has asked. For
    callers inside a transaction.

    Raises:
        NothingToWeigh, PositionValueMissing, PositionReasonMissing: nothing was changed.
    """
    stance.refuse_unfit()
    row = lock_comment(comment)
    if not row.stands or row.parent_id is not None:
        raise NothingToWeigh
    decision = Decision.objects.filter(comment=row).first()
    position, _made = Position.objects.update_or_create(
        comment=row,
        organisation=organisation,
        defaults={
            "value": stance.value,
            "ground": stance.ground,
            "reason": stance.reason.strip(),
            "about": decision.decided_at if decision else None,
            "source": source,
            "source_on": on,
            "given_by": by,
            "given_at": at,
            "confirmed_at": confirmed_at,
        },
    )
    log(
        row,
        "klankbord.weighing.position",
        user=by,
        timestamp=at,
        data={"organisation": organisation.pk, "value": stance.value, "source": source},
    )
    return position
