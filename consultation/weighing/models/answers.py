"""What was told to an author: every answer as it went out, with where the partners stood that did not simply agree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.comments.models import Comment
from consultation.people.models import Organisation
from consultation.weighing.models.decisions import Decision
from consultation.weighing.models.positions import Position
from handbook.models import Version

USER = settings.AUTH_USER_MODEL


class Batch(models.Model):
    """Answers that went out together. ``key`` comes with the form, so that a second press is the same sending; it is under way
    until ``ended_at``."""

    key = models.UUIDField(_("key"), unique=True, editable=False)
    version = models.ForeignKey(Version, models.PROTECT, related_name="answer_batches", verbose_name=_("version"))
    by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+", verbose_name=_("sent by"))
    at = models.DateTimeField(_("sent at"))
    ended_at = models.DateTimeField(_("all sent at"), null=True, blank=True)
    people = models.PositiveIntegerField(_("people told"), default=0)

    class Meta:
        verbose_name = _("answers sent together")
        verbose_name_plural = _("answers sent together")
        ordering = ["-at"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(ended_at__gte=models.F("at")), name="a_batch_ends_after_it_began"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.at:%Y-%m-%d %H:%M}"


class Answer(models.Model):
    """One decision as it was sent. Rows are only added, so what an author was told stays readable after a change."""

    class Shown(models.TextChoices):
        NAMED = "organisatie", _("the organisation and its ground")
        WHOLE = "uitleg", _("the organisation, its ground and its explanation")
        WEIGHERS = "wegers", _("nothing; only those who weigh see it")

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="answers", verbose_name=_("comment"))
    value = models.CharField(_("decision"), max_length=30, choices=Decision.Value)
    reason = models.TextField(_("reason"), max_length=10_000)
    sent_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+", verbose_name=_("sent by"))
    sent_at = models.DateTimeField(_("sent at"))
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, blank=True, related_name="answers", verbose_name=_("sent with"))
    is_final = models.BooleanField(_("final"), default=False)
    despite = models.TextField(_("why it was sent although contested"), max_length=2000, blank=True)
    shown = models.CharField(_("what readers see of the minority"), max_length=12, choices=Shown, default=Shown.NAMED)

    class Meta:
        verbose_name = _("answer as it was sent")
        verbose_name_plural = _("answers as they were sent")
        ordering = ["comment", "sent_at", "id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.value} {self.sent_at:%Y-%m-%d}"


class DissentQuerySet(models.QuerySet["Dissent"]):
    def standing(self) -> Self:
        """Those that belong to the newest answer to their remark."""
        later = Answer.objects.filter(comment=models.OuterRef("answer__comment"), sent_at__gt=models.OuterRef("answer__sent_at"))
        return self.exclude(models.Exists(later))

    def for_readers(self) -> Self:
        """Those that the editors show with the answer."""
        return self.standing().exclude(answer__shown=Answer.Shown.WEIGHERS)

    def by_comment(self, comments: Iterable[int]) -> dict[int, list[Dissent]]:
        """By the number of the remark, in the order of the organisations' names; one query, and none for no remarks."""
        found: dict[int, list[Dissent]] = {}
        keys = list(comments)
        rows = self.filter(answer__comment__in=keys).select_related("answer", "organisation") if keys else ()
        for one in rows:
            found.setdefault(one.answer.comment_id, []).append(one)
        return found


class Dissent(models.Model):
    """The position of a partner that did not simply agree, as it was when the answer went out."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="dissents", verbose_name=_("answer"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    value = models.CharField(_("position"), max_length=12, choices=Position.Value)
    ground = models.CharField(_("ground"), max_length=20, choices=Comment.Ground, blank=True)
    reason = models.TextField(_("explanation"), max_length=4000)

    objects = DissentQuerySet.as_manager()

    class Meta:
        verbose_name = _("minority position")
        verbose_name_plural = _("minority positions")
        ordering = ["answer", "organisation__name"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["answer", "organisation"], name="one_dissent_per_organisation"),
            models.CheckConstraint(condition=~models.Q(value="akkoord"), name="who_agrees_is_no_minority"),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.organisation_id}: {self.value}"

    @property
    def words(self) -> str:
        """As in: Halt: akkoord mits (juridisch), with the explanation where the editors show it."""
        ground = f" ({self.get_ground_display()})" if self.ground else ""
        why = f". {self.reason}" if self.answer.shown == Answer.Shown.WHOLE else ""
        return f"{self.organisation}: {self.get_value_display()}{ground}{why}"


class Contest(models.Model):
    """That an author says once that the answer misses what she meant. It is open until the next answer, which is final.

    ``answer`` is the one that she speaks of; it stays readable.
    """

    comment = models.OneToOneField(Comment, models.PROTECT, related_name="contest", verbose_name=_("comment"))
    answer = models.OneToOneField(Answer, models.PROTECT, related_name="+", verbose_name=_("answer"))
    by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+", verbose_name=_("said by"))
    reason = models.TextField(_("what she meant"), max_length=4000)
    at = models.DateTimeField(_("said at"))
    settled_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("answer that missed the point")
        verbose_name_plural = _("answers that missed the point")
        ordering = ["at"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="who_contests_says_what_was_meant"),
            models.CheckConstraint(
                condition=models.Q(settled_at=None) | models.Q(settled_at__gte=models.F("at")), name="settled_after_it_was_said"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.at:%Y-%m-%d}"
