"""Where the partner organisations stand on a remark."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.comments.models import Comment
from consultation.people.models import Organisation
from handbook.models import Version

USER = settings.AUTH_USER_MODEL


class SpokenQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        """Those that an organisation gave itself, or confirmed when an editor recorded them for it."""
        return self.filter(confirmed_at__isnull=False)


class Spoken(models.Model):
    """What one organisation says of something, the newest word of hers: who gave it, when, and why. An editor may record what
    was said elsewhere, with where and on which day; it counts once the organisation confirmed it."""

    class Source(models.TextChoices):
        SITE = "site", _("on the site")
        MEETING = "overleg", _("in a meeting")
        LETTER = "brief", _("by letter")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    ground = models.CharField(_("ground"), max_length=20, choices=Comment.Ground, blank=True)
    reason = models.TextField(_("explanation"), max_length=4000, blank=True)
    source = models.CharField(_("given"), max_length=10, choices=Source, default=Source.SITE)
    source_on = models.DateField(_("given on"), null=True, blank=True)
    given_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+", verbose_name=_("given by"))
    given_at = models.DateTimeField(_("given at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    class Meta:
        abstract = True


GIVEN_ELSEWHERE = models.Q(source="site", source_on=None) | (~models.Q(source="site") & models.Q(source_on__isnull=False))
"""What was given elsewhere has a day, and what was given on the site has none."""


class PositionQuerySet(SpokenQuerySet):
    def apart(self) -> Self:
        """Those that do not simply agree."""
        return self.exclude(value=Position.Value.AGREE)


class Position(Spoken):
    """What one organisation says of a remark and of what is to become of it.

    ``about`` is when the decision was written that it speaks of, None when there was none yet: a decision that changes
    afterwards makes it a position on something else.
    """

    class Value(models.TextChoices):
        AGREE = "akkoord", _("agree")
        AGREE_IF = "akkoord mits", _("agree, if")
        OBJECT = "bezwaar", _("object")

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="positions", verbose_name=_("comment"))
    value = models.CharField(_("position"), max_length=12, choices=Value)
    about = models.DateTimeField(_("about the decision of"), null=True, blank=True)

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("position of a partner")
        verbose_name_plural = _("positions of partners")
        ordering = ["comment", "organisation__name"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["comment", "organisation"], name="one_position_per_organisation"),
            models.CheckConstraint(
                condition=models.Q(value="akkoord") | ~models.Q(reason=""),
                name="who_does_not_simply_agree_says_why",
                violation_error_message=_("Say why: the others have to be able to weigh it."),
            ),
            models.CheckConstraint(
                condition=GIVEN_ELSEWHERE,
                name="given_elsewhere_has_a_day",
                violation_error_message=_("Say on which day it was given."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.organisation_id}: {self.value}"

    def is_about(self, decision: Any) -> bool:
        """Whether it speaks of the decision as it is now; None stands for no decision."""
        return self.about == (decision.decided_at if decision is not None else None)


class OpenedPositions(models.Model):
    """That the first round of positions on a version ended: from then on everybody who weighs sees those of all."""

    version = models.OneToOneField(Version, models.PROTECT, related_name="opened_positions", verbose_name=_("version"))
    by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+", verbose_name=_("opened by"))
    at = models.DateTimeField(_("opened at"))

    class Meta:
        verbose_name = _("end of the first round of positions")
        verbose_name_plural = _("ends of the first round of positions")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.version_id}: {self.at:%Y-%m-%d}"
