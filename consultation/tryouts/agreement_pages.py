"""What the pages on agreement show: rows with words first and figures behind them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from consultation.tryouts.agreement_words import (
    Mark,
    change_mark,
    level_mark,
    spread_mark,
    tell_agreement,
    tell_alpha,
    tell_case,
    tell_change,
    tell_enough,
    tell_outcomes,
)
from consultation.tryouts.figures import CaseFigures, StepFigures, TryoutFigures, judgements, outcome_names, with_outcomes
from consultation.tryouts.group_words import split_kinds, tell_group
from consultation.tryouts.grouping import Cell, Partition, beside, by_function, by_organisation, cells_of, folded
from consultation.tryouts.models import Case, Conclusion, StepAnswer
from consultation.tryouts.spread import LEAST_WALKS, Spread, median_of
from handbook.framework.graph import Framework, Place, Step
from handbook.framework_words import tell_difference
from handbook.models import Version

TEXTS_PER_ANSWER = 8
REASONS_PER_PAGE = 10


@dataclass(frozen=True, slots=True)
class Bar:
    """One answer of a spread: how many of how many gave it."""

    label: str
    count: int
    total: int
    is_majority: bool

    @property
    def percent(self) -> int:
        return round(100 * self.count / self.total) if self.total else 0


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in the list: one sentence, and its outcomes when enough people finished it."""

    case: Case
    said: str
    url: str
    mark: Mark | None
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class CaseSpread:
    """The answers at a step in one case, in a line; ``url`` leads to the motivations."""

    case: Case
    said: str
    url: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step over the cases: agreement in words, then the numbers, then what changed since the version before."""

    step: Step
    text_url: str
    mark: Mark | None
    said: str
    alpha: str
    bars: tuple[Bar, ...]
    cases: tuple[CaseSpread, ...]
    stuck: int
    change: str
    change_mark: Mark | None
    is_new: bool
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupTable:
    """Answers by group. ``rows`` are (name, how many, counts in the order of ``columns``); empty when none may be shown."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, int, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """The motivations of those who gave one answer, this page of them."""

    label: str
    count: int
    texts: tuple[str, ...]


def case_rows(figures: TryoutFigures) -> list[CaseRow]:
    return [
        CaseRow(
            case=one.case,
            said=tell_case(one, figures.framework) if one.is_shown else tell_enough(one.finished),
            url=case_url(one.case) if one.is_shown else "",
            mark=spread_mark(one.outcomes) if one.is_shown else None,
            bars=outcome_bars(one, figures.framework) if one.is_shown else (),
        )
        for one in figures.cases
    ]


def step_rows(figures: TryoutFigures) -> list[StepRow]:
    return [_step_row(one, figures) for one in figures.steps]


def outcome_bars(figures: CaseFigures, framework: Framework) -> tuple[Bar, ...]:
    outcomes = figures.outcomes
    return tuple(
        Bar(tell_outcomes(names, framework), count, outcomes.total, count == outcomes.majority)
        for names, count in outcomes.counts
    )


def answer_bars(step: Step, spread: Spread) -> tuple[Bar, ...]:
    """All answers of a step in its own order, those that nobody gave too."""
    counts = [spread.count(choice) for choice in range(len(step.answers))]
    return tuple(
        Bar(answer.text, count, spread.total, count > 0 and count == spread.majority)
        for answer, count in zip(step.answers, counts, strict=True)
    )


def case_url(case: Case) -> str:
    return reverse("agreement-case", args=[*case.tryout.place, case.ordinal])


def step_url(case: Case, step: str) -> str:
    return reverse("agreement-step", args=[*case.tryout.place, case.ordinal, step])


def text_url(version: Version, place: Place) -> str:
    """Where a step is read in the text."""
    page = reverse("section", kwargs={"slug": version.slug, "label": version.label, "number": place.number})
    return f"{page}#b-{place.passage}"


def outcome_groups(figures: CaseFigures, framework: Framework) -> tuple[GroupTable, GroupTable]:
    """The outcomes of a case by function and by organisation; one query."""
    walks = with_outcomes(figures.case.walks.finished().order_by(), framework)
    rows = walks.values_list("bits", *_cell_fields("user__")).annotate(Count("pk"))
    counts = cells_of((outcome_names(bits, framework), cell, count) for bits, *cell, count in rows)
    columns = [(names, " + ".join(names)) for names, _count in figures.outcomes.counts]
    return _group_tables(counts, columns)


def answer_groups(case: Case, step: Step, spread: Spread) -> tuple[GroupTable, GroupTable]:
    """The answers at a step of a case by function and by organisation; one query."""
    rows = judgements([case]).filter(step=step.name).values_list("choice", *_cell_fields("walk__user__")).annotate(Count("pk"))
    counts = cells_of((choice, cell, count) for choice, *cell, count in rows)
    columns = [(choice, answer.text) for choice, answer in enumerate(step.answers) if spread.count(choice)]
    return _group_tables(counts, columns)


def motivations(case: Case, step: Step, number: Any) -> tuple[list[Column], Page[Any]]:
    """What people wrote at a step, side by side by their answer, a few of each; and the pages. Two queries.

    They stand in the order of the alphabet: neither who wrote one nor when follows from its place, nor which texts at several
    steps are of one hand.
    """
    written = judgements([case]).filter(step=step.name).exclude(motivation="")
    counts = dict(written.values_list("choice").annotate(Count("pk")))
    pages: Paginator[Any] = Paginator(range(max(counts.values(), default=0)), TEXTS_PER_ANSWER)
    page = pages.get_page(number)
    first = (page.number - 1) * TEXTS_PER_ANSWER
    place = Window(RowNumber(), partition_by=F("choice"), order_by=("motivation", "pk"))
    rows = written.annotate(place=place).filter(place__gt=first, place__lte=first + TEXTS_PER_ANSWER).order_by("place")
    texts: dict[int, list[str]] = {}
    for choice, text in rows.values_list("choice", "motivation"):
        texts.setdefault(choice, []).append(text)
    return [
        Column(answer.text, counts[choice], tuple(texts.get(choice, ())))
        for choice, answer in enumerate(step.answers)
        if counts.get(choice)
    ], page


def reasons(case: Case, number: Any) -> Page[Conclusion]:
    """Why people chose another outcome than the method points to, in the order of the alphabet."""
    found = Conclusion.objects.filter(walk__case=case, walk__finished_at__isnull=False).exclude(chosen=F("outcome"))
    return Paginator(found.only("outcome", "chosen", "reason").order_by("reason", "pk"), REASONS_PER_PAGE).get_page(number)


def middle_seconds(case: Case, step: Step) -> float | None:
    """The median time at a step in seconds; None when too few were measured."""
    timed: QuerySet[StepAnswer] = judgements([case]).filter(step=step.name, seconds__isnull=False)
    counts = list(timed.values_list("seconds").annotate(Count("pk")))
    return median_of(counts) if sum(count for _seconds, count in counts) >= LEAST_WALKS else None


def _step_row(figures: StepFigures, whole: TryoutFigures) -> StepRow:
    step, agreement, comparison = figures.step, figures.agreement, figures.comparison
    label = whole.previous.round.version.label if whole.previous else ""
    return StepRow(
        step=step,
        text_url=text_url(whole.tryout.round.version, step.place),
        mark=level_mark(agreement.level if agreement else None) if figures.spreads else None,
        said=tell_agreement(agreement) if agreement else "",
        alpha=tell_alpha(agreement) if agreement else "",
        bars=answer_bars(step, figures.total) if figures.spreads else (),
        cases=tuple(CaseSpread(one.case, _said(step, spread), step_url(one.case, step.name)) for one, spread in figures.spreads),
        stuck=figures.stuck,
        change=tell_change(comparison, label) if comparison else "",
        change_mark=change_mark(comparison) if comparison else None,
        is_new=figures.is_new,
        differences=tuple(tell_difference(one) for one in figures.changes),
    )


def _said(step: Step, spread: Spread) -> str:
    """ "ja 12 · nee 6" """
    return " · ".join(f"{step.answers[choice].text} {count}" for choice, count in spread.counts if choice < len(step.answers))


def _cell_fields(prefix: str) -> tuple[str, str, str]:
    return f"{prefix}function", f"{prefix}organisation__kind", f"{prefix}organisation__name"


def _group_tables(
    counts: Mapping[tuple[Cell, Hashable], int], columns: Sequence[tuple[Hashable, str]]
) -> tuple[GroupTable, GroupTable]:
    sizes: dict[Cell, int] = {}
    for (cell, _answer), count in counts.items():
        sizes[cell] = sizes.get(cell, 0) + count
    functions = by_function(sizes)
    organisations = beside(functions, by_organisation(sizes), sizes)
    return _table(counts, functions, columns), _table(counts, organisations, columns)


def _table(
    counts: Mapping[tuple[Cell, Hashable], int], partition: Partition, columns: Sequence[tuple[Hashable, str]]
) -> GroupTable:
    split = split_kinds(partition)
    rows = [
        (tell_group(group, split), sum(given.values()), tuple(given.get(answer, 0) for answer, _label in columns))
        for group, given in folded(counts, partition).items()
    ]
    return GroupTable(tuple(label for _answer, label in columns), tuple(rows))
