"""What members do with a case: their walk, its answers, where they ended, where they got stuck."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.comments.models import Comment
from consultation.tryouts.models.cases import Case
from handbook.models import Passage


class WalkQuerySet(models.QuerySet["Walk"]):
    def of(self, user: Any) -> Self:
        return self.filter(user=user)

    def finished(self) -> Self:
        """Walks that count in the figures."""
        return self.filter(finished_at__isnull=False)


class Walk(models.Model):
    """One member's walk through one case. Erasing her leaves the walk to nobody, as it leaves her remarks under a number."""

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="walks", verbose_name=_("case"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="walks", verbose_name=_("person")
    )
    begun_at = models.DateTimeField(_("begun at"))
    saved_at = models.DateTimeField(_("last saved at"))
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = WalkQuerySet.as_manager()

    class Meta:
        verbose_name = _("walk")
        verbose_name_plural = _("walks")
        ordering = ["case", "begun_at"]
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="one_walk_per_case_and_person")]

    def __str__(self) -> str:
        return f"{self.case}: {self.key}"


class StepAnswer(models.Model):
    """The answer at one visit to a step. Answers beside the path stay until the walk is finished, then they go.

    ``choice`` is the position of the answer in the frozen step (from 0). Without ``answered_at`` it is a draft: what somebody
    filled in before she stopped, perhaps without a choice, and no part of her path. ``counts`` is the last visit to the step on
    the path of a finished walk: the judgement that the figures are made of.
    """

    walk = models.ForeignKey(Walk, models.CASCADE, related_name="answers", verbose_name=_("walk"))
    step = models.CharField(_("step"), max_length=60)
    visit = models.PositiveSmallIntegerField(_("visit"), default=1)
    passage = models.ForeignKey(Passage, models.PROTECT, related_name="+", verbose_name=_("passage"))
    choice = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    motivation = models.TextField(_("motivation"), max_length=4000, blank=True)
    seconds = models.PositiveIntegerField(_("time, in seconds"), null=True, blank=True)
    counts = models.BooleanField(_("counts in the figures"), default=False)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("answer at a step")
        verbose_name_plural = _("answers at steps")
        ordering = ["walk", "id"]
        constraints = [
            models.UniqueConstraint(fields=["walk", "step", "visit"], name="one_answer_per_visit"),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, counts=False) | models.Q(answered_at__isnull=False, choice__isnull=False),
                name="a_given_answer_has_a_choice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} ({self.visit}): {self.choice}"


class Conclusion(models.Model):
    """An outcome of a walk: where the method led (``outcome``), what was chosen (``chosen``), and for whom.

    Another outcome than the method points to has a reason ("pas toe of leg uit"). Those of a walk that is not finished, or not
    any more, are drafts; the figures count finished walks only.
    """

    walk = models.ForeignKey(Walk, models.CASCADE, related_name="conclusions", verbose_name=_("walk"))
    outcome = models.CharField(_("outcome of the method"), max_length=60)
    chosen = models.CharField(_("outcome that was chosen"), max_length=60)
    persons = models.JSONField(_("for whom"), default=list, blank=True)
    reason = models.TextField(_("reason for another outcome"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("conclusion")
        verbose_name_plural = _("conclusions")
        ordering = ["walk", "id"]
        constraints = [
            models.UniqueConstraint(fields=["walk", "outcome"], name="one_conclusion_per_outcome"),
            models.CheckConstraint(
                condition=models.Q(chosen=models.F("outcome")) | ~models.Q(reason=""),
                name="another_outcome_has_a_reason",
                violation_error_message=_("Tell why you choose another outcome."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} → {self.chosen}"


class StuckQuerySet(models.QuerySet["Stuck"]):
    def told_in(self, comments: Iterable[Comment]) -> dict[int, str]:
        """Where the authors of these remarks got stuck, in words, by the number of the remark: a line for beside its text.

        One query, and none where no remark came from a try-out.
        """
        told = [comment.pk for comment in comments if comment.origin == Comment.Origin.TRYOUT]
        if not told:
            return {}
        rows = self.filter(comment__in=told).values_list("comment", "step", "walk__case__title")
        words = _("Got stuck at %(step)s, in the case “%(case)s”")
        return {comment: str(words) % {"step": step, "case": title} for comment, step, title in rows}


class Stuck(models.Model):
    """Where somebody got stuck in a walk: the remark that she wrote about the section of the step."""

    walk = models.ForeignKey(Walk, models.CASCADE, related_name="stuck", verbose_name=_("walk"))
    step = models.CharField(_("step"), max_length=60)
    comment = models.OneToOneField(Comment, models.PROTECT, related_name="stuck", verbose_name=_("remark"))

    objects = StuckQuerySet.as_manager()

    class Meta:
        verbose_name = _("place where somebody got stuck")
        verbose_name_plural = _("places where somebody got stuck")
        ordering = ["walk", "id"]
        constraints = [models.UniqueConstraint(fields=["walk", "step"], name="stuck_once_per_step")]

    def __str__(self) -> str:
        return f"{self.step}: {self.comment_id}"
