"""The end of a walk: for whom each outcome is, another outcome with a reason, and opening it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from consultation.comments.actions import Confirmation
from consultation.comments.errors import PersonalDataFound
from consultation.tryouts.actions.walking import lock_walk, refuse_personal_data
from consultation.tryouts.errors import (
    ConclusionsRefused,
    NobodyNamed,
    NotAtTheEnd,
    OutcomeNotChanged,
    ReasonMissing,
    TryoutRefused,
    UnknownOutcome,
)
from consultation.tryouts.models import Case, Conclusion, StepAnswer, Walk
from consultation.tryouts.paths import framework_of, path_of
from handbook.framework.walking import Path


@dataclass(frozen=True, slots=True)
class Concluded:
    """What somebody concludes where the method led to an outcome: which outcome she chooses, for whom, and why another."""

    chosen: str
    persons: tuple[str, ...] = ()
    reason: str = ""


Conclusions = Mapping[str, Concluded]
"""By the outcome that the method led to, by name."""


@transaction.atomic
def finish_walk(
    *, user: Any, case: Case, conclusions: Conclusions, confirmation: Confirmation | None = None, at: datetime
) -> Walk:
    """End the walk: answers beside the path go, the last judgement at each step counts, the conclusions stand.

    A second time (a double click) it returns what the first made.

    Raises:
        TakesNoPart, NotOpen, NotBegun, NotAtTheEnd, ConclusionsRefused: nothing was changed.
    """
    walk = lock_walk(user, case, at, finished=True)
    if walk.finished_at is not None:
        return walk
    answers = list(walk.answers.all())
    path = path_of(case, answers)
    if not path.is_finished:
        raise NotAtTheEnd
    _refuse_unfit(case, path, conclusions, confirmation)
    _leave_path(walk, path, answers)
    _write(walk, path, conclusions)
    walk.finished_at = walk.saved_at = at
    walk.save(update_fields=["finished_at", "saved_at"])
    log(walk, "klankbord.tryouts.finish", user=user)
    return walk


@transaction.atomic
def keep_conclusions(*, user: Any, case: Case, conclusions: Conclusions, at: datetime) -> None:
    """Keep what she filled in so far, for when she goes back or stops.

    Raises:
        TakesNoPart, NotOpen, NotBegun, AlreadyFinished: nothing was changed.
    """
    walk = lock_walk(user, case, at)
    path = path_of(case, walk.answers.all())
    known = {outcome.name for outcome in framework_of(case).outcomes}
    _write(walk, path, {name: _as_draft(name, one, known) for name, one in conclusions.items()})
    walk.saved_at = at
    walk.save(update_fields=["saved_at"])


@transaction.atomic
def reopen_walk(*, user: Any, case: Case, at: datetime) -> Walk:
    """Open one's own finished walk again, to change it; until it is finished again it counts nowhere.

    Raises:
        TakesNoPart, NotOpen, NotBegun: nothing was changed.
    """
    walk = lock_walk(user, case, at, finished=True)
    if walk.finished_at is not None:
        walk.answers.update(counts=False)
        walk.finished_at, walk.saved_at = None, at
        walk.save(update_fields=["finished_at", "saved_at"])
        log(walk, "klankbord.tryouts.reopen", user=user)
    return walk


def _refuse_unfit(case: Case, path: Path, conclusions: Conclusions, confirmation: Confirmation | None) -> None:
    known = {outcome.name for outcome in framework_of(case).outcomes}
    refusals: dict[str, TryoutRefused | PersonalDataFound] = {}
    for reached in path.reached:
        name = reached.outcome.name
        try:
            _refuse_one(case, name, conclusions.get(name), known, confirmation)
        except (TryoutRefused, PersonalDataFound) as refusal:
            refusals[name] = refusal
    if refusals:
        raise ConclusionsRefused(refusals)


def _refuse_one(case: Case, name: str, one: Concluded | None, known: set[str], confirmation: Confirmation | None) -> None:
    if one is None or one.chosen not in known:
        raise UnknownOutcome
    if case.persons and not set(one.persons) & set(case.persons):
        raise NobodyNamed
    if one.chosen != name and not one.reason.strip():
        raise ReasonMissing
    if one.chosen == name and one.reason.strip():
        raise OutcomeNotChanged
    refuse_personal_data(case, one.reason, confirmation)


def _leave_path(walk: Walk, path: Path, answers: Sequence[StepAnswer]) -> None:
    """Deletes the answers beside the path, and marks those that count: the last visit of each step."""
    last = {station.step.name: station.visit for station in path.stations}
    on_path = {(station.step.name, station.visit) for station in path.stations}
    kept = {(answer.step, answer.visit): answer.pk for answer in answers if (answer.step, answer.visit) in on_path}
    walk.answers.exclude(pk__in=kept.values()).delete()
    walk.answers.filter(pk__in=[pk for (step, visit), pk in kept.items() if last[step] == visit]).update(counts=True)


def _write(walk: Walk, path: Path, conclusions: Conclusions) -> None:
    """The conclusions of the outcomes on the path, in their order, in the place of those before."""
    walk.conclusions.all().delete()
    Conclusion.objects.bulk_create(
        Conclusion(
            walk=walk,
            outcome=name,
            chosen=one.chosen,
            persons=[person for person in walk.case.persons if person in one.persons],
            reason=one.reason.strip(),
        )
        for name, one in ((reached.outcome.name, conclusions.get(reached.outcome.name)) for reached in path.reached)
        if one is not None
    )


def _as_draft(name: str, one: Concluded, known: set[str]) -> Concluded:
    """Another outcome stands with its reason only; until there is one, what was ticked and typed is kept."""
    stands = one.chosen in known and bool(one.reason.strip())
    return one if stands else replace(one, chosen=name)
