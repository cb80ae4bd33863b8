"""Files that frozen versions carry, known by the hash of their content."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from handbook.models.frozen import Frozen


class StoredFile(Frozen):
    """One file in private storage; ``/bestand/<hash>/`` serves it after a look at the versions that carry it."""

    sha256 = models.CharField(_("content hash"), max_length=64, primary_key=True)
    file = models.FileField(_("file"), upload_to="versies/", max_length=200)
    name = models.CharField(_("name"), max_length=255)
    media_type = models.CharField(_("media type"), max_length=80)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    width = models.PositiveIntegerField(_("width in pixels"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height in pixels"), null=True, blank=True)

    class Meta:
        verbose_name = _("file of a version")
        verbose_name_plural = _("files of versions")

    def __str__(self) -> str:
        return self.name
