"""Who looks at a remark, and what the weighers note among each other."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.comments.models import Comment

USER = settings.AUTH_USER_MODEL


class Assignment(models.Model):
    """Who of the working group or the editors looks at a remark. Who leaves, leaves it to nobody."""

    comment = models.OneToOneField(Comment, models.PROTECT, related_name="assignment", verbose_name=_("comment"))
    to = models.ForeignKey(USER, models.CASCADE, related_name="+", verbose_name=_("assigned to"))
    by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+", verbose_name=_("assigned by"))
    at = models.DateTimeField(_("assigned at"))

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["comment"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.to_id}"


class Note(models.Model):
    """A note at a remark that only those read who weigh. Rows are only added."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="notes", verbose_name=_("comment"))
    author = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+", verbose_name=_("author"))
    text = models.TextField(_("note to colleagues"), max_length=2000)
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("note of the weighers")
        verbose_name_plural = _("notes of the weighers")
        ordering = ["comment", "id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.written_at:%Y-%m-%d}"
