"""Consultation rounds: a window in which a version is open for remarks, for whom, and with which questions."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from handbook.models import Version


class RoundQuerySet(models.QuerySet["Round"]):
    def open(self, at: datetime) -> Self:
        """Rounds whose window contains this instant."""
        return self.filter(opens_at__lte=at, closes_at__gt=at)

    def closed(self, at: datetime) -> Self:
        return self.filter(closes_at__lte=at)

    def for_user(self, user: Any) -> Self:
        """Rounds whose audience this person belongs to."""
        return self.filter(
            pk__in=Round.audience.through.objects.filter(group__user=user).values(
                "round_id"
            )
        )


class Round(models.Model):
    """One round on one version. Whether it is open is told by its window and the clock, never by a flag."""

    class Identity(models.TextChoices):
        NAME = "name", _("name with organisation")
        FUNCTION = "function", _("function with region")

    version = models.OneToOneField(
        Version, models.PROTECT, related_name="round", verbose_name=_("version")
    )
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
    audience = models.ManyToManyField(
        Group, verbose_name=_("audience"), related_name="+"
    )
    announced_opening_at = models.DateTimeField(
        _("opening announced at"), null=True, blank=True
    )
    announced_closing_at = models.DateTimeField(
        _("closing announced at"), null=True, blank=True
    )

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["-opens_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="round_closes_after_it_opens",
                violation_error_message=_(
                    "Choose a closing date after the opening date."
                ),
            )
        ]

    def __str__(self) -> str:
        return str(self.version)

    def is_open(self, at: datetime) -> bool:
        return self.opens_at <= at < self.closes_at

    def hides_peers(self, at: datetime) -> bool:
        """Whether members must not see each other's remarks, nor any count or mark of them."""
        return self.blind and at < self.closes_at


class WindowChange(models.Model):
    """An editor moved the closing date, with the reason that members read. Rows are only added."""

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="changes", verbose_name=_("round")
    )
    closed_before = models.DateTimeField(_("closing date before"))
    closes_after = models.DateTimeField(_("closing date after"))
    reason = models.TextField(_("reason"))
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("change of the window")
        verbose_name_plural = _("changes of the window")
        ordering = ["round", "id"]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.closes_after:%Y-%m-%d}"


class Question(models.Model):
    """A question of the round, on one section or on the whole; an answer is a comment of kind ``antwoord``."""

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="questions", verbose_name=_("round")
    )
    section_key = models.UUIDField(_("section"), null=True, blank=True)
    ordinal = models.PositiveIntegerField(_("order"))
    text = models.TextField(_("question"), max_length=600)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["round", "ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "ordinal"], name="question_ordinal_once_per_round"
            )
        ]

    def __str__(self) -> str:
        return self.text
