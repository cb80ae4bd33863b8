"""Where a remark stands in a later version. Identity and place are two things: the remark itself never moves."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.comments.models.comments import Comment
from handbook.models import Passage, Section, Version

CLEAR = 0.6
"""A placement that is surer than this needs no person to look at it."""


class PlacementQuerySet(models.QuerySet["Placement"]):
    def to_look_at(self) -> Self:
        """Those that a person should decide on: not placed, or placed without being sure, and nobody confirmed it yet."""
        doubtful = models.Q(section=None) | models.Q(status=Placement.Status.CHANGED, confidence__lt=CLEAR)
        return self.filter(doubtful, confirmed_at=None, comment__withdrawn_at=None, comment__removed_at=None)

    def newest(self) -> Self:
        """Those in the newest version of their handbook; what stands in older ones matters no more."""
        newer = Version.objects.filter(
            handbook_key=models.OuterRef("version__handbook_key"), ordinal__gt=models.OuterRef("version__ordinal")
        )
        return self.filter(~models.Exists(newer))


class Placement(models.Model):
    """What became of a remark's words in one later version; at most one row for each.

    ``selectors`` are those of the words as they stand now, as in ``Comment``; what is gone or ambiguous stands nowhere.
    """

    class Status(models.TextChoices):
        SAME = "same", _("same place")
        MOVED = "moved", _("moved")
        CHANGED = "changed", _("text changed")
        GONE = "gone", _("text removed")
        AMBIGUOUS = "ambiguous", _("place not certain")

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="placements", verbose_name=_("comment"))
    version = models.ForeignKey(Version, models.PROTECT, related_name="placements", verbose_name=_("version"))
    status = models.CharField(_("what became of its words"), max_length=10, choices=Status)
    confidence = models.FloatField(_("confidence, 0 to 1"))
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="placements", verbose_name=_("section")
    )
    passage = models.ForeignKey(
        Passage, models.PROTECT, null=True, blank=True, related_name="placements", verbose_name=_("passage")
    )
    selectors = models.JSONField(_("selectors (W3C Web Annotation)"), default=list, blank=True)
    placed_at = models.DateTimeField(_("placed at"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("place in a later version")
        verbose_name_plural = _("places in later versions")
        ordering = ["version", "confidence", "id"]
        indexes = [models.Index(fields=["section", "comment"])]
        constraints = [
            models.UniqueConstraint(fields=["comment", "version"], name="one_place_per_version"),
            models.CheckConstraint(
                condition=models.Q(status__in=["gone", "ambiguous"], section=None, passage=None)
                | models.Q(status__in=["same", "moved", "changed"], section__isnull=False),
                name="only_what_is_found_has_a_place",
            ),
            models.CheckConstraint(condition=models.Q(confidence__range=(0, 1)), name="confidence_is_a_share"),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} in {self.version_id}: {self.status}"
