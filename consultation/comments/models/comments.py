"""Remarks. A comment hangs on a frozen section, never on the living text."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.comments.models.submitters import Submitter
from consultation.rounds.models import Question, round_of
from handbook.models import Passage, Section, Version

_STANDING = models.Q(posted_at__isnull=False, withdrawn_at=None, removed_at=None)


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, user: Any, at: datetime, *, on: Version | None = None, withdrawn: bool = True) -> Self:
        """The truth about time and counts of a blind round: every list, count, mark, feed and export starts here.

        Own comments always (drafts too), and those of one's organisation: what it submitted and what its people share with
        each other. Others' when they were posted and not removed, on a version this person may read, and not while a
        blind round on that version still runs. A withdrawn one shows only while it carries
        replies, so that these do not hang in the air. Editors and the working group see every posted comment, those of
        blind rounds too, since they weigh them (contract.md, Who may do what).

        ``on`` leaves those of one version, which the caller found through ``Version.visible_to``: what holds for the
        whole of it is then asked once and not of every remark. Without ``withdrawn`` those that were are left out.
        """
        if not user.is_authenticated:
            return self.none()
        own = self._own(user, on)
        found = self if on is None else self.filter(version=on)
        if user.has_perm("comments.read_every_comment"):
            return found.filter(own | models.Q(posted_at__isnull=False))
        stands = models.Q(posted_at__isnull=False, removed_at=None)
        if withdrawn:
            answered = Comment.objects.posted().filter(parent=models.OuterRef("pk"))
            stands &= models.Q(withdrawn_at=None) | models.Exists(answered)
        else:
            found = found.filter(withdrawn_at=None)
        if on is not None:
            round = round_of(on)
            return found.filter(own if round is not None and round.hides_peers(at) else own | stands)
        blind = models.Q(version__round__blind=True, version__round__closes_at__gt=at) | models.Q(
            version__corrects__round__blind=True, version__corrects__round__closes_at__gt=at
        )
        readable = models.Q(version__in=Version.objects.visible_to(user))
        return found.filter(own | (stands & readable & ~blind))

    def standing_for(self, user: Any, at: datetime, *, on: Version) -> Self:
        """Those on one version, found as above, that ``visible_to`` finds and that stand. To count by: but for a blind round
        nobody needs to look at who wrote each."""
        found = self.posted().filter(version=on)
        round = round_of(on)
        if not user.is_authenticated or (round is not None and round.hides_peers(at)):
            return found.visible_to(user, at, on=on, withdrawn=False)
        return found

    def of(self, user: Any) -> Self:
        """What this person answers for: her own, and what her organisation submitted when she coordinates it."""
        mine = models.Q(submitter__user=user)
        if user.is_coordinator and user.organisation_id is not None:
            mine |= _submitted_by(user.organisation_id)
        return self.filter(mine)

    def _own(self, user: Any, on: Version | None) -> models.Q:
        """Which comments no blind round hides from this person. Who left the version reads no colleague's text any more."""
        own = models.Q(submitter__user=user)
        if user.organisation_id is None:
            return own
        shared = models.Q(contribution__gathering__organisation=user.organisation_id)
        if on is None:
            shared &= models.Q(version__in=Version.objects.visible_to(user))
        return own | _submitted_by(user.organisation_id) | shared

    def posted(self) -> Self:
        """Posted and still standing: neither a draft, nor withdrawn, nor removed by a moderator."""
        return self.filter(_STANDING)


def _submitted_by(organisation_id: int) -> models.Q:
    return models.Q(submitter__collective=True, submitter__organisation=organisation_id, posted_at__isnull=False)


