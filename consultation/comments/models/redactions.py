"""Words that an editor blacked out because they tell who somebody is, and for a set time the texts as they were."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.comments.models.comments import Comment

USER = settings.AUTH_USER_MODEL


class RedactionQuerySet(models.QuerySet["Redaction"]):
    def standing(self) -> Self:
        """Those that were not undone."""
        return self.filter(undone_at=None)

    def kept(self) -> Self:
        """Those of which the words are still there, so that they can be undone and asked after."""
        return self.filter(undone_at=None, purged_at=None)

    def due(self, at: datetime) -> Self:
        """Those of which the words must go."""
        return self.kept().filter(keep_until__lte=at)


class Redaction(models.Model):
    """That words were blacked out in a remark and wherever it is quoted. ``words`` holds them, one a line, until
    ``keep_until``; after that nothing in the database tells what they were."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="redactions", verbose_name=_("comment"))
    words = models.TextField(_("words blacked out"), blank=True)
    reason = models.TextField(_("reason"), max_length=2000)
    made_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+", verbose_name=_("blacked out by"))
    made_at = models.DateTimeField(_("blacked out at"))
    keep_until = models.DateTimeField(_("words kept until"))
    purged_at = models.DateTimeField(_("words deleted at"), null=True, blank=True)
    undone_by = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("undone by"))
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_reason = models.TextField(_("reason of the undoing"), max_length=2000, blank=True)

    objects = RedactionQuerySet.as_manager()

    class Meta:
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")
        ordering = ["comment", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="redaction_has_a_reason",
                violation_error_message=_("Say why you black these words out."),
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at=None, undone_reason="")
                | (models.Q(undone_at__isnull=False) & ~models.Q(undone_reason="")),
                name="undoing_has_a_reason",
                violation_error_message=_("Say why you bring these words back."),
            ),
            models.CheckConstraint(
                condition=models.Q(words="") | models.Q(purged_at=None, undone_at=None),
                name="ended_redaction_holds_no_words",
            ),
            models.CheckConstraint(
                condition=models.Q(purged_at=None) | models.Q(undone_at=None),
                name="redaction_ends_one_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.made_at:%Y-%m-%d %H:%M}"

    @property
    def word_list(self) -> list[str]:
        return self.words.splitlines()

    @property
    def can_be_undone(self) -> bool:
        return self.undone_at is None and self.purged_at is None


class RedactedText(models.Model):
    """One text as it was before words were blacked out in it, apart from all that shows texts. Editors alone read it."""

    redaction = models.ForeignKey(Redaction, models.CASCADE, related_name="texts", verbose_name=_("redaction"))
    field = models.CharField(_("field"), max_length=40)
    original = models.TextField(_("text as it was"))
    redacted = models.TextField(_("text as it became"))

    class Meta:
        verbose_name = _("text before a redaction")
        verbose_name_plural = _("texts before redactions")
        ordering = ["redaction", "id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.redaction_id} {self.field}"
