"""How a remark came in that its author did not write on the site herself."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.comments.models.comments import Comment


class Entry(models.Model):
    """An editor entered this remark for a person or an organisation: from what, of when, and who did it."""

    class Medium(models.TextChoices):
        MAIL = "mail", _("e-mail")
        LETTER = "brief", _("letter")
        TELEPHONE = "telefoon", _("telephone")
        TALK = "gesprek", _("talk")
        OTHER = "anders", _("another way")

    comment = models.OneToOneField(Comment, models.PROTECT, related_name="entry", verbose_name=_("comment"))
    medium = models.CharField(_("how it came in"), max_length=10, choices=Medium)
    received_on = models.DateField(_("received on"))
    note = models.CharField(_("note on the source"), max_length=300, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("entered by")
    )

    class Meta:
        verbose_name = _("entered comment")
        verbose_name_plural = _("entered comments")
        ordering = ["-comment"]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.medium} {self.received_on:%Y-%m-%d}"
