"""Dossiers that lie ready for editors, for a set term."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from handbook.models import Version


class Dossier(models.Model):
    """One closed file of a round, in private storage. It can always be made again, so it goes when its term is over."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="dossiers", verbose_name=_("version"))
    file = models.FileField(_("file"), upload_to="dossiers/", max_length=200)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("content hash"), max_length=64)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("made by"))

    class Meta:
        verbose_name = _("consultation dossier")
        verbose_name_plural = _("consultation dossiers")
        ordering = ["-made_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.version} {self.made_at:%Y-%m-%d}"
