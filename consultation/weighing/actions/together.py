"""Many remarks at once: one answer as a draft for all that were ticked, and a partner that agrees with many drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from consultation.comments.models import Comment
from consultation.weighing.actions.deciding import decide
from consultation.weighing.actions.grouping import decide_group
from consultation.weighing.actions.positions import Stance, give_position
from consultation.weighing.actions.speaking import speaks_for
from consultation.weighing.errors import GroupChanged, MayNotDecide, ReasonMissing, ValueMissing, WeighingRefused
from consultation.weighing.models import AlikeGroup, Decision, Position, fill_places
from consultation.weighing.permissions import can_decide
from consultation.weighing.stances import members_of


@dataclass(frozen=True, slots=True)
class Together:
    """How many remarks it was done with, and which stayed as they were because a colleague was there first, or with the sentence
    that refused it."""

    done: int
    left: tuple[Comment, ...] = ()


@transaction.atomic
def decide_many(*, comments: Sequence[Comment], value: str, reason: str, seen_at: datetime, by: Any, at: datetime) -> Together:
    """One decision, as a draft, for each of these remarks; a remark of a group stands for all of its group.

    What somebody decided or regrouped after the list was seen is left as it is, so that no colleague's text is lost.

    Args:
        comments: remarks without a decision, with ``section``, ``version`` and ``grouped`` at hand; one of each group.
        value: a value of ``Decision.Value``.
        reason: what the authors read; places as in an answer template are filled for each.
        seen_at: when the list was shown from which they were ticked.

    Raises:
        MayNotDecide, ValueMissing, ReasonMissing: nothing was changed.
    """
    if not can_decide(by):
        raise MayNotDecide
    if value not in Decision.Value.values:
        raise ValueMissing
    if not reason.strip():
        raise ReasonMissing
    done, left = 0, []
    for comment in comments:
        members = members_of(comment)
        said = {"value": value, "reason": fill_places(reason, members), "by": by, "at": at}
        try:
            with transaction.atomic():
                if len(members) > 1:
                    done += len(_decide_group(comment, seen_at=seen_at, **said))
                else:
                    decide(comment=comment, seen_at=None, **said)
                    done += 1
        except WeighingRefused:
            left.append(comment)
    return Together(done, tuple(left))


@transaction.atomic
def agree_with_many(*, comments: Sequence[Comment], seen_at: datetime, by: Any, at: datetime) -> Together:
    """The organisation of ``by`` agrees with the decisions on these remarks as they were when the list was shown.

    A decision that changed after it is left as it is, and so is one at which the organisation ever said that it does not simply
    agree: that word is taken back at the remark itself.

    Raises:
        NotAPartner: nothing was changed.
    """
    organisation = speaks_for(by)
    done, left = 0, []
    for comment in comments:
        decision = Decision.objects.filter(comment=comment).first()
        spoken = Position.objects.filter(comment=comment, organisation=organisation).first()
        is_apart = spoken is not None and spoken.value != Position.Value.AGREE
        if decision is None or decision.decided_at > seen_at or is_apart:
            left.append(comment)
            continue
        give_position(comment=comment, stance=Stance(Position.Value.AGREE), by=by, at=at)
        done += 1
    return Together(done, tuple(left))


def _decide_group(comment: Comment, *, seen_at: datetime, **said: Any) -> list[Decision]:
    group = AlikeGroup.objects.select_related("version").filter(pk=comment.grouped.group_id).first()
    if group is None or group.changed_at > seen_at:
        raise GroupChanged
    return decide_group(group=group, seen_at=group.changed_at, **said)
