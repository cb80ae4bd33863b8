"""A conference with limited places, and its workshops with places of their own."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField, StreamField

from consultation.conference.blocks import Programme
from consultation.conference.places import Door, Places

TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link"]
HOLDING = ("confirmed", "offered")
"""States in which somebody has a place, or has it kept for her."""

READ_BEFORE = timedelta(days=7)
READ_AFTER = timedelta(days=14)


def new_secret() -> str:
    return secrets.token_urlsafe(18)


def describe_free(places: Places) -> str:
    """How many places are left, in the reader's language: "14 places left", "full, 3 on the waiting list"."""
    if places.left:
        return ngettext("%(count)s place left", "%(count)s places left", places.left) % {"count": places.left}
    if places.waiting:
        return gettext("full, %(count)s on the waiting list") % {"count": places.waiting}
    return gettext("full")


class Limited:
    """What has a ``capacity``, and a manager whose ``with_counts`` tells how many took part of it and how many wait."""

    def places(self) -> Places:
        """How full it is now: from the annotations of ``with_counts`` where they are, else one query."""
        if hasattr(self, "taken_count"):
            return Places(self.capacity, self.taken_count, self.waiting_count)
        counted = type(self).objects.filter(pk=self.pk).with_counts().values("taken_count", "waiting_count").get()
        return Places(self.capacity, **{name.removesuffix("_count"): count for name, count in counted.items()})


class ConferenceQuerySet(models.QuerySet["Conference"]):
    def published(self) -> Self:
        """Conferences that everybody may see."""
        return self.filter(published_at__isnull=False)

    def visible_to(self, user: Any) -> Self:
        """What this person may see: editors see those in the making too."""
        return self.all() if user.has_perm("conference.change_conference") else self.published()

    def coming(self, at: datetime) -> Self:
        return self.filter(ends_at__gt=at)

    def with_counts(self) -> Self:
        """With ``taken_count`` and ``waiting_count``, for a list in one query."""
        return self.annotate(
            taken_count=Count("registrations", filter=Q(registrations__state__in=HOLDING)),
            waiting_count=Count("registrations", filter=Q(registrations__state="waiting")),
        )


class Conference(Limited, ClusterableModel):
    """One day on which many think along. Its row is the lock under which places are given (guarantees G1)."""

    title = models.CharField(_("title"), max_length=160)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    summary = models.TextField(_("in two sentences"), max_length=400)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    location = models.CharField(_("place"), max_length=160)
    address = models.CharField(_("address of the place"), max_length=240, blank=True)
    about = RichTextField(_("what it is about"), features=TEXT_FEATURES, blank=True)
    programme = StreamField(Programme(), verbose_name=_("programme"), blank=True)
    route = RichTextField(_("how to get there"), features=TEXT_FEATURES, blank=True)
    accessibility = RichTextField(_("accessibility"), features=TEXT_FEATURES, blank=True)
    contact_email = models.EmailField(_("address for questions and wishes"), max_length=254)
    contact_phone = models.CharField(_("telephone for questions and wishes"), max_length=40, blank=True)
    capacity = models.PositiveIntegerField(_("places"), help_text=_("Lowering it takes nobody's place away."))
    signup_opens_at = models.DateTimeField(_("signing up opens"))
    signup_closes_at = models.DateTimeField(_("signing up closes"))
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to accept a place"),
        default=48,
        validators=[MinValueValidator(1)],
        help_text=_("How long a place that comes free is kept for who waited longest."),
    )
    published_at = models.DateTimeField(_("public since"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True, editable=False)
    cancel_reason = models.TextField(_("why it is cancelled"), blank=True, editable=False)
    door_secret = models.CharField(_("secret of the helpers' link"), max_length=40, default=new_secret, editable=False)
    arrivals = models.PositiveIntegerField(_("arrivals so far"), default=0, editable=False)
    sequence = models.PositiveIntegerField(_("changes of time or place"), default=0, editable=False)
    reads = models.BooleanField(_("attendees read sections"), default=False, editable=False)
    reminded_for = models.DateTimeField(_("reminded for"), null=True, blank=True, editable=False)
    counts = models.JSONField(_("numbers that stay"), default=dict, blank=True, editable=False)

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("conference")
        verbose_name_plural = _("conferences")
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="conference_ends_after_it_begins",
                violation_error_message=_("Choose an end after the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(signup_closes_at__gt=F("signup_opens_at"), signup_closes_at__lte=F("starts_at")),
                name="conference_signup_before_it_begins",
                violation_error_message=_("Signing up closes after it opens, and before the conference begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("conference", args=[self.slug])

    @property
    def offer_time(self) -> timedelta:
        return timedelta(hours=self.offer_hours)

    def door(self, at: datetime) -> Door:
        """Whether one can sign up at this instant, and if not, why."""
        if self.cancelled_at is not None:
            return Door.CANCELLED
        if at >= self.ends_at:
            return Door.OVER
        if at < self.signup_opens_at:
            return Door.NOT_YET
        return Door.OPEN if at < self.signup_closes_at else Door.CLOSED

    def is_over(self, at: datetime) -> bool:
        """Whether it has been or does not take place: nothing about a sign-up can be changed any more."""
        return self.door(at) in {Door.OVER, Door.CANCELLED}

    def is_reading_time(self, at: datetime) -> bool:
        """Whether these are the days around it on which attendees read what was released to them and answer (contract.md)."""
        return self.reads and self.cancelled_at is None and self.starts_at - READ_BEFORE <= at < self.ends_at + READ_AFTER

    def describe_places(self, at: datetime) -> str:
        """In the reader's language and few words: whether there is a place (look.md: "nog 14 plaatsen")."""
        door = self.door(at)
        if door is Door.NOT_YET:
            return gettext("signing up opens on %(day)s") % {"day": date_format(localtime(self.signup_opens_at), "j F")}
        if door is not Door.OPEN:
            return {
                Door.CLOSED: gettext("signing up is closed"),
                Door.OVER: gettext("has taken place"),
                Door.CANCELLED: gettext("does not take place"),
            }[door]
        return describe_free(self.places())


class WorkshopQuerySet(models.QuerySet["Workshop"]):
    def with_counts(self) -> Self:
        """As those of conferences. Who waits for the conference itself does not wait here yet."""
        return self.annotate(
            taken_count=Count("registrations", filter=Q(registrations__has_workshop=True)),
            waiting_count=Count("registrations", filter=Q(registrations__has_workshop=False, registrations__state="confirmed")),
        )


class Workshop(Limited, models.Model):
    """A part of a conference that one chooses, in a room with places of its own."""

    conference = ParentalKey(Conference, on_delete=models.CASCADE, related_name="workshops", verbose_name=_("conference"))
    ordinal = models.PositiveIntegerField(_("order"), default=0, editable=False)
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("text"), max_length=800, blank=True)
    leader = models.CharField(_("led by"), max_length=160, blank=True)
    room = models.CharField(_("room"), max_length=80, blank=True)
    capacity = models.PositiveIntegerField(_("places"))

    sort_order_field: ClassVar[str] = "ordinal"
    objects = WorkshopQuerySet.as_manager()

    class Meta:
        verbose_name = _("workshop")
        verbose_name_plural = _("workshops")
        ordering = ["ordinal", "pk"]

    def __str__(self) -> str:
        return self.title

    def describe_places(self) -> str:
        """How many places are left, in words."""
        return describe_free(self.places())
