"""A message of the editors to some of the people in a round, as it was sent."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.rounds.models import Round

USER = settings.AUTH_USER_MODEL


class Message(models.Model):
    """One message: its words, to whom by which choice, and by whom. ``key`` is the form's, so that it is sent once."""

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="messages", verbose_name=_("round"))
    author = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+", verbose_name=_("author"))
    subject = models.CharField(_("subject"), max_length=58)
    body = models.TextField(_("text"), max_length=4000)
    selection = models.JSONField(_("to whom"), default=dict, blank=True)
    count = models.PositiveIntegerField(_("number of people"), default=0)
    sent_at = models.DateTimeField(_("sent at"))

    class Meta:
        verbose_name = _("message to members")
        verbose_name_plural = _("messages to members")
        ordering = ["-sent_at", "-id"]

    def __str__(self) -> str:
        return self.subject

    @property
    def topic(self) -> str:
        """The topic of its mails."""
        return f"message:{self.key}"
