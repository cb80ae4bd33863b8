"""What we know about addresses: what was told about mails to them, and which must not be mailed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.delivery.models.emails import Email


class Suppression(models.Model):
    """An address that gets no mails to many any more: it bounced, or its owner complained (guarantees G11).

    ``fingerprint`` is the HMAC of the address in lower case; it alone stays when the person is erased.
    """

    class Cause(models.TextChoices):
        BOUNCE = "bounce", _("the address does not exist")
        SOFT = "soft", _("three mails in two weeks could not be delivered")
        COMPLAINT = "complaint", _("the receiver called it spam")
        EDITOR = "editor", _("an editor put it here")

    fingerprint = models.CharField(_("fingerprint"), max_length=64, unique=True)
    address = models.EmailField(_("address"), max_length=254, blank=True)
    cause = models.CharField(_("cause"), max_length=10, choices=Cause)
    words = models.CharField(_("what the server said"), max_length=300, blank=True)
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        ordering = ["-since", "-id"]

    def __str__(self) -> str:
        return self.address or self.fingerprint[:12]


class DeliveryEvent(models.Model):
    """One thing that the mail provider told us about a mail; ``event_id`` makes a repeat of it harmless."""

    event_id = models.CharField(_("number at the provider"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=30)
    email = models.ForeignKey(Email, models.SET_NULL, null=True, blank=True, related_name="events", verbose_name=_("e-mail"))
    fingerprint = models.CharField(_("fingerprint of the address"), max_length=64, db_index=True)
    words = models.CharField(_("what the server said"), max_length=300, blank=True)
    happened_at = models.DateTimeField(_("happened at"))
    received_at = models.DateTimeField(_("heard at"))

    class Meta:
        verbose_name = _("event of a delivery")
        verbose_name_plural = _("events of deliveries")
        ordering = ["-happened_at", "-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"
