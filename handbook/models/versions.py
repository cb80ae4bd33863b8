"""A frozen version of a handbook: rows that are never changed after insert, held so by triggers (handbook/freezing.py)."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.contrib.auth.models import AnonymousUser, Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from handbook.models.frozen import Frozen, FrozenQuerySet

PUBLIC_GROUP = "openbaar"
"""The reader group that stands for everybody, signed in or not. It has no members."""


class Status(models.TextChoices):
    """The status words of the field (contract.md, Values); the value is what commands and exports use."""

    WORKING = "werkversie", _("working version")
    CONSULTATION = "consultatieversie", _("consultation version")
    FOR_ADOPTION = "versie ter vaststelling", _("version for adoption")
    ADOPTED = "vastgesteld", _("adopted")
    SUPERSEDED = "verouderd", _("superseded")
    WITHDRAWN = "ingetrokken", _("withdrawn")


class VersionQuerySet(FrozenQuerySet):
    def with_status(self, *, why: bool = True) -> Self:
        """Adds ``current_status`` from the newest status row and, with ``why``, ``status_since`` and ``status_reason``."""
        newest = VersionStatus.objects.filter(version=models.OuterRef("pk")).order_by("-id")
        found = self.annotate(current_status=models.Subquery(newest.values("status")[:1]))
        if not why:
            return found
        return found.annotate(
            status_since=models.Subquery(newest.values("at")[:1]), status_reason=models.Subquery(newest.values("reason")[:1])
        )

    def visible_to(self, user: Any) -> Self:
        """The versions this person may read, in plain SQL: her groups are among the readers, or everybody is.

        Editors see all (the permission stands on their group). One query, no duplicates.
        """
        if isinstance(user, AnonymousUser) or not user.is_authenticated:
            return self.filter(pk__in=_readable(Group.objects.filter(name=PUBLIC_GROUP)))
        if user.has_perm("handbook.read_every_version"):
            return self
        groups = Group.objects.filter(models.Q(name=PUBLIC_GROUP) | models.Q(user=user))
        return self.filter(pk__in=_readable(groups))

    def of(self, handbook_key: uuid.UUID) -> Self:
        return self.filter(handbook_key=handbook_key)

    def issue_of(self, version: Version) -> Self:
        """A version with its corrections: one issue, of which people speak as one (docs/decisions/0010)."""
        return self.filter(models.Q(pk=version.issue_id) | models.Q(corrects=version.issue_id))


def _readable(groups: models.QuerySet[Group]) -> models.QuerySet[Any]:
    return Version.readers.through.objects.filter(group__in=groups).values("version_id")


class Version(Frozen):
    """One frozen, numbered copy of a whole handbook."""

    handbook_key = models.UUIDField(_("handbook"), db_index=True)
    slug = models.SlugField(_("address of the handbook"), max_length=255)
    title = models.CharField(_("title"), max_length=255)
    label = models.CharField(_("label"), max_length=20)
    ordinal = models.PositiveIntegerField(_("order"))
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("corrects")
    )
    notes = models.TextField(_("release notes"), blank=True)
    frozen_at = models.DateTimeField(_("frozen at"))
    content_hash = models.CharField(_("content hash"), max_length=64)
    word_count = models.PositiveIntegerField(_("words"))
    readers = models.ManyToManyField(Group, verbose_name=_("readers"), related_name="+", blank=True)
    files = models.ManyToManyField(
        "handbook.StoredFile",
        verbose_name=_("files"),
        related_name="versions",
        blank=True,
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["handbook_key", "ordinal"]
        permissions = [
            ("read_every_version", "Can read every version"),
            ("publish_version", "Can publish a version"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["handbook_key", "label"],
                name="one_version_per_label",
                violation_error_message=_("This handbook already has a version with this label. Choose another label."),
            ),
            models.UniqueConstraint(fields=["handbook_key", "ordinal"], name="one_version_per_ordinal"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.label}"

    @property
    def issue_id(self) -> int:
        """The row of the version that this one corrects, directly or through an earlier correction; its own otherwise."""
        return self.corrects_id or self.pk

    @property
    def issue(self) -> Version:
        """That version itself; a query where ``corrects`` was not selected along."""
        return self if self.corrects is None else self.corrects


class VersionStatus(Frozen):
    """What a version was called from a moment on; rows are only added. The newest one is the status in force."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="statuses", verbose_name=_("version"))
    status = models.CharField(_("status"), max_length=30, choices=Status)
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("status of a version")
        verbose_name_plural = _("statuses of versions")
        ordering = ["version", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=Status.values),
                name="known_version_status",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="ingetrokken") | ~models.Q(reason=""),
                name="withdrawing_needs_a_reason",
                violation_error_message=_("Say why this version is withdrawn."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.status}"


class Section(Frozen):
    """A frozen section: its own text without title and subsections, in reading order."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="sections", verbose_name=_("version"))
    key = models.UUIDField(_("key"))
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent"),
    )
    position = models.PositiveIntegerField(_("position"))
    number = models.CharField(_("number"), max_length=200)
    level = models.PositiveSmallIntegerField(_("level"))
    appendix = models.BooleanField(_("appendix"), default=False)
    title = models.CharField(_("title"), max_length=255)
    text = models.TextField(_("plain text"), blank=True)
    content_hash = models.CharField(_("content hash"), max_length=64)
    word_count = models.PositiveIntegerField(_("words"))

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="section_key_once_per_version"),
            models.UniqueConstraint(fields=["version", "number"], name="section_number_once_per_version"),
            models.UniqueConstraint(fields=["version", "position"], name="section_position_once_per_version"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def reading_minutes(self) -> int:
        """Whole minutes at 200 words a minute, at least one where there is text."""
        return max(1, round(self.word_count / 200)) if self.word_count else 0


class Passage(Frozen):
    """A frozen block of the size of a paragraph, list, table or figure; its ``passage_id`` stays from version to version.

    ``html`` is all that a reader sees, a callout's title and a figure's image included; ``text`` is the plain text of it.
    """

    section = models.ForeignKey(Section, models.PROTECT, related_name="passages", verbose_name=_("section"))
    passage_id = models.UUIDField(_("passage id"), default=uuid.uuid4)
    ordinal = models.PositiveIntegerField(_("ordinal in the section, from 1"))
    type = models.CharField(_("type"), max_length=20)
    html = models.TextField(_("markup"))
    text = models.TextField(_("plain text"), blank=True)
    data = models.JSONField(_("data"), default=dict, blank=True)
    source = models.CharField(_("the editor's block"), max_length=40, blank=True)
    content_hash = models.CharField(_("content hash"), max_length=64)

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ["section", "ordinal"]
        constraints = [models.UniqueConstraint(fields=["section", "ordinal"], name="passage_ordinal_once_per_section")]
        indexes = [models.Index(fields=["passage_id"])]

    def __str__(self) -> str:
        return f"{self.section_id}-{self.ordinal}"


def current_status(version: Version) -> str:
    """The status in force: the annotation of ``with_status`` where there is one, else one query."""
    annotated = getattr(version, "current_status", None)
    if annotated is not None:
        return str(annotated)
    newest = version.statuses.order_by("-id").values_list("status", flat=True).first()
    return str(newest or Status.WORKING)
