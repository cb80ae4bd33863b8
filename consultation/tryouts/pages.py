"""What the pages of a walk show, put together from the framework, the case and the answers given so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from consultation.tryouts.account import meaning_of
from consultation.tryouts.models import Case, StepAnswer, Tryout, Walk
from consultation.tryouts.paths import framework_of, path_of
from handbook.framework.graph import Framework, Outcome, Place, Step
from handbook.framework.walking import Path, Station
from handbook.frameworks import framework_of_version

WORDS_A_MINUTE = 200
STEPS_A_MINUTE = 2
"""A way passes about half of the steps of a method, a minute each."""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in the list of a try-out, with where this reader is in it. ``question`` is the number that she stopped at, or 0."""

    case: Case
    url: str
    minutes: int
    is_begun: bool = False
    is_finished: bool = False
    question: int = 0


@dataclass(frozen=True, slots=True)
class TryoutLine:
    """A try-out in the list of one person."""

    tryout: Tryout
    url: str
    is_open: bool
    total: int
    finished: int

    @property
    def left(self) -> int:
        return self.total - self.finished


@dataclass(frozen=True, slots=True)
class TrailStop:
    """A question on the path, with the answer that was given; without one it is the question that waits. ``mark`` names it."""

    name: str
    question: str
    answer: str
    mark: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Why:
    """Why a question comes: the answer that led to it, and where the text says so. All empty for the first question.

    ``also`` are the other places that the same answer leads to, in words.
    """

    answer: str
    step: str
    url: str
    section: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """All that the page of a question shows beside its form."""

    step: Step
    number: int
    help: SafeString
    known: str
    why: Why
    section: str
    section_url: str
    trail: tuple[TrailStop, ...]
    waiting: tuple[str, ...]
    reached: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EndLine:
    """An outcome that was reached: what it means, which answer led there, and where it stands."""

    outcome: Outcome
    meaning: str
    answer: str
    step: str
    url: str
    section: str


def tryouts_of(user: Any, at: datetime) -> list[TryoutLine]:
    """The try-outs that this person may read, those that run first; one query."""
    found = Tryout.objects.visible_to(user, at).with_progress(user).filter(case_count__gt=0).select_related("round__version")
    lines = [TryoutLine(one, tryout_url(one), one.is_open(at), one.case_count, one.finished_count) for one in found]
    return sorted(lines, key=lambda line: not line.is_open)


def cases_of(tryout: Tryout, user: Any) -> list[CaseLine]:
    """The cases of a try-out with where this person is in each; three queries however many walks there are."""
    walks = {walk.case_id: walk for walk in Walk.objects.filter(case__tryout=tryout, user=user).prefetch_related("answers")}
    return [_case_line(case, tryout, walks.get(case.pk)) for case in tryout.cases.all()]


def minutes_of(case: Case, framework: Framework) -> int:
    """About how long a case takes: reading the story, and a minute for each question on a usual way."""
    return max(2, ceil(len(case.story.split()) / WORDS_A_MINUTE + len(framework.steps) / STEPS_A_MINUTE))


def question_page(case: Case, path: Path, station: Station, answers: Iterable[StepAnswer]) -> QuestionPage:
    """The page of a station on the path."""
    stations = stations_of(path)
    step = station.step
    drafted = {(answer.step, answer.visit) for answer in answers if answer.answered_at is None}
    return QuestionPage(
        step=step,
        number=stations.index(station) + 1 if station in stations else len(stations),
        help=mark_safe(step.help),  # noqa: S308  (safe markup, as the text itself)
        known=case.known.get(step.name, ""),
        why=_why(case, path, station),
        section=_section(step.place),
        section_url=place_url(case, step.place),
        trail=tuple(_stop(one, is_here=one is station, drafted=drafted) for one in stations),
        waiting=tuple(f"{one.name} {one.question}" for one in path.waiting if path.current is station),
        reached=tuple(_named(one.outcome) for one in path.reached if path.current is station),
    )


def ends_of(case: Case, path: Path) -> list[EndLine]:
    """The outcomes of a path, each with the answer that led there."""
    lines = []
    for reached in path.reached:
        station = path.stations[reached.after]
        lines.append(
            EndLine(
                outcome=reached.outcome,
                meaning=meaning_of(reached.outcome),
                answer=_answered(station),
                step=f"{station.step.name} {station.step.question}",
                url=place_url(case, reached.outcome.place),
                section=_section(reached.outcome.place),
            )
        )
    return lines


