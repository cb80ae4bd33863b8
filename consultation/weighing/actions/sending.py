"""Sending decided answers together: each author hears it once, whatever happens in between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from consultation.comments.models import Comment
from consultation.jobs.actions import Progress, no_progress
from consultation.weighing.actions.answering import write_answers
from consultation.weighing.actions.grouping import lock_groups
from consultation.weighing.batches import BatchPlan, look_ahead
from consultation.weighing.errors import MayNotPublish
from consultation.weighing.models import Batch, Decision
from consultation.weighing.notices import tell_batch
from consultation.weighing.permissions import can_publish
from handbook.models import Version


@dataclass(frozen=True, slots=True)
class Sent:
    """What a sending came to: how many answers went, to how many people, and how many stayed back."""

    answers: int
    people: int
    held: int

    @property
    def words(self) -> str:
        """That in a sentence or two, in the active language."""
        if not self.answers:
            return _("Nothing was sent: a colleague sent it before, or it stays back.")
        said = ngettext("%(n)s answer is sent.", "%(n)s answers are sent.", self.answers) % {"n": self.answers}
        told = ngettext("%(n)s person hears of it.", "%(n)s people hear of it.", self.people) % {"n": self.people}
        if not self.held:
            return f"{said} {told}"
        held = ngettext("%(n)s answer stays back.", "%(n)s answers stay back.", self.held) % {"n": self.held}
        return f"{said} {told} {held}"


@transaction.atomic
def send_batch(*, version: Version, plan: BatchPlan, by: Any, at: datetime, progress: Progress = no_progress) -> Sent:
    """Sends the decided answers of an issue that the editor confirmed, as they are at this moment, in one transaction.

    What changed since she saw the list stays back, and so does what a partner objects to meanwhile. A second call with the
    same ``plan.key`` sends and tells nothing, and returns what the first came to. Two editors at once wait for each other: the
    second finds sent what the first one sent.

    Args:
        version: the version, or a correction of it: they are weighed together.
        plan: what she confirmed.
        by: the editor.
        at: now.
        progress: takes (done, total, step).

    Raises:
        MayNotPublish, DespiteMissing: nothing was changed.
    """
    if not can_publish(by):
        raise MayNotPublish
    plan.refuse_unexplained()
    issue = version.issue
    lock_groups(issue)
    outlook = look_ahead(version, plan)
    known = Batch.objects.filter(key=plan.key).first()
    if known is not None:
        return Sent(known.answers.count(), known.people, len(outlook.held))
    # Whoever decides about one of them holds its row; once we hold them all, what they say stays so.
    _hold(outlook.ready)
    outlook = look_ahead(version, plan)
    ready, total = outlook.ready, len(outlook.ready)
    if not ready:
        return Sent(0, 0, len(outlook.held))
    batch = Batch.objects.create(key=plan.key, version=issue, by=by, at=at)
    progress(0, total, _("The answers are being sent."))
    decisions = [comment.decision for comment in ready]
    for decision in decisions:
        decision.published_at = at
    Decision.objects.bulk_update(decisions, ["published_at"], batch_size=500)
    write_answers(
        decisions,
        batch=batch,
        despite=plan.despite.strip(),
        contested=outlook.contested,
        shown=plan.shown,
        by=by,
        at=at,
    )
    progress(total, total, _("The authors are being told."))
    batch.people = tell_batch(batch=batch, at=at)
    batch.save(update_fields=["people"])
    log(
        issue,
        "klankbord.weighing.send_batch",
        user=by,
        timestamp=at,
        data={
            "which": plan.which,
            "answers": total,
            "people": batch.people,
            "comments": [comment.pk for comment in ready],
            "despite": plan.despite.strip(),
        },
    )
    return Sent(total, batch.people, len(outlook.held))


def _hold(comments: list[Comment]) -> None:
    keys = sorted(comment.pk for comment in comments)
    list(Comment.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk", flat=True))
