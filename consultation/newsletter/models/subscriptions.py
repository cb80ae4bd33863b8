"""Who gets the newsletter: an address and, if she gave it, a name. Nothing here leads to an account, on purpose."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

LANGUAGES = [("nl", "Nederlands"), ("en", "English")]


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def active(self) -> Self:
        """Those that get the newsletter."""
        return self.filter(state=Subscription.State.ACTIVE)

    def receivers(self, begun_at: datetime) -> Self:
        """Those that get an issue of which the sending began at this instant: who confirms later gets the next one."""
        return self.active().filter(confirmed_at__lte=begun_at)


class Subscription(models.Model):
    """One address, in one state. ``key`` stands for it in mailed links, so that no address ends up in a log."""

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("address not confirmed")
        ACTIVE = "active", _("gets the newsletter")
        ENDED = "unsubscribed", _("unsubscribed")

    key = models.UUIDField(_("key"), unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254)
    language = models.CharField(_("language"), max_length=5, default="nl", choices=LANGUAGES)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.UNCONFIRMED)
    place = models.CharField(_("form"), max_length=200)
    asked_at = models.DateTimeField(_("asked at"))
    answered_at = models.DateTimeField(_("last request answered at"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("unsubscribed at"), null=True, blank=True)
    new_email = models.EmailField(_("new address, not confirmed yet"), max_length=254, blank=True)
    new_email_at = models.DateTimeField(_("new address given at"), null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_subscription_per_address",
                violation_error_message=_("This address has a subscription already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="active") | models.Q(confirmed_at__isnull=False),
                name="no_newsletter_without_a_confirmed_address",
            ),
        ]
        indexes = [models.Index(fields=["state", "id"])]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def is_active(self) -> bool:
        return self.state == Subscription.State.ACTIVE

    @property
    def topic(self) -> str:
        """What all mails about this subscription have in common."""
        return f"newsletter-subscription:{self.key}"


class SubscriptionRequest(models.Model):
    """A form that somebody sent, until the sweep answers it by mail.

    The page writes this row and does nothing else, whoever's address is in it. So nothing in its answer, and nothing in
    the work that it does, tells whether an address is known (guarantees G26).
    """

    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254)
    language = models.CharField(_("language"), max_length=5, default="nl")
    place = models.CharField(_("form"), max_length=200)
    asked_at = models.DateTimeField(_("asked at"))

    class Meta:
        verbose_name = _("request for the newsletter")
        verbose_name_plural = _("requests for the newsletter")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.pk}"