def trail_of(path: Path) -> tuple[TrailStop, ...]:
    """The whole path as ways back."""
    return tuple(_stop(one, is_here=False, drafted=set()) for one in stations_of(path))


def stations_of(path: Path) -> list[Station]:
    """The questions that were answered, and the one that waits."""
    return [*path.stations, *([path.current] if path.current else [])]


def mark_of(station: Station) -> str:
    """Names a station in a form: the visit, and the step."""
    return f"{station.visit} {station.step.name}"


def marked(path: Path, mark: str) -> Station | None:
    """The station on the path that a form names; None for one that is not there (any more)."""
    return next((one for one in stations_of(path) if mark_of(one) == mark), None)


def before(path: Path, station: Station) -> Station | None:
    """The question before this one on the path."""
    stations = stations_of(path)
    place = stations.index(station)
    return stations[place - 1] if place else None


def tryout_url(tryout: Tryout) -> str:
    return reverse("tryout", args=tryout.place)


def case_url(case: Case) -> str:
    return reverse("tryout-case", args=[*case.tryout.place, case.ordinal])


def end_url(case: Case) -> str:
    return reverse("tryout-end", args=[*case.tryout.place, case.ordinal])


def account_url(case: Case) -> str:
    return reverse("tryout-account", args=[*case.tryout.place, case.ordinal])


def question_url(case: Case, step: str, visit: int) -> str:
    return reverse("tryout-question", args=[*case.tryout.place, case.ordinal, step, visit])


def next_url(case: Case, path: Path, *, behind: tuple[str, int] | None = None) -> str:
    """Where to go on: the question behind this station on the path, or the one that waits, or the end."""
    stations = stations_of(path)
    here = next((place for place, one in enumerate(stations) if (one.step.name, one.visit) == behind), None)
    target = path.current if here is None else next(iter(stations[here + 1 :]), None)
    return question_url(case, target.step.name, target.visit) if target is not None else end_url(case)


def place_url(case: Case, place: Place) -> str:
    """Where a step or an outcome stands in the text."""
    version = case.tryout.round.version
    address = reverse("section", kwargs={"slug": version.slug, "label": version.label, "number": place.number})
    return f"{address}#b-{place.passage}"


def _case_line(case: Case, tryout: Tryout, walk: Walk | None) -> CaseLine:
    case.tryout = tryout
    minutes = minutes_of(case, framework_of_version(tryout.round.version))
    if walk is None:
        return CaseLine(case, case_url(case), minutes)
    if walk.finished_at is not None:
        return CaseLine(case, account_url(case), minutes, is_begun=True, is_finished=True)
    path = path_of(case, walk.answers.all())
    return CaseLine(case, case_url(case), minutes, is_begun=True, question=len(path.stations) + (path.current is not None))


def _stop(station: Station, *, is_here: bool, drafted: set[tuple[str, int]]) -> TrailStop:
    where = (station.step.name, station.visit)
    answer = _answered(station) if station.choice is not None else ""
    if not answer and where in drafted:
        answer = _("not finished yet")
    return TrailStop(station.step.name, station.step.question, answer, mark_of(station), is_here)


def _why(case: Case, path: Path, station: Station) -> Why:
    if station.after is None:
        return Why("", "", "", "")
    cause = path.stations[station.after]
    targets = cause.step.answers[cause.choice].targets if cause.choice is not None else ()
    nodes = framework_of(case).by_name()
    also = tuple(_named(nodes[name]) for name in targets if name in nodes and name != station.step.name)
    place = cause.step.place
    return Why(_answered(cause), f"{cause.step.name} {cause.step.question}", place_url(case, place), _section(place), also)


def _answered(station: Station) -> str:
    return station.step.answers[station.choice].text if station.choice is not None else ""


def _named(node: Step | Outcome) -> str:
    return f"{node.name} {node.title if isinstance(node, Outcome) else node.question}".strip()


def _section(place: Place) -> str:
    return f"{place.number} {place.title}"
