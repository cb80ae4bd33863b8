"""The response note of a version: what editors prepare, and each edition that went out."""

from __future__ import annotations

from typing import Any, NoReturn, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from handbook.models import Version

USER = settings.AUTH_USER_MODEL


class Readers(models.TextChoices):
    """Who may read a note."""

    VERSION = "versie", _("who may read the version")
    EVERYBODY = "iedereen", _("everybody")


class NoteDraft(models.Model):
    """What editors write before the note goes out, and again before its next edition."""

    version = models.OneToOneField(Version, models.PROTECT, related_name="note_draft", verbose_name=_("version"))
    introduction = models.TextField(_("introduction"), max_length=20_000, blank=True)
    readers = models.CharField(_("who may read it"), max_length=10, choices=Readers, default=Readers.VERSION)
    saved_at = models.DateTimeField(_("saved at"))
    saved_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+", verbose_name=_("saved by"))

    class Meta:
        verbose_name = _("draft of a response note")
        verbose_name_plural = _("drafts of response notes")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.version)


class NoteEditionQuerySet(models.QuerySet["NoteEdition"]):
    def visible_to(self, user: Any) -> Self:
        """The editions that this person may read: those for everybody, and those of versions that she may read."""
        return self.filter(models.Q(readers=Readers.EVERYBODY) | models.Q(version__in=Version.objects.visible_to(user)))

    def newest_first(self) -> Self:
        return self.order_by("-number")


class NoteEdition(models.Model):
    """One note as it went out. Rows are only added; a name that is erased and words that are blacked out go from
    ``snapshot`` as they go from everywhere else, and a remark that was withdrawn is left out where it is shown.

    ``version`` is the one on which the round ran, never a correction of it.
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="note_editions", verbose_name=_("version"))
    number = models.PositiveIntegerField(_("edition"))
    readers = models.CharField(_("who may read it"), max_length=10, choices=Readers)
    snapshot = models.JSONField(_("the note as it went out"), encoder=DjangoJSONEncoder)
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+", verbose_name=_("published by"))

    objects = NoteEditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("response note")
        verbose_name_plural = _("response notes")
        ordering = ["version", "number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="one_note_per_edition"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="note_editions_count_from_one"),
            models.CheckConstraint(condition=models.Q(readers__in=Readers.values), name="known_readers_of_a_note"),
        ]

    def __str__(self) -> str:
        return f"{self.version} ({self.number})"

    def save(self, **kwargs: Any) -> None:
        super().save(**{**kwargs, "force_insert": True})

    def delete(self, **kwargs: Any) -> NoReturn:
        raise TypeError("a note that went out stays")
