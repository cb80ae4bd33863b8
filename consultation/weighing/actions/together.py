"""Many remarks at once: one answer as a draft for all that were ticked, and a partner that agrees with many drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import ngettext

from consultation.comments.models import Comment
from consultation.jobs.actions import Progress, no_progress
from consultation.weighing.actions.deciding import decide
from consultation.weighing.actions.grouping import decide_group
from consultation.weighing.actions.positions import Stance, keep_position
from consultation.weighing.actions.speaking import speaks_for
from consultation.weighing.errors import GroupChanged, MayNotDecide, ReasonMissing, ValueMissing, WeighingRefused
from consultation.weighing.models import AlikeGroup, Decision, Position, fill_places
from consultation.weighing.permissions import can_decide
from consultation.weighing.stances import members_of
from handbook.models import Version

NAMED = 5
"""So many remarks that stayed as they were are named."""


@dataclass(frozen=True, slots=True)
class Together:
    """How many remarks it was done with, and which stayed as they were because a colleague was there first."""

    done: int
    left: tuple[Comment, ...] = ()

    @property
    def words_of_left(self) -> str:
        """Which stayed as they were, in a sentence in the active language; empty when none did."""
        if not self.left:
            return ""
        names = ", ".join(f"R{one.number}" for one in self.left[:NAMED]) + (" …" if len(self.left) > NAMED else "")
        said = ngettext(
            "%(n)s comment stays as it was, because it changed after you opened the list: %(names)s.",
            "%(n)s comments stay as they were, because they changed after you opened the list: %(names)s.",
            len(self.left),
        )
        return said % {"n": len(self.left), "names": names}

    @property
    def words_of_kept(self) -> str:
        """For how many an answer was kept, in a sentence in the active language; empty when for none."""
        said = ngettext("Kept for %(n)s comment.", "Kept for %(n)s comments. The authors do not see it yet.", self.done)
        return said % {"n": self.done} if self.done else ""


@transaction.atomic
def decide_many(
    *,
    comments: Sequence[Comment],
    value: str,
    reason: str,
    seen_at: datetime,
    by: Any,
    at: datetime,
    progress: Progress = no_progress,
) -> Together:
    """One decision, as a draft, for each of these remarks; a remark of a group stands for all of its group.

    What somebody decided or regrouped after the list was seen is left as it is, so that no colleague's text is lost.

    Args:
        comments: remarks without a decision, with ``section``, ``version`` and ``grouped`` at hand; one of each group.
        value: a value of ``Decision.Value``.
        reason: what the authors read; places as in an answer template are filled for each.
        seen_at: when the list was shown from which they were ticked.
        progress: takes (done, total, step).

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
    for number, comment in enumerate(comments, start=1):
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
        progress(number, len(comments), "")
    return Together(done, tuple(left))


@transaction.atomic
def agree_with_many(*, version: Version, comments: Sequence[Comment], seen_at: datetime, by: Any, at: datetime) -> Together:
    """The organisation of ``by`` agrees with the decisions on these remarks of a version as they were when the list was shown.

    A decision that changed after it is left as it is, and so is one at which the organisation ever said that it does not simply
    agree: that word is taken back at the remark itself.

    Raises:
        NotAPartner: nothing was changed.
    """
    organisation = speaks_for(by, version.handbook_key)
    done, left = 0, []
    for comment in comments:
        decision = Decision.objects.filter(comment=comment).first()
        spoken = Position.objects.filter(comment=comment, organisation=organisation).first()
        is_apart = spoken is not None and spoken.value != Position.Value.AGREE
        if decision is None or decision.decided_at > seen_at or is_apart:
            left.append(comment)
            continue
        keep_position(comment, organisation, Stance(Position.Value.AGREE), by=by, at=at, confirmed_at=at)
        done += 1
    return Together(done, tuple(left))


def _decide_group(comment: Comment, *, seen_at: datetime, **said: Any) -> list[Decision]:
    group = AlikeGroup.objects.select_related("version").filter(pk=comment.grouped.group_id).first()
    if group is None or group.changed_at > seen_at:
        raise GroupChanged
    return decide_group(group=group, seen_at=group.changed_at, **said)
