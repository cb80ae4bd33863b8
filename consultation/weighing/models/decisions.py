"""The decision on a remark. One for each; what it was before stands in the audit trail."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultation.comments.models import Comment

USER = settings.AUTH_USER_MODEL


class DecisionQuerySet(models.QuerySet["Decision"]):
    def published(self) -> Self:
        """Those that the author and the other readers see."""
        return self.filter(published_at__isnull=False)


class Decision(models.Model):
    """What becomes of a remark, with the reason that its author reads once it is published.

    ``points_at`` is the key of the section, in whichever version, that changes because of it; empty: where the remark was made.
    """

    class Value(models.TextChoices):
        ADOPTED = "overgenomen", pgettext_lazy("decision", "adopted")
        PARTLY = "gedeeltelijk overgenomen", pgettext_lazy("decision", "partly adopted")
        REJECTED = "niet overgenomen", pgettext_lazy("decision", "not adopted")
        NOTED = "ter kennisgeving", pgettext_lazy("decision", "noted")
        OUT_OF_SCOPE = "buiten bereik", pgettext_lazy("decision", "out of scope")
        DUPLICATE = "dubbel", pgettext_lazy("decision", "duplicate")

    TAKEN_IN = (Value.ADOPTED, Value.PARTLY)
    """After these the text is another."""

    comment = models.OneToOneField(Comment, models.PROTECT, related_name="decision", verbose_name=_("comment"))
    value = models.CharField(_("decision"), max_length=30, choices=Value)
    reason = models.TextField(_("reason"), max_length=10_000)
    points_at = models.UUIDField(_("section that changes because of it"), null=True, blank=True)
    decided_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by"))
    decided_at = models.DateTimeField(_("decided at"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["comment"]
        default_permissions = ()
        permissions = [
            ("decide_comment", "Can decide about comments"),
            ("publish_answer", "Can publish answers"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="decision_has_a_reason",
                violation_error_message=_("Say why."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.value}"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class TakeOver(models.Model):
    """That the wording which a remark proposed was taken over into the living text, as it was at that moment."""

    comment = models.OneToOneField(Comment, models.PROTECT, related_name="take_over", verbose_name=_("comment"))
    by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+", verbose_name=_("taken over by"))
    at = models.DateTimeField(_("taken over at"))

    class Meta:
        verbose_name = _("proposal taken over")
        verbose_name_plural = _("proposals taken over")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.comment_id} {self.at:%Y-%m-%d}"
