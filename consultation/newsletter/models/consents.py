"""The proof that somebody asked for the newsletter, and when she stopped (AVG art. 7; guarantees G23)."""

from __future__ import annotations

from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

NEWSLETTER = "newsletter"
"""The purpose, the only one there is."""
TEXT_VERSION = "2026-11"
"""Which text stands beside the form; changes with that text, by hand and on purpose. A test holds the two together."""


def number_of(address: str) -> str:
    """An address as a number that nobody can turn back, 64 hex digits: HMAC-SHA256 of the address in lower case."""
    return salted_hmac("klankbord.newsletter.consent", address.strip().lower(), algorithm="sha256").hexdigest()


class SubscriptionConsent(models.Model):
    """One consent given, or one withdrawn. Rows are only added, and they outlive the address.

    Who was erased and asks later on what ground she was mailed, finds the proof by giving her address again.
    """

    class Act(models.TextChoices):
        GIVEN = "given", _("consent given")
        WITHDRAWN = "withdrawn", _("consent withdrawn")

    class Way(models.TextChoices):
        LINK = "link", _("on the page that a mail leads to")
        ONE_CLICK = "one-click", _("with the button of the mail program")
        EDITOR = "editor", _("an editor did it on request")
        MOVED = "moved", _("the subscription went to another address")
        ERASED = "erased", _("all data of the person were erased")

    number = models.CharField(_("number"), max_length=64, db_index=True)
    act = models.CharField(_("what happened"), max_length=10, choices=Act)
    purpose = models.CharField(_("purpose"), max_length=40, default=NEWSLETTER)
    text_version = models.CharField(_("version of the text"), max_length=40)
    privacy_version = models.CharField(_("version of the privacy statement"), max_length=40)
    place = models.CharField(_("form"), max_length=200)
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    happened_at = models.DateTimeField(_("confirmed or withdrawn at"))
    way = models.CharField(_("way of withdrawing"), max_length=10, choices=Way, blank=True)

    class Meta:
        verbose_name = _("consent to the newsletter")
        verbose_name_plural = _("consents to the newsletter")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(act="given") & models.Q(way="") & models.Q(asked_at__isnull=False))
                | (models.Q(act="withdrawn") & ~models.Q(way="")),
                name="consent_says_when_it_was_asked_or_how_withdrawn",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number[:12]} {self.act}"
