"""What a receiver chose: how fast she hears of each kind, when her digests come, and how far they have come."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

USER = settings.AUTH_USER_MODEL


class Preference(models.Model):
    """How fast somebody wants to hear of one kind; without a row the kind's default holds."""

    class Pace(models.TextChoices):
        AT_ONCE = "at_once", _("at once")
        DAILY = "daily", _("daily")
        WEEKLY = "weekly", _("weekly")
        NEVER = "never", _("never")

    user = models.ForeignKey(USER, models.CASCADE, related_name="preferences", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=60)
    pace = models.CharField(_("pace"), max_length=10, choices=Pace)

    class Meta:
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")
        ordering = ["user", "kind"]
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="one_preference_per_kind")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.pace}"


class Rhythm(models.Model):
    """When somebody's digests come and how much mail she takes; without a row the defaults hold.

    All times are on the wall clock of Europe/Amsterdam. ``most_a_day`` counts every mail but the transactional ones.
    """

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")

    DEFAULT_HOUR = 8
    DEFAULT_MOST = 2

    user = models.OneToOneField(USER, models.CASCADE, related_name="rhythm", verbose_name=_("person"))
    hour = models.PositiveSmallIntegerField(_("hour of the digest"), default=DEFAULT_HOUR)
    weekday = models.PositiveSmallIntegerField(_("day of the weekly digest"), choices=Weekday, default=Weekday.MONDAY)
    most_a_day = models.PositiveSmallIntegerField(_("most mails a day"), default=DEFAULT_MOST)
    paused_until = models.DateField(_("no mails before"), null=True, blank=True)

    class Meta:
        verbose_name = _("rhythm of mails")
        verbose_name_plural = _("rhythms of mails")
        ordering = ["user"]
        constraints = [
            models.CheckConstraint(condition=models.Q(hour__gte=5, hour__lte=22), name="digest_hour_by_day"),
            models.CheckConstraint(condition=models.Q(most_a_day__gte=1), name="at_least_one_mail_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.hour}:00"


class CursorQuerySet(models.QuerySet["Cursor"]):
    def due(self, at: datetime) -> Self:
        return self.filter(due_at__lte=at)


class Cursor(models.Model):
    """How far somebody has been told of one stream of events (``feeds``): the number of the last one, and when to look again."""

    user = models.ForeignKey(USER, models.CASCADE, related_name="digest_cursors", verbose_name=_("person"))
    feed = models.CharField(_("stream"), max_length=60)
    position = models.BigIntegerField(_("number of the last event told"), default=0)
    due_at = models.DateTimeField(_("look again from"), null=True, blank=True, db_index=True)

    objects = CursorQuerySet.as_manager()

    class Meta:
        verbose_name = _("place in a stream")
        verbose_name_plural = _("places in streams")
        ordering = ["user", "feed"]
        constraints = [models.UniqueConstraint(fields=["user", "feed"], name="one_cursor_per_feed")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.feed} {self.position}"
