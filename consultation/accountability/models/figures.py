"""Which figures of a round others may see. Without a row only those who weigh see them."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.rounds.models import Round, round_of
from handbook.models import Version


class Figure(models.TextChoices):
    """The groups of figures, in the order of their page."""

    PARTICIPATION = "deelname", _("Who took part")
    COVERAGE = "paragrafen", _("Section by section")
    REMARKS = "reacties", _("What the comments are about")
    ANSWERS = "antwoorden", _("What became of the comments")
    GROUPS = "groepen", _("Functions, organisations and regions")
    COURSE = "verloop", _("Through the weeks")
    SUPPORT = "steun", _("Support for comments of others")


class ShownFigureQuerySet(models.QuerySet["ShownFigure"]):
    def shown(self, version: Version, *, reads: bool, at: datetime) -> frozenset[str]:
        """The figures of this version's round that somebody sees who does not weigh; ``reads``: whether she may read the version.

        None while a blind round runs: each of them would tell of remarks that others may not know of yet. One query.
        """
        round = round_of(version)
        if round is None or round.hides_peers(at):
            return frozenset()
        rows = self.filter(round=round)
        if not reads:
            rows = rows.filter(audience=ShownFigure.Audience.EVERYBODY)
        return frozenset(rows.values_list("figure", flat=True))


class ShownFigure(models.Model):
    """That editors show one group of figures of a round, and to whom."""

    class Audience(models.TextChoices):
        READERS = "lezers", _("everybody who may read this version")
        EVERYBODY = "iedereen", _("everybody")

    round = models.ForeignKey(Round, models.CASCADE, related_name="shown_figures", verbose_name=_("round"))
    figure = models.CharField(_("figure"), max_length=12, choices=Figure)
    audience = models.CharField(_("shown to"), max_length=10, choices=Audience)
    changed_at = models.DateTimeField(_("changed at"))

    objects = ShownFigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("shown figure")
        verbose_name_plural = _("shown figures")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["round", "figure"], name="figure_shown_once_per_round"),
            models.CheckConstraint(condition=models.Q(audience__in=["lezers", "iedereen"]), name="figure_shown_to_somebody"),
            models.CheckConstraint(condition=models.Q(figure__in=Figure.values), name="shown_figure_is_one_we_know"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.figure}: {self.audience}"
