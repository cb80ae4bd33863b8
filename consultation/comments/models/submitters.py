"""Who stands behind a remark: a number per handbook, and the counters that give numbers out."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consultation.people.models import Organisation
from consultation.rounds.models import Round

USER = settings.AUTH_USER_MODEL


class Counter(models.Model):
    """The last number given out in one scope: submitters of a handbook, remarks of a version.

    Counting what is there would give two people the same number, or a number twice after a removal; this row is locked
    by whoever takes a number, until her transaction ends, and rolls back with it, so that there are no gaps either.
    """

    scope = models.CharField(_("scope"), max_length=60, primary_key=True)
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("counter")
        verbose_name_plural = _("counters")

    def __str__(self) -> str:
        return f"{self.scope}: {self.last}"


class Submitter(models.Model):
    """Who stands behind a remark: a number per handbook. Person and organisation may be gone, the number stays.

    A ``collective`` one is the organisation itself; what it says was gathered from its people.
    """

    handbook_key = models.UUIDField(_("handbook"))
    number = models.PositiveIntegerField(_("number"))
    user = models.ForeignKey(
        USER,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="submitters",
        verbose_name=_("person"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )

    collective = models.BooleanField(
        _("speaks for the organisation"), default=False, help_text=_("A gathered reaction, which no person signs.")
    )

    class Meta:
        verbose_name = _("submitter")
        verbose_name_plural = _("submitters")
        ordering = ["handbook_key", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["handbook_key", "number"],
                name="submitter_number_once_per_handbook",
            ),
            models.UniqueConstraint(
                fields=["handbook_key", "user"],
                condition=models.Q(user__isnull=False),
                name="one_submitter_per_person",
            ),
            models.UniqueConstraint(
                fields=["handbook_key", "organisation"],
                condition=models.Q(collective=True),
                name="one_submitter_per_organisation",
            ),
            models.CheckConstraint(
                condition=models.Q(collective=False) | models.Q(user=None), name="an_organisation_is_no_person"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def in_full(self) -> str:
        """As those who weigh and moderate know whoever wrote. Asks for ``user__organisation`` and ``organisation``."""
        if self.collective:
            return f"{self.organisation or ''} ({gettext('gathered reaction')})".strip()
        if self.user is None:
            return gettext("submitter %(number)s") % {"number": self.number}
        return f"{self.user.name}, {self.user.organisation}" if self.user.organisation else str(self.user.name)

    def appears_in(self, round: Round | None) -> tuple[str, str]:
        """How others see her: name and organisation, or function and region when the round says so, or only a number."""
        user = self.user
        if self.collective:
            return str(self.organisation or gettext("An organisation")), gettext("gathered reaction")
        if user is None:
            return gettext("Submitter %(number)s") % {"number": self.number}, str(self.organisation or "")
        if round is not None and round.identity == Round.Identity.FUNCTION:
            return (user.function or gettext("member")).capitalize(), user.region
        return user.name, str(user.organisation or user.function)
