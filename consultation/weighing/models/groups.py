"""Remarks of a version that say much the same: proposed by likeness, confirmed by a person, answered together."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.comments.models import Comment
from handbook.models import Version

USER = settings.AUTH_USER_MODEL


class AlikeGroup(models.Model):
    """Two or more remarks with one answer. Not confirmed, it is a proposal that the next look may replace.

    ``changed_at`` moves with every change of its members, so that a form knows whether it shows the group as it is.
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="alike_groups", verbose_name=_("version"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    confirmed_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+", verbose_name=_("confirmed by"))
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("group of alike remarks")
        verbose_name_plural = _("groups of alike remarks")
        ordering = ["version", "id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.version_id}: {self.pk}"


class Grouped(models.Model):
    """In which group a remark is; without a group a person said that it stands alone, which no proposal undoes."""

    comment = models.OneToOneField(Comment, models.PROTECT, related_name="grouped", verbose_name=_("comment"))
    group = models.ForeignKey(AlikeGroup, models.CASCADE, null=True, blank=True, related_name="members", verbose_name=_("group"))

    class Meta:
        verbose_name = _("grouped remark")
        verbose_name_plural = _("grouped remarks")
        ordering = ["group", "comment"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.group_id or '-'}"
