"""The list that somebody goes through: what she chose to see of a board, in which order, and where a remark stands in it.

The choice is the query of every address of the board, so that going on, mistakes and the way back keep it.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from consultation.comments.models import Comment
from consultation.weighing.batches import READY, REOPENED
from consultation.weighing.board_forms import BoardFilter
from consultation.weighing.positions import is_contested, is_unanimous
from consultation.weighing.stances import stances_on_each
from consultation.weighing.views.finding import page_at, weighers
from consultation.weighing.weighed import is_undecided, one_of_each_group, remarks_of, with_group_size
from handbook.models import Version

OPEN, REOPENED_NOW, DRAFT, ANSWERED, ALL = "open", "heropend", "concept", "beantwoord", "alles"
CONTESTED, UNANIMOUS = "omstreden", "eensgezind"
PER_PAGE = 30
STATES = {
    OPEN: is_undecided(),
    REOPENED_NOW: REOPENED & ~is_undecided(),
    DRAFT: READY & ~is_undecided(),
    ANSWERED: Q(decision__published_at__isnull=False) & ~is_undecided(),
}
"""Every row is in one of these; a group of which one has no decision is open."""
HEADING = "#reactie"
"""The heading of a remark: who goes on stands there, with the focus."""
TOP = "#inhoud"
"""The page itself, for who comes back to the board with something to be told."""
POSITIONS, AMONG_US = "#standpunten", "#onder-ons"


def query_of(request: HttpRequest) -> str:
    """The choice of an address, as a query; "" when it holds none."""
    names = ("toon", *BoardFilter.base_fields)
    return urlencode({name: request.GET[name] for name in names if request.GET.get(name)})


def address_of(request: HttpRequest, name: str, *arguments: Any, anchor: str = "") -> str:
    """A page of the board with the choice of this address behind it."""
    return with_choice(request, reverse(name, args=arguments), anchor=anchor)


def with_choice(request: HttpRequest, path: str, *, anchor: str = "") -> str:
    query = query_of(request)
    return f"{path}{'?' if query else ''}{query}{anchor}"


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the list: a remark that stands alone, or the oldest of its group."""

    pk: int
    key: uuid.UUID
    group: int | None


@dataclass(frozen=True, slots=True)
class Around:
    """Where somebody stands in a list, counted from 1, and what is beside her.

    ``is_inside`` is False for a remark that is not in the list, or not any more; then ``number`` is where it would be.
    """

    number: int
    total: int
    is_inside: bool
    here: Place | None
    previous: Place | None
    following: Place | None
    places: list[Place]

    @property
    def page(self) -> int:
        return (self.number - 1) // PER_PAGE + 1


class ChosenList:
    """The remarks of a version as an address chooses them; ``default`` is which when it does not say."""

    def __init__(self, request: HttpRequest, version: Version, *, default: str = OPEN) -> None:
        self.version = version
        self.user = request.user
        self.people = list(weighers())
        self.narrow = BoardFilter(request.GET or None, version=version, people=self.people, user=request.user)
        asked = request.GET.get("toon", default)
        self.shown = asked if asked in self._conditions else ALL

    @property
    def _conditions(self) -> dict[str, Q]:
        return STATES | {CONTESTED: is_contested(), UNANIMOUS: is_unanimous()}

    @cached_property
    def everything(self) -> QuerySet[Comment]:
        """One of each group, whatever was chosen."""
        return one_of_each_group(remarks_of(self.version))

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many of what was chosen are in each state."""
        chosen = self.narrow.narrow(self.everything).order_by()
        counts = chosen.aggregate(**{name: Count("pk", filter=one) for name, one in self._conditions.items()})
        return counts | {ALL: sum(counts[name] for name in STATES)}

    @cached_property
    def places(self) -> list[Place]:
        """All rows in order. Three columns of each: a thousand are a few milliseconds."""
        chosen = self.narrow.narrow(self.everything)
        return self._places(chosen.filter(self._conditions[self.shown]) if self.shown != ALL else chosen)

    def _places(self, remarks: QuerySet[Comment]) -> list[Place]:
        return [Place(*row) for row in self.narrow.in_order(remarks).values_list("pk", "key", "grouped__group")]

    def query(self, **more: str) -> str:
        """The choice as a query, with something changed. It says always which list it is, since a remark leaves some."""
        return urlencode({"toon": self.shown} | self.narrow.chosen | more)

    def address(self, place: Place | None, *, anchor: str = HEADING) -> str:
        """Where a row is weighed, and the way on from there in this list; "" for none."""
        return f"{page_at(place.key, place.group)}?{self.query()}{anchor}" if place is not None else ""

    def board(self, *, anchor: str = "", **more: str) -> str:
        """This list on the board."""
        return f"{reverse('weighing', args=[self.version.slug, self.version.label])}?{self.query(**more)}{anchor}"

    def around(self, members: Sequence[int]) -> Around:
        """Where a remark, or the one that stands for its group, is in this list.

        What was answered may have left the list: then it is put where it would stand, so that the next one is still the next.
        """
        here, places = self._find(members, self.places), self.places
        is_inside = here is not None
        if here is None:
            kept = {one.pk for one in places}
            places = [one for one in self._places(self.everything) if one.pk in kept or one.pk in members]
            here = self._find(members, places)
        if here is None:
            return Around(1, len(places), False, None, None, None, places)
        return Around(
            number=here + 1,
            total=len(self.places),
            is_inside=is_inside,
            here=places[here],
            previous=places[here - 1] if here else None,
            following=places[here + 1] if here + 1 < len(places) else None,
            places=places,
        )

    @staticmethod
    def _find(members: Sequence[int], places: Sequence[Place]) -> int | None:
        return next((number for number, one in enumerate(places) if one.pk in members), None)

    def page(self, number: Any) -> Page[Place]:
        return Paginator(self.places, PER_PAGE).get_page(number)

    def rows(self, places: Sequence[Place], *, here: Sequence[int] = ()) -> list[dict[str, Any]]:
        """What is shown of each: comment, url, lines of the partners, and whether it is one of ``here``."""
        found = with_group_size(Comment.objects.filter(pk__in=[one.pk for one in places])).select_related(
            "version",
            "section",
            "passage",
            "decision",
            "contest",
            "grouped__group",
            "assignment__to",
            "submitter__user__organisation",
            "submitter__organisation",
        )
        by_number = {one.pk: one for one in found}
        lines = stances_on_each(list(by_number.values()), user=self.user)
        return [
            {
                "comment": by_number[one.pk],
                "url": self.address(one),
                "is_here": one.pk in here,
                "lines": lines.get(one.pk, []),
            }
            for one in places
            if one.pk in by_number
        ]

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """The lists of the board, each with its count; those that come seldom only when there is something in them."""
        counts = self.counts
        words = {OPEN: _("No decision yet")}
        words |= {REOPENED_NOW: _("Reopened")} if counts[REOPENED_NOW] or self.shown == REOPENED_NOW else {}
        words |= {DRAFT: _("Decided, not sent"), ANSWERED: _("Answered"), ALL: _("All")}
        words |= {CONTESTED: _("Contested"), UNANIMOUS: _("Unanimous")} if counts[CONTESTED] or counts[UNANIMOUS] else {}
        return [
            {"label": words[name], "url": self.board(toon=name), "count": counts[name], "current": name == self.shown}
            for name in words
        ]
