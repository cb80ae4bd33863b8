"""The two gates before a publication, and what was passed through with which reason."""

from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from handbook.models import Version
from handbook.models.frozen import Frozen, FrozenQuerySet

USER = settings.AUTH_USER_MODEL


class ChangeReason(models.Model):
    """Why an editor changed a section that no adopted remark asked to change, since ``version``; the newest word of hers.

    ``section_key`` is that of the section in the living text, or of the one in ``version`` that is gone.
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="change_reasons", verbose_name=_("version"))
    section_key = models.UUIDField(_("section"))
    reason = models.TextField(_("reason"), max_length=2000)
    by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+", verbose_name=_("given by"))
    at = models.DateTimeField(_("given at"))

    class Meta:
        verbose_name = _("reason of a change")
        verbose_name_plural = _("reasons of changes")
        ordering = ["version", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["version", "section_key"], name="one_reason_per_changed_section"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="change_reason_is_written"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.section_key}"


class PassedGateQuerySet(FrozenQuerySet):
    def of(self, handbook_key: uuid.UUID) -> Self:
        """Those of one handbook, the newest publication first."""
        return self.filter(version__handbook_key=handbook_key).select_related("version").order_by("-version__ordinal")


class PassedGate(Frozen):
    """How the gate stood when ``version`` was published in the place of ``since``: what was left open, and why it was published
    all the same. There is a row for each version that replaced another; rows are only added."""

    version = models.OneToOneField(Version, models.PROTECT, related_name="passed_gate", verbose_name=_("version"))
    since = models.ForeignKey(Version, models.PROTECT, related_name="+", verbose_name=_("compared with"))
    unanswered = models.PositiveIntegerField(_("remarks without an answer"))
    unchanged = models.PositiveIntegerField(_("adopted remarks whose text did not change"))
    unexplained = models.PositiveIntegerField(_("changed sections without a remark or a reason"))
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("at"))

    objects = PassedGateQuerySet.as_manager()

    class Meta:
        verbose_name = _("passed gate")
        verbose_name_plural = _("passed gates")
        ordering = ["version"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason="") | models.Q(unanswered=0, unchanged=0, unexplained=0),
                name="an_open_gate_is_passed_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.unanswered}, {self.unchanged}, {self.unexplained}"

    @property
    def was_open(self) -> bool:
        """Whether something was left open."""
        return bool(self.unanswered or self.unchanged or self.unexplained)


class PassedPartners(Frozen):
    """That ``version`` went into consultation although partners objected to the working version ``asked``, or did not speak.

    Their names are those of that moment. Rows are only added.
    """

    version = models.OneToOneField(Version, models.PROTECT, related_name="passed_partners", verbose_name=_("version"))
    asked = models.ForeignKey(Version, models.PROTECT, related_name="+", verbose_name=_("working version"))
    objecting = models.JSONField(_("objecting"), default=list)
    silent = models.JSONField(_("silent"), default=list)
    reason = models.TextField(_("reason"))
    at = models.DateTimeField(_("at"))

    objects = PassedGateQuerySet.as_manager()

    class Meta:
        verbose_name = _("partners passed by")
        verbose_name_plural = _("partners passed by")
        ordering = ["version"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="partners_are_passed_by_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {len(self.objecting)}, {len(self.silent)}"
