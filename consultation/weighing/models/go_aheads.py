"""Whether the partner organisations let a working version go into consultation."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.weighing.models.positions import GIVEN_ELSEWHERE, Spoken, SpokenQuerySet
from handbook.models import Version


class GoAheadQuerySet(SpokenQuerySet):
    def objecting(self) -> Self:
        """Those that hold the version back."""
        return self.filter(value=GoAhead.Value.OBJECT)


class GoAhead(Spoken):
    """What one organisation says of a working version as a whole. What it was before stands in the audit trail."""

    class Value(models.TextChoices):
        GO = "mag in consultatie", _("may go into consultation")
        OBJECT = "bezwaar", _("object")

    version = models.ForeignKey(Version, models.PROTECT, related_name="go_aheads", verbose_name=_("version"))
    value = models.CharField(_("go-ahead"), max_length=20, choices=Value)

    objects = GoAheadQuerySet.as_manager()

    class Meta:
        verbose_name = _("go-ahead of a partner")
        verbose_name_plural = _("go-aheads of partners")
        ordering = ["version", "organisation__name"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["version", "organisation"], name="one_go_ahead_per_organisation"),
            models.CheckConstraint(
                condition=models.Q(value="mag in consultatie") | ~(models.Q(reason="") | models.Q(ground="")),
                name="an_objection_has_its_ground_and_reason",
                violation_error_message=_("Say on which ground and why."),
            ),
            models.CheckConstraint(
                condition=GIVEN_ELSEWHERE,
                name="go_ahead_given_elsewhere_has_a_day",
                violation_error_message=_("Say on which day it was given."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.organisation_id}: {self.value}"
