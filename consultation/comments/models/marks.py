"""What readers say without a remark of their own: support, objection, gelezen, akkoord, a report; and where they were."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.comments.models.comments import Comment
from consultation.comments.models.submitters import Submitter
from handbook.models import Section

USER = settings.AUTH_USER_MODEL


class Support(models.Model):
    """Agreement with, or objection to, a colleague's remark; an objection has a reason."""

    class Value(models.IntegerChoices):
        AGREE = 1, _("agrees")
        OBJECT = -1, _("objects")

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="supports", verbose_name=_("comment"))
    submitter = models.ForeignKey(Submitter, models.PROTECT, related_name="supports", verbose_name=_("submitter"))
    value = models.SmallIntegerField(_("value"), choices=Value)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("support")
        ordering = ["comment", "id"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "submitter"], name="one_support_per_person"),
            models.CheckConstraint(
                condition=~models.Q(value=-1) | ~models.Q(reason=""),
                name="objection_has_a_reason",
                violation_error_message=_("Say why you object; that helps the working group."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.value}"


class Review(models.Model):
    """What a reader says of a whole section: read, or agreed as it stands."""

    class Value(models.TextChoices):
        READ = "gelezen", _("read")
        AGREED = "akkoord", _("agreed")

    submitter = models.ForeignKey(Submitter, models.PROTECT, related_name="reviews", verbose_name=_("submitter"))
    section = models.ForeignKey(Section, models.PROTECT, related_name="reviews", verbose_name=_("section"))
    value = models.CharField(_("value"), max_length=10, choices=Value)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("review of a section")
        verbose_name_plural = _("reviews of sections")
        ordering = ["section", "id"]
        constraints = [models.UniqueConstraint(fields=["submitter", "section"], name="one_review_per_section")]

    def __str__(self) -> str:
        return f"{self.section_id}: {self.value}"


class Opening(models.Model):
    """That a reader had a section open, and where she was: it feeds "ga verder" and "changed since you last read".

    ``shown_at`` is when the page that she had open was made: what came later she has not seen, however long she read.
    """

    user = models.ForeignKey(USER, models.CASCADE, related_name="openings", verbose_name=_("person"))
    section = models.ForeignKey(Section, models.PROTECT, related_name="openings", verbose_name=_("section"))
    passage_id = models.UUIDField(_("passage where she was"), null=True, blank=True)
    opened_at = models.DateTimeField(_("last opened at"))
    shown_at = models.DateTimeField(_("the page was made at"), null=True, blank=True)

    class Meta:
        verbose_name = _("opening of a section")
        verbose_name_plural = _("openings of sections")
        ordering = ["user", "-opened_at"]
        constraints = [models.UniqueConstraint(fields=["user", "section"], name="one_opening_per_section")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.section_id}"


class Report(models.Model):
    """A reader asks the editors to look at a remark."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="reports", verbose_name=_("comment"))
    reporter = models.ForeignKey(
        USER,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("reported by"),
    )
    reason = models.TextField(_("reason"), max_length=2000)
    reported_at = models.DateTimeField(_("reported at"))
    handled_at = models.DateTimeField(_("handled at"), null=True, blank=True)
    outcome = models.CharField(
        _("outcome"),
        max_length=10,
        blank=True,
        choices=[("kept", _("kept")), ("removed", _("removed"))],
    )

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-reported_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "reporter"],
                condition=models.Q(handled_at=None, reporter__isnull=False),
                name="one_open_report_per_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.reason[:40]}"
