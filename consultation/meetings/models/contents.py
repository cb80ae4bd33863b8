"""What belongs to a meeting: the agenda, the papers, the action points."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultation.meetings.models.meetings import Meeting


def paper_path(paper: Paper, name: str) -> str:
    """Where a paper lies in private storage: under a name that nobody can guess, so that two of one name do not meet."""
    return f"bijeenkomsten/{paper.meeting_id}/{uuid.uuid4().hex}.{name.rpartition('.')[2].lower()}"


class AgendaItem(models.Model):
    """One item of the agenda; ``section_key`` is the stable key of a section, which outlives its number and its version."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda", verbose_name=_("meeting"))
    ordinal = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("item"), max_length=200)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    leader = models.CharField(_("led by"), max_length=120, blank=True)
    section_key = models.UUIDField(_("section"), null=True, blank=True)

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["meeting", "ordinal"]
        constraints = [models.UniqueConstraint(fields=["meeting", "ordinal"], name="agenda_ordinal_once_per_meeting")]

    def __str__(self) -> str:
        return self.title


class Paper(models.Model):
    """A file to read for a meeting, in private storage: served after a look at who is invited."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="papers", verbose_name=_("meeting"))
    title = models.CharField(_("title"), max_length=160)
    file = models.FileField(_("file"), upload_to=paper_path, max_length=200)
    name = models.CharField(_("name of the file"), max_length=160)
    size = models.PositiveIntegerField(_("size in bytes"))
    added_at = models.DateTimeField(_("added at"))

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["meeting", "added_at", "pk"]

    def __str__(self) -> str:
        return self.title


class ActionPoint(models.Model):
    """What somebody who was invited promised to do."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="action_points", verbose_name=_("meeting"))
    ordinal = models.PositiveSmallIntegerField(_("order"))
    text = models.CharField(_("what is to be done"), max_length=400)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who does it")
    )
    due_on = models.DateField(_("by"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    class Meta:
        verbose_name = _("action point")
        verbose_name_plural = _("action points")
        ordering = ["meeting", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "ordinal"], name="action_ordinal_once_per_meeting"),
            models.CheckConstraint(condition=~Q(text=""), name="action_point_says_something"),
        ]

    def __str__(self) -> str:
        return self.text
