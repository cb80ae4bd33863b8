"""The sending of an issue: planned, begun, and how far it is."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.newsletter.models.issues import IssuePage


class MailingQuerySet(models.QuerySet["Mailing"]):
    def due(self, at: datetime) -> Self:
        """Sendings whose moment has come and that have not begun."""
        return self.filter(begun_at=None, send_at__lte=at)


class Mailing(models.Model):
    """One issue is sent once. ``reached`` is the last subscription that has its mail in the outbox."""

    issue = models.OneToOneField(IssuePage, models.CASCADE, related_name="mailing", verbose_name=_("newsletter"))
    planned_at = models.DateTimeField(_("planned at"))
    send_at = models.DateTimeField(_("send at"))
    begun_at = models.DateTimeField(_("sending began at"), null=True, blank=True)
    reached = models.PositiveBigIntegerField(_("last subscription written"), default=0)
    receivers = models.PositiveIntegerField(_("receivers"), default=0)
    written_at = models.DateTimeField(_("all mails written at"), null=True, blank=True)

    objects = MailingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sending of a newsletter")
        verbose_name_plural = _("sendings of newsletters")
        ordering = ["-send_at"]

    def __str__(self) -> str:
        return str(self.issue_id)
