"""What the nightly clearing up remembers, and what the privacy statement said and when."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.people.models.people import User


class RetentionRun(models.Model):
    """One night: what was past its period and is gone, as numbers by the name of the period."""

    day = models.DateField(_("day"), unique=True)
    begun_at = models.DateTimeField(_("begun at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    counts = models.JSONField(_("numbers"), default=dict, blank=True)

    class Meta:
        verbose_name = _("clearing up")
        verbose_name_plural = _("clearings up")
        ordering = ["-day"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"


class IdleWarning(models.Model):
    """Somebody was told that her account will be erased. One that is older than her last sign-in no longer counts."""

    user = models.ForeignKey(User, models.CASCADE, related_name="idle_warnings", verbose_name=_("person"))
    days_left = models.PositiveSmallIntegerField(_("days before the erasing"))
    warned_at = models.DateTimeField(_("told at"))

    class Meta:
        verbose_name = _("announcement of erasing")
        verbose_name_plural = _("announcements of erasing")
        ordering = ["user", "warned_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user_id} {self.days_left}"


class PrivacyStatement(models.Model):
    """The privacy statement as it stood when somebody agreed to something; rows are only added."""

    version = models.CharField(_("version"), max_length=40, unique=True)
    text = models.TextField(_("text"))
    kept_at = models.DateTimeField(_("kept since"))

    class Meta:
        verbose_name = _("privacy statement")
        verbose_name_plural = _("privacy statements")
        ordering = ["kept_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.version
