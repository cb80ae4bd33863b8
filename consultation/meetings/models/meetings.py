"""A meeting: when on the wall clock and as instants, where, for whom, and which state of it people were told."""

from __future__ import annotations

import hashlib
import uuid
from datetime import date, datetime, time, timedelta
from typing import Any, Self

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultation.delivery.calendar import instant
from consultation.rounds.models import Round


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def for_user(self, user: Any) -> Self:
        """Meetings that this person is invited to: she is in one of their groups, or in the audience of their round.

        Those that are cancelled stay; those in the making are nobody's yet.
        """
        if not user.is_authenticated:
            return self.none()
        by_group = Meeting.groups.through.objects.filter(group__user=user).values("meeting_id")
        by_round = Round.audience.through.objects.filter(group__user=user).values("round_id")
        return self.exclude(state=Meeting.State.DRAFT).filter(Q(pk__in=by_group) | Q(round__in=by_round))

    def visible_to(self, user: Any) -> Self:
        """What this person may see: editors all, others what they are invited to."""
        return self.all() if user.has_perm("meetings.change_meeting") else self.for_user(user)

    def planned(self) -> Self:
        """Those that people are invited to and that take place."""
        return self.filter(state=Meeting.State.PLANNED)

    def coming(self, at: datetime) -> Self:
        return self.filter(ends_at__gt=at)


class Meeting(models.Model):
    """People agreed on a day and a time on the wall; the instants follow from these and are what is compared (guarantees G16).

    ``sequence`` counts what changed for people's calendars (RFC 5545): it goes up when the time or the place changes and
    when the meeting is cancelled, and everything that was told of it names the number.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("in the making")
        PLANNED = "planned", _("takes place")
        CANCELLED = "cancelled", _("cancelled")

    uid = models.UUIDField(_("name in calendars"), unique=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("title"), max_length=160)
    about = models.TextField(_("what it is about"), max_length=4000, blank=True)
    day = models.DateField(_("day"))
    begins = models.TimeField(_("begins at"))
    length_minutes = models.PositiveSmallIntegerField(_("length in minutes"))
    starts_at = models.DateTimeField(_("begins"), editable=False)
    ends_at = models.DateTimeField(_("ends"), editable=False)
    place = models.CharField(_("place"), max_length=240, blank=True)
    online_url = models.URLField(_("link to take part online"), max_length=600, blank=True)
    groups = models.ManyToManyField(Group, verbose_name=_("groups"), related_name="+", blank=True)
    round = models.ForeignKey(
        Round, models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name=_("everybody in the round")
    )
    most_guests = models.PositiveSmallIntegerField(_("guests that one may bring"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    sequence = models.PositiveIntegerField(_("number of the change"), default=0, editable=False)
    changed_at = models.DateTimeField(_("changed at"), editable=False)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True, editable=False)
    cancel_reason = models.TextField(_("why it is cancelled"), max_length=1000, blank=True, editable=False)
    record = models.TextField(_("minutes of the meeting"), blank=True, editable=False)
    record_published_at = models.DateTimeField(_("minutes published at"), null=True, blank=True, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["state", "ends_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(length_minutes__gte=5, length_minutes__lte=1440),
                name="meeting_takes_minutes_to_a_day",
                violation_error_message=_("A meeting takes between 5 minutes and a day."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_it_begins",
                violation_error_message=_("The clock changes in this night: choose another time."),
            ),
            models.CheckConstraint(
                condition=~Q(place="") | ~Q(online_url=""),
                name="meeting_is_somewhere",
                violation_error_message=_("Fill in a place, a link to take part online, or both."),
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_at__isnull=False) | (~Q(state="cancelled") & Q(cancelled_at=None)),
                name="cancelled_meeting_has_its_instant",
            ),
            models.CheckConstraint(
                condition=Q(record_published_at=None) | ~Q(record=""),
                name="published_minutes_say_something",
                violation_error_message=_("Write the minutes before you publish them."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meeting", args=[self.pk])

    def set_time(self, *, day: date, begins: time, length_minutes: int) -> None:
        """Notes what was agreed on, and the instants that follow from it. The length is read from the wall clock too."""
        self.day, self.begins, self.length_minutes = day, begins, length_minutes
        ends = datetime.combine(day, begins) + timedelta(minutes=length_minutes)
        self.starts_at = instant(day, begins.hour, begins.minute)
        self.ends_at = instant(ends.date(), ends.hour, ends.minute)

    @property
    def record_mark(self) -> str:
        """Tells one state of the minutes from another, so that a form knows whether it shows them as they are."""
        return hashlib.sha256(self.record.encode()).hexdigest()[:16]

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    def is_over(self, at: datetime) -> bool:
        """Whether it has been, or does not take place: nobody answers any more."""
        return self.is_cancelled or at >= self.ends_at

    def groups_invited(self) -> models.QuerySet[Group]:
        """The groups whose members are invited, those of the round included."""
        of_round = Round.audience.through.objects.filter(round=self.round_id).values("group_id")
        return Group.objects.filter(Q(pk__in=self.groups.values("pk")) | Q(pk__in=of_round))
