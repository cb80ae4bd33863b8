"""What we tell people: a notice in their inbox on the site, and an e-mail that is a row before it is a message."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

USER = settings.AUTH_USER_MODEL


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: Any) -> Self:
        """Somebody's own notices; nobody reads another's."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notice(models.Model):
    """One thing that happened, told to one account; the inbox at /mijn/berichten/ shows it."""

    user = models.ForeignKey(USER, models.CASCADE, related_name="notices", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=60)
    topic = models.CharField(_("topic"), max_length=200, db_index=True)
    dedup_key = models.CharField(_("key against doubles"), max_length=200, unique=True)
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), blank=True)
    url = models.CharField(_("address"), max_length=400, blank=True)
    created_at = models.DateTimeField(_("created at"))
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["user", "read_at"])]

    def __str__(self) -> str:
        return self.title


class EmailQuerySet(models.QuerySet["Email"]):
    def due(self, at: datetime) -> Self:
        """Mails to send now: waiting and past their hold or pause."""
        return self.filter(state=Email.State.QUEUED, next_try_at__lte=at)

    def unbegun(self) -> Self:
        """Mails that surely have not left: they wait, or a worker holds them and has not handed them over."""
        waiting = models.Q(state=Email.State.QUEUED)
        held = models.Q(state=Email.State.SENDING, begun_at=None)
        return self.filter(waiting | held)

    def lost(self, at: datetime) -> Self:
        """Mails in the hands of a worker whose lease ran out."""
        return self.filter(state=Email.State.SENDING, lease_until__lte=at)


class Email(models.Model):
    """The outbox: a mail is a row before it is a message.

    ``message_id`` is chosen once, so that a repeat is recognised by the receiver's mailbox. A row that a worker
    claimed is ``sending``; ``begun_at`` is set the moment before it is handed to the mail server, so that after a
    crash we know which single mail may have gone and which surely did not (docs/decisions/0007).
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waits")
        SENDING = "sending", _("is being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
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
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    # Last, since SQLite reads a row from the left and these go on over many pages.
    text = models.TextField(_("plain text"))
    html = models.TextField(_("HTML"))
    headers = models.JSONField(_("headers"), default=dict, blank=True)

    objects = EmailQuerySet.as_manager()

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["state", "bulk", "next_try_at"]),
            models.Index(fields=["to_address"]),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.state})"


class Preference(models.Model):
    """How fast somebody wants to hear of one kind; without a row the kind's default holds."""

    class Pace(models.TextChoices):
        AT_ONCE = "at_once", _("at once")
        NEVER = "never", _("never")

    user = models.ForeignKey(USER, models.CASCADE, related_name="preferences", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=60)
    pace = models.CharField(_("pace"), max_length=10, choices=Pace)

    class Meta:
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")
        ordering = ["user", "kind"]
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="one_preference_per_kind")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.pace}"
