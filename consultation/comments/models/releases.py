"""What attendees of a conference read of a version, and what they answered: a link table of two slices, in the upper one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultation.comments.models.comments import Comment
from consultation.conference.models import Conference, Registration
from handbook.models import Section, Version


class Release(models.Model):
    """Sections of one version, released to one conference: its attendees read exactly these, as text."""

    conference = models.OneToOneField(Conference, models.CASCADE, related_name="release", verbose_name=_("conference"))
    version = models.ForeignKey(Version, models.PROTECT, related_name="+", verbose_name=_("version"))

    class Meta:
        verbose_name = _("release to a conference")
        verbose_name_plural = _("releases to conferences")

    def __str__(self) -> str:
        return f"{self.conference}: {self.version}"


class ReleasedSection(models.Model):
    """One released section, with the question that the editors ask about it; without a question it is for reading only."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="sections", verbose_name=_("release"))
    section = models.ForeignKey(Section, models.PROTECT, related_name="+", verbose_name=_("section"))
    question = models.TextField(_("question"), max_length=600, blank=True)

    class Meta:
        verbose_name = _("released section")
        verbose_name_plural = _("released sections")
        ordering = ["release", "section__position"]
        constraints = [models.UniqueConstraint(fields=["release", "section"], name="section_released_once")]

    def __str__(self) -> str:
        return str(self.section)


class AttendeeAnswer(models.Model):
    """Which remark answers which question, by whom; when her sign-up is deleted the remark stays under its number."""

    comment = models.OneToOneField(Comment, models.PROTECT, related_name="attendee_answer", verbose_name=_("comment"))
    question = models.TextField(_("question as it was asked"), max_length=600)
    section = models.ForeignKey(Section, models.PROTECT, related_name="+", verbose_name=_("section"))
    registration = models.ForeignKey(Registration, models.SET_NULL, null=True, related_name="answers", verbose_name=_("sign-up"))

    class Meta:
        verbose_name = _("answer of an attendee")
        verbose_name_plural = _("answers of attendees")
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "section"],
                condition=Q(registration__isnull=False),
                name="one_answer_per_attendee_and_section",
            )
        ]

    def __str__(self) -> str:
        return str(self.comment)


def asked_of(comment: Comment) -> str:
    """What an attendee was asked, empty for all other remarks; free with ``select_related("attendee_answer")``."""
    if comment.origin != Comment.Origin.CONFERENCE:
        return ""
    answer = getattr(comment, "attendee_answer", None)
    return answer.question if answer is not None else ""
