"""What came from what: the lineage of sections between versions, and the register of passage ids of a handbook."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from handbook.models.frozen import Frozen


class SectionLineage(Frozen):
    """One line of descent between two consecutive versions. A split or a merge has several rows."""

    class Kind(models.TextChoices):
        KEPT = "kept", _("kept")
        RENAMED = "renamed", _("renamed")
        MOVED = "moved", _("moved")
        SPLIT = "split", _("split")
        MERGED = "merged", _("merged")
        ADDED = "added", _("added")
        REMOVED = "removed", _("removed")

    old_version = models.ForeignKey(
        "handbook.Version",
        models.PROTECT,
        related_name="+",
        verbose_name=_("older version"),
    )
    new_version = models.ForeignKey(
        "handbook.Version",
        models.PROTECT,
        related_name="lineage",
        verbose_name=_("newer version"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    old_key = models.UUIDField(_("older section"), null=True, blank=True)
    new_key = models.UUIDField(_("newer section"), null=True, blank=True)
    text_changed = models.BooleanField(_("its own text changed"), default=False)
    share = models.FloatField(_("share of the words, 0 to 1"), default=1.0)

    class Meta:
        verbose_name = _("lineage of a section")
        verbose_name_plural = _("lineage of sections")
        ordering = ["new_version", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["new_version", "kind", "old_key", "new_key"],
                name="one_line_of_descent",
            ),
            models.CheckConstraint(
                condition=models.Q(old_key__isnull=False) | models.Q(new_key__isnull=False),
                name="lineage_names_a_section",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.old_key} -> {self.new_key}"


class PassageRecord(models.Model):
    """The register: every passage id a handbook ever used, with where and how it stood last.

    Import and freeze write it; freeze aligns the living text against it, so that a paragraph keeps its id although the
    editor's block holds many paragraphs and Wagtail copies block ids.
    """

    handbook_key = models.UUIDField(_("handbook"))
    passage_id = models.UUIDField(_("passage id"))
    section_key = models.UUIDField(_("section"))
    source = models.CharField(_("the editor's block"), max_length=40, blank=True)
    ordinal = models.PositiveIntegerField(_("ordinal in the section"))
    type = models.CharField(_("type"), max_length=20)
    text = models.TextField(_("plain text"), blank=True)
    in_use = models.BooleanField(_("stands in the newest text"), default=True)

    class Meta:
        verbose_name = _("passage id")
        verbose_name_plural = _("register of passage ids")
        ordering = ["handbook_key", "section_key", "ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["handbook_key", "passage_id"],
                name="passage_id_once_per_handbook",
            )
        ]
        indexes = [models.Index(fields=["handbook_key", "section_key"])]

    def __str__(self) -> str:
        return str(self.passage_id)
