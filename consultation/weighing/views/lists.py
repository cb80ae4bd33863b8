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

from django.core.paginator import Page
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from consultation.comments.models import Comment
from consultation.weighing.board_forms import BoardFilter
from consultation.weighing.lines import lines_of
from consultation.weighing.models import BoardLine
from consultation.weighing.stances import stances_on_each
from consultation.weighing.views.finding import page_at, weighers
from consultation.weighing.views.rows import RowView
from handbook.models import Version
from look.paging import RowsPaginator, in_their_order

OPEN, REOPENED_NOW, DRAFT, ANSWERED = (str(state) for state in BoardLine.State)
ALL, CONTESTED, UNANIMOUS = "alles", "omstreden", "eensgezind"
PER_PAGE = 25
LISTS = {state: Q(state=state) for state in (OPEN, REOPENED_NOW, DRAFT, ANSWERED)} | {
    CONTESTED: Q(is_contested=True),
    UNANIMOUS: Q(is_unanimous=True),
    ALL: Q(),
}
"""The lists of the board by their names. Every row is in one of the first four."""
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
    ``keys`` are the remarks of the list, and that one.
    """

    number: int
    total: int
    is_inside: bool
    here: int | None
    previous: Place | None
    following: Place | None
    keys: list[int]

    @property
    def page(self) -> int:
        return (self.number - 1) // PER_PAGE + 1


class ChosenList:
    """The rows of a version's board as an address chooses them; ``default`` is which list when it does not say."""

    def __init__(self, request: HttpRequest, version: Version, *, default: str = OPEN) -> None:
        self.version = version
        self.user = request.user
        self.people = list(weighers())
        self.narrow = BoardFilter(request.GET or None, version=version, people=self.people, user=request.user)
        asked = request.GET.get("toon", default)
        self.shown = asked if asked in LISTS else ALL

    @cached_property
    def everything(self) -> QuerySet[BoardLine]:
        """Whatever was chosen."""
        return lines_of(self.version).rows()

    @cached_property
    def _of_all_lists(self) -> QuerySet[BoardLine]:
        return self.narrow.narrow_lines(self.everything)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many of what was chosen are in each list. Counted in the order of an index, by what they have in common."""
        counts = dict.fromkeys(LISTS, 0)
        alike = self._of_all_lists.values_list("state", "is_contested", "is_unanimous").annotate(Count("pk"))
        for state, is_contested, is_unanimous, count in alike.order_by("state", "is_contested", "is_unanimous"):
            counts[state] += count
            counts[ALL] += count
            counts[CONTESTED] += count if is_contested else 0
            counts[UNANIMOUS] += count if is_unanimous else 0
        return counts

    @property
    def total(self) -> int:
        return self.counts[self.shown]

    @cached_property
    def lines(self) -> QuerySet[BoardLine]:
        """All rows in order."""
        return self.narrow.lines_in_order(self._of_all_lists.filter(LISTS[self.shown]))

    @property
    def keys(self) -> list[int]:
        """The remarks of all rows in order (``Comment.pk``): a number of each, ten thousand are a few milliseconds."""
        return list(self.lines.values_list("pk", flat=True))

    @cached_property
    def first(self) -> Place | None:
        return self._places(self.lines[:1])[0] if self.total else None

    @staticmethod
    def _places(lines: QuerySet[BoardLine]) -> list[Place]:
        return [Place(*row) for row in lines.values_list("pk", "comment__key", "group")]

    def query(self, **more: str) -> str:
        """The choice as a query, with something changed. It says always which list it is, since a remark leaves some."""
        return urlencode({"toon": self.shown} | self.narrow.chosen | more)

    @cached_property
    def _as_chosen(self) -> str:
        return self.query()

    def address(self, place: Place | None, *, anchor: str = HEADING) -> str:
        """Where a row is weighed, and the way on from there in this list; "" for none."""
        return f"{page_at(place.key, place.group)}?{self._as_chosen}{anchor}" if place is not None else ""

    def board(self, *, anchor: str = "", **more: str) -> str:
        """This list on the board."""
        return f"{reverse('weighing', args=[self.version.slug, self.version.label])}?{self.query(**more)}{anchor}"

    def around(self, members: Sequence[int]) -> Around:
        """Where a remark, or the one that stands for its group, is in this list.

        What was answered may have left the list: then it is put where it would stand, so that the next one is still the next.
        """
        keys = self.keys
        total, here = len(keys), self._find(members, keys)
        is_inside = here is not None
        if here is None:
            kept = {*keys, *members}
            every = self.narrow.lines_in_order(self.everything).values_list("pk", flat=True)
            keys = [one for one in every if one in kept]
            here = self._find(members, keys)
        if here is None:
            return Around(1, total, False, None, None, None, keys)
        beside = {one.pk: one for one in self._places(BoardLine.objects.filter(pk__in=keys[max(0, here - 1) : here + 2]))}
        return Around(
            number=here + 1,
            total=total,
            is_inside=is_inside,
            here=keys[here],
            previous=beside.get(keys[here - 1]) if here else None,
            following=beside.get(keys[here + 1]) if here + 1 < len(keys) else None,
            keys=keys,
        )

    @staticmethod
    def _find(members: Sequence[int], keys: Sequence[int]) -> int | None:
        return next((number for number, one in enumerate(keys) if one in members), None)

    def page(self, number: Any) -> Page[Comment]:
        """The remarks of one page, with all that their rows show."""
        return RowsPaginator(self.lines, PER_PAGE, whole=_for_rows(), count=self.total).get_page(number)

    def rows(self, comments: Sequence[Comment], *, here: Sequence[int] = ()) -> list[RowView]:
        """What is shown of each; ``here`` are the remarks that are in hand."""
        lines = stances_on_each(comments, handbook_key=self.version.handbook_key, user=self.user)
        return [
            RowView.of(
                one,
                url=self.address(Place(one.pk, one.key, one.board_line.group_id)),
                is_here=one.pk in here,
                lines=lines.get(one.pk, ()),
            )
            for one in comments
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


def _for_rows() -> QuerySet[Comment]:
    """Remarks with what a row of the board shows, and nothing else."""
    return Comment.objects.select_related(
        "board_line",
        "section",
        "passage",
        "decision",
        "contest",
        "grouped__group",
        "assignment__to",
        "submitter__user__organisation",
        "submitter__organisation",
    ).only(
        *("key", "number", "kind", "ground", "late", "body", "proposed", "version"),
        *("board_line__group", "board_line__group_size", "grouped__group__confirmed_at", "assignment__to__name"),
        *("section__number", "section__title", "passage__ordinal"),
        *("decision__value", "decision__published_at", "contest__settled_at"),
        *("submitter__number", "submitter__collective", "submitter__organisation__name"),
        *("submitter__user__name", "submitter__user__organisation__name"),
    )


def remarks_for_rows(keys: Sequence[int]) -> list[Comment]:
    """The remarks of these rows (``Comment.pk``), in their order, with all that a row shows."""
    return in_their_order(_for_rows(), keys)
