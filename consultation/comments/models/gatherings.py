"""The gathered reaction of an organisation: what colleagues share with each other before one of them submits it for all."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.comments.models.comments import Comment
from consultation.people.models import Organisation
from consultation.rounds.models import Round

USER = settings.AUTH_USER_MODEL


class Gathering(models.Model):
    """That an organisation reacts to one round as one. Whether it still can is told by the round's window and the clock."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="gatherings", verbose_name=_("round"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="gatherings", verbose_name=_("organisation"))
    opened_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+", verbose_name=_("opened by"))
    opened_at = models.DateTimeField(_("opened at"))
    submitted_by = models.ForeignKey(
        USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("last submitted by")
    )
    submitted_at = models.DateTimeField(_("last submitted at"), null=True, blank=True)

    class Meta:
        verbose_name = _("gathered reaction")
        verbose_name_plural = _("gathered reactions")
        ordering = ["round", "organisation"]
        constraints = [
            models.UniqueConstraint(fields=["round", "organisation"], name="one_gathering_per_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.round}"

    def takes_in(self, at: datetime) -> bool:
        """Whether colleagues can still share, and the coordinator can still submit: until 48 hours after the closing."""
        return at < self.round.late_until


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def in_reading_order(self) -> Self:
        """Section by section, passage by passage, and what was shared first before the rest."""
        return self.order_by("comment__section__position", "comment__passage__ordinal", "shared_at", "pk")


class Contribution(models.Model):
    """A colleague's text in the shared layer. The text itself is her draft: nobody outside the organisation ever reads it.

    ``gathered`` is the organisation's own remark that this text went into; several may go into one.
    """

    gathering = models.ForeignKey(Gathering, models.PROTECT, related_name="contributions", verbose_name=_("gathered reaction"))
    comment = models.OneToOneField(Comment, models.PROTECT, related_name="contribution", verbose_name=_("comment"))
    shared_at = models.DateTimeField(_("shared at"))
    gathered = models.ForeignKey(
        Comment, models.PROTECT, null=True, blank=True, related_name="contributions", verbose_name=_("went into")
    )
    gathered_at = models.DateTimeField(_("taken over at"), null=True, blank=True)
    left_out_at = models.DateTimeField(_("left out at"), null=True, blank=True)
    left_out_reason = models.TextField(_("why it was left out"), max_length=500, blank=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["gathering", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(gathered=None, gathered_at=None)
                | models.Q(gathered__isnull=False, gathered_at__isnull=False, left_out_at=None),
                name="contribution_is_taken_or_left_out",
            ),
            models.CheckConstraint(
                condition=models.Q(left_out_at=None) | ~models.Q(left_out_reason=""),
                name="leaving_out_has_a_reason",
                violation_error_message=_("Say why you leave this out; your colleague reads it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} for {self.gathering_id}"

    @property
    def waits(self) -> bool:
        """Whether the coordinator has yet to choose: neither taken over nor left out."""
        return self.gathered_id is None and self.left_out_at is None

    @property
    def changed_since(self) -> bool:
        """Whether its author changed the text after it was taken over."""
        return self.gathered_at is not None and self.comment.saved_at > self.gathered_at


def contribution_of(comment: Comment) -> Any:
    """The contribution that a draft is, or None; free when the draft came with ``select_related("contribution")``."""
    return getattr(comment, "contribution", None)
