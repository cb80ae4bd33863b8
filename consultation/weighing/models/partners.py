"""Which partner organisations weigh along for a handbook."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.people.models import Organisation


class StandsAside(models.Model):
    """That a partner of the working group does not weigh along for one handbook. Whoever does not stand aside does, so that a
    handbook without a choice, and one that is new, has all partners."""

    handbook_key = models.UUIDField(_("handbook"))
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name=_("organisation"))

    class Meta:
        verbose_name = _("partner that stands aside")
        verbose_name_plural = _("partners that stand aside")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["handbook_key", "organisation"], name="stands_aside_once")]

    def __str__(self) -> str:
        return f"{self.handbook_key}: {self.organisation_id}"
