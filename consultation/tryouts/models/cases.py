"""What the editors write: a try-out in a round, and its fictional cases."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.rounds.models import Round
from handbook.models import Version


class TryoutQuerySet(models.QuerySet["Tryout"]):
    def begun(self, at: datetime) -> Self:
        """Opened by the editors, and the round has begun: it may be over by now."""
        return self.filter(opened_at__lte=at, round__opens_at__lte=at)

    def with_progress(self, user: Any) -> Self:
        """Each with ``case_count`` and ``finished_count``: how many cases it has, and how many this person finished."""
        mine = models.Q(cases__walks__user=user, cases__walks__finished_at__isnull=False)
        return self.annotate(
            case_count=models.Count("cases", distinct=True),
            finished_count=models.Count("cases", filter=mine, distinct=True),
        )

    def visible_to(self, user: Any, at: datetime) -> Self:
        """Those that began, on versions that this person may read."""
        return self.begun(at).filter(round__version__in=Version.objects.visible_to(user))


class Tryout(models.Model):
    """A round in which members try the method on cases. It runs as long as the round, from the moment it was opened."""

    round = models.OneToOneField(Round, models.PROTECT, related_name="tryout", verbose_name=_("round"))
    intro = models.TextField(_("what we ask"), max_length=2000, blank=True)
    measures_time = models.BooleanField(
        _("measure the time per step"),
        default=False,
        help_text=_("Members read on the page that it is measured, and what for."),
    )
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    announced_at = models.DateTimeField(_("told to members at"), null=True, blank=True, editable=False)

    objects = TryoutQuerySet.as_manager()

    class Meta:
        verbose_name = _("try-out")
        verbose_name_plural = _("try-outs")
        ordering = ["-round__opens_at"]
        permissions = [("read_agreement", "Can see how far members agree in a try-out")]

    def __str__(self) -> str:
        return str(self.round)

    @property
    def place(self) -> tuple[str, str]:
        """The slug and the label of its version, of which its addresses are made."""
        return self.round.version.slug, self.round.version.label

    def is_open(self, at: datetime) -> bool:
        """Whether cases can be walked now."""
        return self.opened_at is not None and self.opened_at <= at and self.round.is_open(at)


class Case(models.Model):
    """A fictional case. ``key`` stays when a case is taken over into the next round, so that walks can be compared.

    ``persons`` are whom it is about ("Noor (14)", "haar ouders"), each with an outcome of their own. ``known`` tells for a step
    (by name) what is known there beside the story.
    """

    key = models.UUIDField(_("key"), default=uuid.uuid4, editable=False)
    tryout = models.ForeignKey(Tryout, models.PROTECT, related_name="cases", verbose_name=_("try-out"))
    ordinal = models.PositiveIntegerField(_("order"))
    title = models.CharField(_("title"), max_length=120)
    story = models.TextField(_("story"), max_length=6000)
    persons = models.JSONField(_("persons"), default=list, blank=True)
    known = models.JSONField(_("what is known at a step"), default=dict, blank=True)

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["tryout", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["tryout", "key"], name="case_once_per_tryout"),
            models.UniqueConstraint(fields=["tryout", "ordinal"], name="case_ordinal_once_per_tryout"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def made_up(self) -> str:
        """All words of the case together: whoever is named in them does not exist."""
        return " ".join([self.title, self.story, *self.persons, *self.known.values()])
