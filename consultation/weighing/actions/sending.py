"""Sending decided answers together: each author hears it once, whatever happens in between."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from consultation.comments.models import Comment
from consultation.jobs.actions import Progress, no_progress
from consultation.weighing.actions.answering import write_answers
from consultation.weighing.actions.grouping import lock_groups
from consultation.weighing.batches import BatchPlan, answers_of, look_ahead
from consultation.weighing.errors import MayNotPublish
from consultation.weighing.models import Batch, Decision
from consultation.weighing.notices import tell_batch
from consultation.weighing.permissions import can_publish
from consultation.weighing.portions import portions_of
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


def send_batch(*, version: Version, plan: BatchPlan, by: Any, at: datetime, progress: Progress = no_progress) -> Sent:
    """Sends the decided answers of an issue that the editor confirmed, author by author, in portions of a few hundred.

    A portion is one transaction and holds all answers of its authors, so that each is told once and of all of hers, and
    nobody else waits long to write. What was cut off between two portions goes on under the same ``plan.key``; when all of it
    went a further call sends and tells nothing, and returns what it came to. What changed since she saw the list stays back,
    and so does what a partner objects to meanwhile. Two editors at once wait for each other: the second finds sent what the
    first one sent.

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
    outlook = look_ahead(version, plan)
    batch = Batch.objects.filter(key=plan.key).first()
    if batch is None or batch.ended_at is None:
        done, total = 0, len(outlook.ready)
        for portion in portions_of(outlook.people_behind_each()):
            progress(done, total, _("The answers are being sent."))
            _send_portion(portion, version=version, plan=plan, by=by, at=at)
            done += len(portion)
        _end(version.issue, plan, by=by, at=at)
        batch = Batch.objects.filter(key=plan.key).first()
    if batch is None:
        return Sent(0, 0, len(outlook.held))
    return Sent(batch.answers.count(), batch.people, len(outlook.held))


@transaction.atomic
def _send_portion(keys: Collection[int], *, version: Version, plan: BatchPlan, by: Any, at: datetime) -> None:
    """Sends those of these remarks (``Comment.pk``) that are still ready; whoever sends one of the same at this moment waits."""
    issue = version.issue
    lock_groups(issue)
    # Whoever decides about one of them holds its row; once we hold them all, what they say stays so.
    _hold(keys)
    outlook = look_ahead(version, plan, among=keys)
    if not outlook.ready:
        return
    batch, _made = Batch.objects.get_or_create(key=plan.key, defaults={"version": issue, "by": by, "at": at})
    decisions = [comment.decision for comment in answers_of(outlook.ready)]
    Decision.objects.filter(pk__in=[decision.pk for decision in decisions]).update(published_at=at)
    for decision in decisions:
        decision.published_at = at
    answers = write_answers(
        decisions,
        batch=batch,
        despite=plan.despite.strip(),
        contested=outlook.contested,
        shown=plan.shown,
        by=by,
        at=at,
    )
    told = tell_batch(batch=batch, answers=answers, at=at)
    Batch.objects.filter(pk=batch.pk).update(people=F("people") + told)


@transaction.atomic
def _end(issue: Version, plan: BatchPlan, *, by: Any, at: datetime) -> None:
    """Notes once that all of it went; nothing to note when nothing was sent."""
    batch = Batch.objects.select_for_update().filter(key=plan.key, ended_at=None).first()
    if batch is None:
        return
    batch.ended_at = max(at, batch.at)
    batch.save(update_fields=["ended_at"])
    comments = list(batch.answers.order_by("pk").values_list("comment", flat=True))
    log(
        issue,
        "klankbord.weighing.send_batch",
        user=by,
        timestamp=at,
        data={
            "which": plan.which,
            "answers": len(comments),
            "people": batch.people,
            "comments": comments,
            "despite": plan.despite.strip(),
        },
    )


def _hold(keys: Collection[int]) -> None:
    list(Comment.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk", flat=True))
