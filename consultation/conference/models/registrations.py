"""A sign-up for a conference: somebody's place, or her turn in the queue. No account is needed; the link is the key."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from consultation.conference.models.conferences import HOLDING, Conference, Workshop, new_secret

ACTIVE = (*HOLDING, "waiting")
"""States of somebody who has a place or may still get one."""


def new_door_code() -> str:
    return secrets.token_hex(8)


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def holding(self) -> Self:
        """Who has a place, or has one kept for her."""
        return self.filter(state__in=HOLDING)

    def active(self) -> Self:
        return self.filter(state__in=ACTIVE)

    def waiting(self) -> Self:
        """The queue, who came first in front."""
        return self.filter(state=Registration.State.WAITING).order_by("number")

    def real(self) -> Self:
        """Without those that only repeat another one of the same address."""
        return self.filter(repeats=None)

    def expired(self, at: datetime) -> Self:
        """Offers that nobody accepted in time."""
        return self.filter(state=Registration.State.OFFERED, offer_expires_at__lte=at)

    def workshop_queue(self, workshop: Workshop) -> Self:
        """Who comes to the conference and waits for a place in this workshop, who asked first in front."""
        waits = self.filter(workshop=workshop, has_workshop=False, state=Registration.State.CONFIRMED)
        return waits.order_by("workshop_number")


class Registration(models.Model):
    """One sign-up. ``number`` is the order of arrival and never changes.

    A second sign-up with an address that is on the list already is kept as a row of its own that ``repeats`` the first:
    it takes a place and a number like any other and is let go within a day, so that whoever sends the form learns nothing
    about the address from the page, from the numbers on it or from the clock (guarantees G26, docs/decisions/0012).
    """

    class State(models.TextChoices):
        CONFIRMED = "confirmed", _("has a place")
        OFFERED = "offered", _("is offered a place")
        WAITING = "waiting", _("waits")
        CANCELLED = "cancelled", _("cancelled")
        LAPSED = "lapsed", _("offer not accepted")

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="registrations", verbose_name=_("conference"))
    number = models.PositiveIntegerField(_("order of arrival"))
    state = models.CharField(_("state"), max_length=10, choices=State)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"), max_length=254)
    organisation = models.CharField(_("organisation"), max_length=160)
    function = models.CharField(_("function"), max_length=120)
    language = models.CharField(_("language"), max_length=5, default="nl")
    workshop = models.ForeignKey(
        Workshop, models.PROTECT, null=True, blank=True, related_name="registrations", verbose_name=_("workshop")
    )
    workshop_number = models.PositiveIntegerField(_("order of asking for the workshop"), default=0)
    has_workshop = models.BooleanField(_("has a place in the workshop"), default=False)
    token = models.CharField(_("token"), max_length=40, unique=True, default=new_secret, editable=False)
    door_code = models.CharField(_("code at the door"), max_length=20, unique=True, default=new_door_code, editable=False)
    request_key = models.UUIDField(_("key of the form"), default=uuid.uuid4)
    repeats = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("repeats"))
    registered_at = models.DateTimeField(_("signed up at"))
    offer_expires_at = models.DateTimeField(_("to be accepted by"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    checked_in_at = models.DateTimeField(_("came in at"), null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("added by"),
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        ordering = ["number"]
        indexes = [models.Index(fields=["conference", "state", "number"])]
        constraints = [
            models.UniqueConstraint(fields=["conference", "number"], name="registration_number_once"),
            models.UniqueConstraint(fields=["conference", "request_key"], name="registration_form_once"),
            models.UniqueConstraint(
                "conference",
                Lower("email"),
                condition=Q(state__in=ACTIVE, repeats=None),
                name="registration_once_per_address",
                violation_error_message=_("This address is on the list already."),
            ),
            models.CheckConstraint(
                condition=Q(has_workshop=False) | Q(workshop__isnull=False, state="confirmed"),
                name="workshop_place_goes_with_a_place",
            ),
            models.CheckConstraint(
                condition=Q(state="offered", offer_expires_at__isnull=False) | ~Q(state="offered"),
                name="offer_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_state_display()})"

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    def place_in_queue(self) -> int:
        """Her place in the queue, from 1."""
        ahead = Registration.objects.filter(conference=self.conference_id, state=self.State.WAITING, number__lt=self.number)
        return ahead.count() + 1

    def place_in_workshop_queue(self) -> int:
        """Her place in the queue of the workshop that she chose, from 1."""
        queue = Registration.objects.filter(conference=self.conference_id).workshop_queue(self.workshop)
        return queue.filter(workshop_number__lt=self.workshop_number).count() + 1
