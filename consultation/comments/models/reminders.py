"""What is asked of a round's members before it closes, and that somebody has nothing to add to it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.comments.models.submitters import Submitter
from consultation.rounds.models import Round


class Reminder(models.Model):
    """That a closing reminder was sent, or that its time passed: one row, written with its mails, so that it goes once.

    A round whose closing day moves has new reminders; the row says for which closing day it was.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="reminders", verbose_name=_("round"))
    days = models.PositiveSmallIntegerField(_("days before it closes"))
    closing_on = models.DateField(_("closing day"))
    planned_at = models.DateTimeField(_("planned at"))
    handled_at = models.DateTimeField(_("handled at"))
    missed = models.BooleanField(_("was missed"), default=False)
    told = models.PositiveIntegerField(_("people reminded"), default=0)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["round", "planned_at"]
        constraints = [models.UniqueConstraint(fields=["round", "days", "closing_on"], name="one_reminder_per_closing_day")]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.days}"


class NothingToAdd(models.Model):
    """A member's word that she has nothing to add to a round: no reminder any more. A remark of hers undoes it."""

    submitter = models.ForeignKey(Submitter, models.PROTECT, related_name="passes", verbose_name=_("submitter"))
    round = models.ForeignKey(Round, models.PROTECT, related_name="passes", verbose_name=_("round"))
    said_at = models.DateTimeField(_("said at"))

    class Meta:
        verbose_name = _("nothing to add")
        verbose_name_plural = _("nothing to add")
        ordering = ["round", "id"]
        constraints = [models.UniqueConstraint(fields=["submitter", "round"], name="nothing_to_add_once_per_round")]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.submitter_id}"
