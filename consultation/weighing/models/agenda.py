"""What an item of a meeting's agenda is about: a remark, or a decision step on which members part; and what came out."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultation.comments.models import Comment
from consultation.meetings.models import AgendaItem, Meeting
from consultation.weighing.models.decisions import Decision
from handbook.models import Version

USER = settings.AUTH_USER_MODEL


class AgendaPointQuerySet(models.QuerySet["AgendaPoint"]):
    def in_order(self) -> Self:
        """As they stand on the agenda."""
        return self.order_by("item__ordinal")

    def standing(self) -> Self:
        """Those of meetings that take place, or did."""
        return self.exclude(meeting__state=Meeting.State.CANCELLED)


class AgendaPoint(models.Model):
    """One item of an agenda that comes from weighing. An item that an editor takes off the agenda takes it along.

    A group of alike remarks stands there once, by one of them. ``version`` is the issue, never a correction of it. ``value``
    and ``said`` are what the meeting decided, in its own words: a decision that changes afterwards does not change the minutes.
    """

    class Outcome(models.TextChoices):
        DECIDED = "besloten", _("decided")
        BACK = "komt terug", _("comes back")

    item = models.OneToOneField(AgendaItem, models.CASCADE, related_name="weighed", verbose_name=_("agenda item"))
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="weighed", verbose_name=_("meeting"))
    version = models.ForeignKey(Version, models.PROTECT, related_name="agenda_points", verbose_name=_("version"))
    comment = models.ForeignKey(
        Comment, models.PROTECT, null=True, blank=True, related_name="agenda_points", verbose_name=_("comment")
    )
    step = models.CharField(_("decision step"), max_length=60, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)
    value = models.CharField(_("decision"), max_length=30, choices=Decision.Value, blank=True)
    said = models.TextField(_("what was said"), max_length=10_000, blank=True)
    concluded_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+", verbose_name=_("written down by"))
    concluded_at = models.DateTimeField(_("written down at"), null=True, blank=True)

    objects = AgendaPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("agenda point of weighing")
        verbose_name_plural = _("agenda points of weighing")
        ordering = ["meeting", "item"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["meeting", "comment"], name="remark_once_on_an_agenda"),
            models.UniqueConstraint(fields=["meeting", "version", "step"], condition=~Q(step=""), name="step_once_on_an_agenda"),
            models.CheckConstraint(
                condition=Q(comment__isnull=False, step="") | (Q(comment=None) & ~Q(step="")),
                name="agenda_point_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", value="", said="", concluded_at=None)
                | (~Q(outcome="") & ~Q(said="") & Q(concluded_at__isnull=False)),
                name="outcome_of_a_point_has_words_and_an_instant",
                violation_error_message=_("Say in a line why."),
            ),
            models.CheckConstraint(
                condition=Q(value="") | Q(outcome="besloten", comment__isnull=False), name="only_a_remark_gets_a_decision"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.comment_id or self.step}"