class Comment(models.Model):
    """One remark, reply or answer to a question of the round."""

    class Kind(models.TextChoices):
        SUBSTANCE = "inhoudelijk", _("on substance")
        EDITORIAL = "redactioneel", _("editorial")
        QUESTION = "vraag", _("question")
        ANSWER = "antwoord", _("answer to a question of the round")

    class Ground(models.TextChoices):
        LEGAL = "juridisch", _("legal")
        PRACTICE = "uitvoerbaarheid", _("workability")
        PRIVACY = "privacy", _("privacy")
        PARTNERS = "ketensamenwerking", _("cooperation between partners")
        LANGUAGE = "taal", _("language")
        OTHER = "anders", _("other")

    class Origin(models.TextChoices):
        SITE = "site", _("site")
        WORKING_GROUP = "werkgroep", _("working group")
        CONFERENCE = "conferentie", _("conference")
        TRYOUT = "uitprobeer", _("try-out")
        TABLE = "tabel", _("table")
        WORD = "Word", _("Word file")
        ENTERED = "ingevoerd", _("entered by the editors")

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    submitter = models.ForeignKey(Submitter, models.PROTECT, related_name="comments", verbose_name=_("submitter"))
    version = models.ForeignKey(Version, models.PROTECT, db_index=False, related_name="comments", verbose_name=_("version"))
    section = models.ForeignKey(Section, models.PROTECT, related_name="comments", verbose_name=_("section"))
    passage = models.ForeignKey(
        Passage,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="comments",
        verbose_name=_("passage"),
    )
    selectors = models.JSONField(_("selectors (W3C Web Annotation)"), default=list, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replies",
        verbose_name=_("in reply to"),
    )
    question = models.ForeignKey(
        Question,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name=_("question of the round"),
    )
    number = models.PositiveIntegerField(_("number within the version"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.SUBSTANCE)
    ground = models.CharField(_("ground"), max_length=20, choices=Ground, blank=True)
    origin = models.CharField(_("origin"), max_length=12, choices=Origin, default=Origin.SITE)
    body = models.TextField(_("text"), max_length=10_000, blank=True)
    proposed = models.TextField(_("proposed wording"), max_length=10_000, blank=True)
    late = models.BooleanField(_("after the round closed"), default=False)
    created_at = models.DateTimeField(_("begun at"))
    saved_at = models.DateTimeField(_("last saved at"))
    posted_at = models.DateTimeField(_("posted at"), null=True, blank=True)
    edited_at = models.DateTimeField(_("edited at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)
    removed_reason = models.TextField(_("reason of the removal"), blank=True)
    admitted_at = models.DateTimeField(_("admitted after the round at"), null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    # Wagtail would note at every save to which pages and images a remark refers; it refers to none.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["version", "section", "id"]
        permissions = [
            ("read_every_comment", "Can read every comment"),
            ("moderate_comment", "Can moderate comments"),
        ]
        indexes = [
            models.Index(fields=["section", "posted_at"]),
            # That of the foreign key too: a database without statistics takes an index of the version for one of the section.
            models.Index(fields=["version", "section"], name="comments_in_section"),
            models.Index(fields=["-posted_at", "-id"], name="comments_newest_first"),
            # What every list and count of weighing asks for, read from the index alone: a remark is wide.
            models.Index(
                fields=["parent", "version", "section", "passage", "number", "submitter"],
                condition=_STANDING,
                name="comments_that_stand",
            ),
            # Who wrote of which section, and about what, for figures: in this order, so that the database counts while it reads.
            models.Index(
                fields=["version", "section", "origin", "parent", "submitter"],
                condition=_STANDING,
                name="comments_by_whom",
            ),
            models.Index(
                fields=["version", "ground", "kind", "late", "posted_at"],
                condition=models.Q(parent=None) & _STANDING,
                name="comments_by_ground",
            ),
            models.Index(
                fields=["version", "posted_at", "ground"], condition=models.Q(parent=None) & _STANDING, name="comments_by_day"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "number"],
                condition=models.Q(number__isnull=False),
                name="comment_number_once_per_version",
            ),
            models.CheckConstraint(
                condition=models.Q(posted_at=None) | ~models.Q(body="", proposed=""),
                name="posted_comment_has_text",
                violation_error_message=_("Write your remark first."),
            ),
            models.CheckConstraint(
                condition=models.Q(removed_at=None) | ~models.Q(removed_reason=""),
                name="removal_has_a_reason",
                violation_error_message=_("Say why you remove this remark."),
            ),
            models.CheckConstraint(
                condition=models.Q(posted_at=None) | models.Q(number__isnull=False) | models.Q(parent__isnull=False),
                name="posted_comment_has_a_number",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="antwoord", question__isnull=False)
                | (~models.Q(kind="antwoord") & models.Q(question=None)),
                name="an_answer_has_its_question",
            ),
            models.UniqueConstraint(
                fields=["submitter", "question"],
                condition=models.Q(question__isnull=False, posted_at__isnull=False, withdrawn_at=None, removed_at=None),
                name="one_answer_per_person",
                violation_error_message=_("You already answered this question. Edit your answer instead."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or self.key}"

    @property
    def is_draft(self) -> bool:
        return self.posted_at is None

    @property
    def stands(self) -> bool:
        """Posted, and neither withdrawn nor removed."""
        return self.posted_at is not None and self.withdrawn_at is None and self.removed_at is None


class CommentText(models.Model):
    """A text that a comment had before it was edited, kept for its readers' sake. Rows are only added, and blacked out."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="texts", verbose_name=_("comment"))
    body = models.TextField(_("text"), blank=True)
    proposed = models.TextField(_("proposed wording"), blank=True)
    until = models.DateTimeField(_("stood until"))

    class Meta:
        verbose_name = _("earlier text")
        verbose_name_plural = _("earlier texts")
        ordering = ["comment", "id"]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.until:%Y-%m-%d %H:%M}"
