"""What lies between a meeting and a person: the invitation with its answer, the reminders to come, her own calendar feed."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from consultation.meetings.models.meetings import Meeting
from consultation.rounds.models import Round


def new_secret() -> str:
    return secrets.token_urlsafe(24)


class RsvpQuerySet(models.QuerySet["Rsvp"]):
    def standing(self) -> Self:
        """Those of people who are still invited: active, and in a group of the meeting or in the audience of its round."""
        by_group = Meeting.groups.through.objects.filter(meeting=OuterRef("meeting"), group__user=OuterRef("user"))
        by_round = Round.audience.through.objects.filter(round=OuterRef("meeting__round"), group__user=OuterRef("user"))
        return self.filter(Exists(by_group) | Exists(by_round), user__is_active=True)

    def coming(self) -> Self:
        return self.filter(answer=Rsvp.Answer.YES)

    def unanswered(self) -> Self:
        return self.filter(answer="")


class Rsvp(models.Model):
    """Somebody's invitation and what she answered; ``answer`` is empty until she did.

    ``turns`` counts how often she left the audience and came back: her calendar took the meeting out meanwhile and takes it in
    again for a higher number only (RFC 5546, 2.1.4).

    ``answered_sequence`` says which state of the meeting she answered to: who said yes before it moved is seen apart.
    """

    class Answer(models.TextChoices):
        YES = "ja", _("yes")
        NO = "nee", _("no")
        PERHAPS = "misschien", _("perhaps")

    class Way(models.TextChoices):
        THERE = "ter plaatse", _("there")
        ONLINE = "op afstand", _("online")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="rsvps", verbose_name=_("meeting"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="rsvps", verbose_name=_("person"))
    invited_at = models.DateTimeField(_("invited at"))
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True)
    way = models.CharField(_("there or online"), max_length=12, choices=Way, blank=True)
    guests = models.JSONField(_("guests by name"), default=list, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    parted_at = models.DateTimeField(_("not invited any more since"), null=True, blank=True)
    turns = models.PositiveSmallIntegerField(_("times that she came back"), default=0)
    answered_sequence = models.PositiveIntegerField(_("answered to the change"), null=True, blank=True)

    objects = RsvpQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to an invitation")
        verbose_name_plural = _("answers to invitations")
        ordering = ["meeting", "user__name", "pk"]
        indexes = [models.Index(fields=["meeting", "answer"])]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="one_invitation_per_person"),
            models.CheckConstraint(
                condition=Q(answer="ja", way__in=["ter plaatse", "op afstand"]) | (~Q(answer="ja") & Q(way="")),
                name="who_comes_says_how",
            ),
            models.CheckConstraint(condition=Q(answer="ja") | Q(guests=[]), name="guests_come_with_who_comes"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_sequence=None)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_sequence__isnull=False)),
                name="answer_has_its_instant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.user_id} {self.answer}"


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def due(self, at: datetime) -> Self:
        return self.filter(state=Reminder.State.WAITING, due_at__lte=at)


class Reminder(models.Model):
    """One moment at which some of those invited are reminded; planned with the meeting and planned anew when it moves.

    The day is the intent on the wall clock, ``due_at`` the instant that follows from it. Rows that were handled stay: a
    meeting that moves there and back again reminds nobody twice of the same beginning.
    """

    class What(models.TextChoices):
        REMINDER = "reminder", _("reminder to who comes")
        NUDGE = "nudge", _("question to who has not answered")

    class State(models.TextChoices):
        WAITING = "waiting", _("waits")
        SENT = "sent", _("sent")
        MISSED = "missed", _("missed")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="reminders", verbose_name=_("meeting"))
    what = models.CharField(_("what"), max_length=10, choices=What)
    starts_at = models.DateTimeField(_("for the beginning at"))
    on_day = models.DateField(_("day"))
    due_at = models.DateTimeField(_("due at"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    handled_at = models.DateTimeField(_("handled at"), null=True, blank=True)
    told = models.PositiveIntegerField(_("people reminded"), default=0)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder of a meeting")
        verbose_name_plural = _("reminders of meetings")
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "what", "starts_at"], name="meeting_reminded_once_of_a_beginning"),
            models.CheckConstraint(
                condition=Q(state="waiting", handled_at=None) | (~Q(state="waiting") & Q(handled_at__isnull=False)),
                name="handled_reminder_has_its_instant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.what} {self.on_day}"


class CalendarFeed(models.Model):
    """The secret of somebody's own calendar feed; making a new one or deleting the row shuts the old address."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed", verbose_name=_("person"))
    secret = models.CharField(_("secret"), max_length=40, unique=True, default=new_secret, editable=False)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.user_id)
