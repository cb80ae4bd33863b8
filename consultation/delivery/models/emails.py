"""The outbox: every mail that goes, went or did not go."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.delivery.models.domains import SlowDomain

USER = settings.AUTH_USER_MODEL


class CalendarMethod(models.TextChoices):
    """What a calendar object asks of the receiver's calendar (RFC 5546)."""

    REQUEST = "REQUEST", _("put it in or change it")
    CANCEL = "CANCEL", _("take it out")


class EmailQuerySet(models.QuerySet["Email"]):
    def due(self, at: datetime) -> Self:
        """Mails to send now: waiting, past their hold or pause, and not to a domain that asked us to slow down."""
        shut = SlowDomain.objects.shut(at).values("domain")
        return self.filter(state=Email.State.QUEUED, next_try_at__lte=at).exclude(domain__in=shut)

    def unbegun(self) -> Self:
        """Mails that surely have not left: they wait or stand still, or a worker holds them and has not handed them over."""
        waiting = models.Q(state__in=[Email.State.QUEUED, Email.State.PAUSED])
        held = models.Q(state=Email.State.SENDING, begun_at=None)
        return self.filter(waiting | held)

    def lost(self, at: datetime) -> Self:
        """Mails in the hands of a worker whose lease ran out."""
        return self.filter(state=Email.State.SENDING, lease_until__lte=at)


class Email(models.Model):
    """The outbox: a mail is a row before it is a message.

    ``message_id`` is chosen once, so that a repeat is recognised by the receiver's mailbox. A row that a worker
    claimed is ``sending``; ``begun_at`` is set the moment before it is handed to the mail server, so that after a
    crash we know which single mail may have gone and which surely did not (docs/decisions/0007). ``calendar`` is an
    iCalendar object that goes with it, ``calendar_method`` what it asks; both or neither.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waits")
        SENDING = "sending", _("is being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        PAUSED = "paused", _("stands still")
        UNCERTAIN = "uncertain", _("uncertain")
        WITHDRAWN = "withdrawn", _("withdrawn")

    kind = models.CharField(_("kind"), max_length=60)
    topic = models.CharField(_("topic"), max_length=200, db_index=True)
    dedup_key = models.CharField(_("key against doubles"), max_length=200, unique=True)
    message_id = models.CharField(_("Message-ID"), max_length=200, unique=True)
    user = models.ForeignKey(
        USER,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="emails",
        verbose_name=_("person"),
    )
    to_address = models.EmailField(_("to"), max_length=254, blank=True)
    to_name = models.CharField(_("name"), max_length=120, blank=True)
    domain = models.CharField(_("receiving domain"), max_length=253, blank=True)
    reply_to = models.EmailField(_("answers go to"), max_length=254, blank=True)
    calendar_method = models.CharField(_("what it asks of a calendar"), max_length=10, choices=CalendarMethod, blank=True)
    language = models.CharField(_("language"), max_length=5, default="nl")
    subject = models.CharField(_("subject"), max_length=200)
    bulk = models.BooleanField(_("bulk"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("created at"))
    next_try_at = models.DateTimeField(_("not before"))
    lease_token = models.UUIDField(_("who holds it"), null=True, blank=True)
    lease_until = models.DateTimeField(_("lease until"), null=True, blank=True)
    begun_at = models.DateTimeField(_("handed over at"), null=True, blank=True)
    losses = models.PositiveSmallIntegerField(_("workers lost with it"), default=0)
    counted_on = models.DateField(_("counts in the mail budget of"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    # Last, since SQLite reads a row from the left and these go on over many pages.
    text = models.TextField(_("plain text"))
    html = models.TextField(_("HTML"))
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    calendar = models.TextField(_("calendar object"), blank=True)

    objects = EmailQuerySet.as_manager()

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["state", "bulk", "next_try_at"]),
            models.Index(fields=["to_address"]),
            models.Index(fields=["user", "counted_on"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(calendar="", calendar_method="") | (~models.Q(calendar="") & ~models.Q(calendar_method="")),
                name="calendar_object_goes_with_its_method",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.state})"
