"""What happened, told to one person: her inbox, and what mails and digests are made of."""

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

    def waiting(self) -> Self:
        """Those that a digest will tell, unless they are read or taken back before."""
        return self.exclude(digest_at=None)

    def digest_due(self, at: datetime) -> Self:
        return self.filter(digest_at__lte=at)


class Notice(models.Model):
    """One thing that happened, told to one account; the inbox at /mijn/berichten/ shows it.

    It is mailed at once, or waits for a digest: then ``digest_at`` says from when one may take it, and whichever mail
    takes it stands in ``email``. So each notice is told by one mail at most, whatever the clock does and whenever the
    digest runs (docs/decisions/0011).
    """

    user = models.ForeignKey(USER, models.CASCADE, related_name="notices", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=60)
    topic = models.CharField(_("topic"), max_length=200, db_index=True)
    dedup_key = models.CharField(_("key against doubles"), max_length=200, unique=True)
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), blank=True)
    url = models.CharField(_("address"), max_length=400, blank=True)
    handbook = models.CharField(_("handbook"), max_length=300, blank=True)
    place = models.CharField(_("section"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created at"))
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    digest_at = models.DateTimeField(_("waits for a digest from"), null=True, blank=True)
    email = models.ForeignKey(
        "delivery.Email",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("told by mail"),
    )
    unmailed = models.CharField(_("why no mail tells it"), max_length=300, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["user", "read_at"]),
            models.Index(fields=["digest_at"], condition=models.Q(digest_at__isnull=False), name="notice_waits_for_digest"),
        ]

    def __str__(self) -> str:
        return self.title
