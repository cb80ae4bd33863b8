"""Consultation rounds: a window in which a version is open for remarks, for whom, and with which questions."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from django.contrib.auth.models import Group
from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consultation.people.models import GUESTS
from handbook.models import Section, Version

LATE_WINDOW = timedelta(hours=48)
"""How long after closing an author may still post what she had begun as a draft (marked late)."""
REMIND_DAYS = (7, 2)
"""How many days before the closing who has work left is reminded, unless an editor chose otherwise."""


def default_remind_days() -> list[int]:
    return list(REMIND_DAYS)


class Moment(StrEnum):
    """Where the clock stands in a round."""

    BEFORE = "before"
    OPEN = "open"
    LATE = "late"
    CLOSED = "closed"


def guest_group_name(round: Round) -> str:
    """The group of those whom organisations asked to help with their gathered reaction to this round only."""
    return f"{GUESTS} {round.pk}"


class RoundQuerySet(models.QuerySet["Round"]):
    def open(self, at: datetime) -> Self:
        """Rounds whose window contains this instant."""
        return self.filter(opens_at__lte=at, closes_at__gt=at)

    def closed(self, at: datetime) -> Self:
        return self.filter(closes_at__lte=at)

    def opening_due(self, at: datetime) -> Self:
        """Rounds that opened by the clock and were not announced yet."""
        return self.filter(opens_at__lte=at, announced_opening_at=None).select_related("version")

    def closing_due(self, at: datetime) -> Self:
        return self.closed(at).filter(announced_closing_at=None).select_related("version")

    def for_user(self, user: Any) -> Self:
        """Rounds whose audience this person belongs to."""
        return self.filter(pk__in=Round.audience.through.objects.filter(group__user=user).values("round_id"))


class Round(models.Model):
    """One round on one version. Whether it is open is told by its window and the clock, never by a flag."""

    class Identity(models.TextChoices):
        NAME = "name", _("name with organisation")
        FUNCTION = "function", _("function with region")

    version = models.OneToOneField(Version, models.PROTECT, related_name="round", verbose_name=_("version"))
    opens_at = models.DateTimeField(_("opens at"))
    closes_at = models.DateTimeField(_("closes at"))
    blind = models.BooleanField(
        _("blind until it closes"),
        default=False,
        help_text=_("Members see their own remarks only, until the round closes."),
    )
    identity = models.CharField(
        _("how members appear to each other"),
        max_length=10,
        choices=Identity,
        default=Identity.NAME,
    )
    intro = models.TextField(_("what we ask"), blank=True)
    reading_list = models.JSONField(_("short reading list"), default=list, blank=True)
    sections = models.JSONField(
        _("limited to these sections"),
        default=list,
        blank=True,
        help_text=_("Keys of sections. Empty: the whole version."),
    )
    remind_days = models.JSONField(_("reminders, in days before it closes"), default=default_remind_days, blank=True)
    audience = models.ManyToManyField(Group, verbose_name=_("audience"), related_name="+")
    announced_opening_at = models.DateTimeField(_("opening announced at"), null=True, blank=True)
    announced_closing_at = models.DateTimeField(_("closing announced at"), null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    STALE_AFTER = timedelta(hours=24)
    """An announcement that is later than this is not sent any more."""

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["-opens_at"]
        constraints = [
            models.CheckConstraint(
                # Equal for a round that was called off before it opened.
                condition=models.Q(closes_at__gte=models.F("opens_at")),
                name="round_closes_after_it_opens",
                violation_error_message=_("Choose a closing date after the opening date."),
            )
        ]

    def __str__(self) -> str:
        return str(self.version)

    def is_open(self, at: datetime) -> bool:
        return self.opens_at <= at < self.closes_at

    def moment(self, at: datetime) -> Moment:
        if at < self.opens_at:
            return Moment.BEFORE
        if at < self.closes_at:
            return Moment.OPEN
        return Moment.LATE if at < self.late_until else Moment.CLOSED

    @property
    def late_until(self) -> datetime:
        """Until when a draft of before the closing may still be posted by its author."""
        return self.closes_at + LATE_WINDOW

    def made_way_for_next(self) -> bool:
        """Whether another round of the handbook began when this one ended, as publishing the next version does."""
        return (
            Round.objects.filter(version__handbook_key=self.version.handbook_key, opens_at__gte=self.closes_at)
            .exclude(pk=self.pk)
            .exists()
        )

    def describe_window(self, at: datetime) -> str:
        """One sentence in the reader's language on what the window means for her at this instant."""
        moment = self.moment(at)
        if moment is Moment.BEFORE:
            return gettext("You can react from %(date)s.") % {"date": describe_instant(self.opens_at)}
        if moment is Moment.OPEN:
            return gettext("You can react until %(date)s.") % {"date": describe_instant(self.closes_at)}
        return gettext("This round closed on %(date)s.") % {"date": describe_instant(self.closes_at)}

    def asked_sections(self) -> list[str]:
        """What a limited round asks about, as "2.3 Title", in reading order; empty for any other. One query then."""
        if not self.sections:
            return []
        found = Section.objects.filter(version=self.version_id, key__in=self.sections).order_by("position")
        return [f"{number} {title}" for number, title in found.values_list("number", "title")]

    def covers(self, section_key: uuid.UUID | str) -> bool:
        """Whether this round asks about that section. Everything else of a limited round's version is there to be read: nobody
        reacts to it, and nobody has it left to do."""
        return not self.sections or str(section_key) in self.sections

    def hides_peers(self, at: datetime) -> bool:
        """Whether members must not see each other's remarks, nor any count or mark of them."""
        return self.blind and at < self.closes_at


def round_of(version: Version) -> Round | None:
    """The round in which a version is read: its own, or that of the version which it corrects."""
    return getattr(version.issue, "round", None)


def describe_instant(instant: datetime) -> str:
    """An instant as people say it, on the site's wall clock: "3 December 2026, 17:00"."""
    local = localtime(instant)
    return f"{date_format(local, 'j F Y')}, {local:%H:%M}"


class WindowChange(models.Model):
    """The closing date moved: by an editor, with the reason that members read, or by the next version. Rows are only added."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="changes", verbose_name=_("round"))
    closed_before = models.DateTimeField(_("closing date before"))
    closes_after = models.DateTimeField(_("closing date after"))
    reason = models.TextField(_("reason"), blank=True)
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("change of the window")
        verbose_name_plural = _("changes of the window")
        ordering = ["round", "id"]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.closes_after:%Y-%m-%d}"


class Question(models.Model):
    """A question of the round, on one section or on the whole; an answer is a comment of kind ``antwoord``."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="questions", verbose_name=_("round"))
    section_key = models.UUIDField(_("section"), null=True, blank=True)
    ordinal = models.PositiveIntegerField(_("order"))
    text = models.TextField(_("question"), max_length=600)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["round", "ordinal"]
        constraints = [models.UniqueConstraint(fields=["round", "ordinal"], name="question_ordinal_once_per_round")]

    def __str__(self) -> str:
        return self.text
