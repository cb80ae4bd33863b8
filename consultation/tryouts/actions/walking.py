"""Walking through a case: begin, answer, stop and go on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from consultation.comments.actions import Confirmation, ask_guard
from consultation.comments.errors import PersonalDataFound
from consultation.rounds.permissions import standing_of
from consultation.tryouts.errors import (
    AlreadyFinished,
    ChangedMeanwhile,
    ChoiceMissing,
    MotivationMissing,
    NotBegun,
    NotOpen,
    TakesNoPart,
    TooOften,
)
from consultation.tryouts.models import Case, StepAnswer, Walk
from consultation.tryouts.paths import path_of
from consultation.tryouts.permissions import can_walk
from handbook.framework.graph import Step
from handbook.framework.walking import Path
from handbook.models import Passage

MOST_VISITS = 20
"""So often one can come to the same step in a walk; a method that asks more of people has failed before that."""
LONGEST = timedelta(minutes=30)
"""Somebody who needs longer for one question did something else meanwhile; her time is not counted."""


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody filled in at a step. ``choice`` is the position of the answer (from 0), None for none yet;
    ``shown_at`` is when the question came before her eyes, where the try-out measures time."""

    choice: int | None = None
    motivation: str = ""
    shown_at: datetime | None = None


@transaction.atomic
def begin_walk(*, user: Any, case: Case, at: datetime) -> Walk:
    """Her walk through this case: a new one, or the one that she began before.

    Raises:
        TakesNoPart, NotOpen: nothing was changed.
    """
    refuse_others(user, case, at)
    walk, _is_new = Walk.objects.get_or_create(case=case, user=user, defaults={"begun_at": at, "saved_at": at})
    return walk


@transaction.atomic
def answer_step(
    *, user: Any, case: Case, step: Step, visit: int, given: Given, confirmation: Confirmation | None = None, at: datetime
) -> Path:
    """Answer a step, or answer it otherwise than before. What lay behind another answer waits until she comes there again.

    An answer to a step that is not on the path any more (another window went elsewhere) is kept beside the path.

    Returns the path that the walk is now.

    Raises:
        TakesNoPart, NotOpen, NotBegun, AlreadyFinished, TooOften, ChoiceMissing, MotivationMissing, PersonalDataFound:
            nothing was changed.
    """
    walk = lock_walk(user, case, at)
    _refuse_unfit(walk, step, visit, given, confirmation)
    _store(walk, step, visit, given, answered_at=at, at=at)
    return path_of(case, walk.answers.all())


@transaction.atomic
def keep_answer(
    *, user: Any, case: Case, step: Step, visit: int, given: Given, confirmation: Confirmation | None = None, at: datetime
) -> bool:
    """Keep what she filled in so far, for when she stops or goes back. What would do as an answer becomes one.

    Returns whether it is an answer; else it is a draft, and she comes back to this question.

    Raises:
        TakesNoPart, NotOpen, NotBegun, AlreadyFinished, TooOften: nothing was changed.
    """
    walk = lock_walk(user, case, at)
    try:
        _refuse_unfit(walk, step, visit, given, confirmation)
    except (ChoiceMissing, MotivationMissing, PersonalDataFound):
        found = walk.answers.filter(step=step.name, visit=visit).first()
        if found is not None or given.choice is not None or given.motivation.strip():
            _store(walk, step, visit, given, answered_at=None, at=at)
        return False
    _store(walk, step, visit, given, answered_at=at, at=at)
    return True


@transaction.atomic
def keep_draft(
    *, user: Any, case: Case, step: Step, visit: int, given: Given, seen_at: datetime | None, at: datetime
) -> datetime:
    """Keep by itself what she is filling in: always a draft, since she did not say that it is her answer; no time is counted.

    ``seen_at`` is when the walk was last saved as the page knows it: what comes late, behind an answer or from
    another window, is refused and overwrites nothing.

    Returns when the walk was last saved, for the next time.

    Raises:
        TakesNoPart, NotOpen, NotBegun, AlreadyFinished, TooOften, ChangedMeanwhile, PersonalDataFound: nothing was changed.
    """
    walk = lock_walk(user, case, at)
    if walk.saved_at != seen_at:
        raise ChangedMeanwhile
    if not 1 <= visit <= MOST_VISITS:
        raise TooOften
    refuse_personal_data(case, given.motivation, None)
    _store(walk, step, visit, replace(given, shown_at=None), answered_at=None, at=at)
    return walk.saved_at


def refuse_others(user: Any, case: Case, at: datetime) -> None:
    """Raises TakesNoPart or NotOpen for who may not walk this case now."""
    tryout = case.tryout
    person = standing_of(user=user, version=tryout.round.version)
    if not person.takes_part:
        raise TakesNoPart
    if not can_walk(person, tryout, at):
        raise NotOpen(tryout.round)


def lock_walk(user: Any, case: Case, at: datetime, *, finished: bool = False) -> Walk:
    """Her walk under its lock, so that two windows come one after the other; ``finished`` takes one at its end as well.

    Raises:
        TakesNoPart, NotOpen, NotBegun, AlreadyFinished.
    """
    refuse_others(user, case, at)
    walk = Walk.objects.select_for_update().filter(case=case, user=user).first()
    if walk is None:
        raise NotBegun
    if walk.finished_at is not None and not finished:
        raise AlreadyFinished
    walk.case = case
    return walk


def refuse_personal_data(case: Case, text: str, confirmation: Confirmation | None) -> None:
    """Lets the guard read what others will read. Whoever is named in the case itself is nobody.

    Raises:
        PersonalDataFound: with what was not confirmed, and is not of the case.
    """
    made_up = " ".join(case.made_up.casefold().split())
    try:
        ask_guard([text], confirmation or Confirmation())
    except PersonalDataFound as refusal:
        # "Noor (leerling)" names Noor, whatever stands behind it.
        real = [one for one in refusal.findings if not one.weak or one.words.partition(" (")[0].casefold() not in made_up]
        if real:
            raise PersonalDataFound(real) from None


def _refuse_unfit(walk: Walk, step: Step, visit: int, given: Given, confirmation: Confirmation | None) -> None:
    if not 1 <= visit <= MOST_VISITS:
        raise TooOften
    if given.choice is None or not 0 <= given.choice < len(step.answers):
        raise ChoiceMissing
    if step.motivate and not given.motivation.strip():
        raise MotivationMissing
    refuse_personal_data(walk.case, given.motivation, confirmation)


def _store(walk: Walk, step: Step, visit: int, given: Given, *, answered_at: datetime | None, at: datetime) -> None:
    """Writes the answer, and when the walk was last saved. The same once more changes nothing of when it was answered."""
    version = walk.case.tryout.round.version
    answer = walk.answers.filter(step=step.name, visit=visit).first()
    if answer is None:
        passage = Passage.objects.get(section__version=version, passage_id=step.place.passage)
        answer = StepAnswer(walk=walk, step=step.name, visit=visit, passage=passage)
    motivation = given.motivation.strip()
    is_same = (answer.choice, answer.motivation) == (given.choice, motivation)
    if answer.pk is not None and is_same and answer.answered_at is not None:
        return
    answer.seconds = _seconds(walk, answer, given, at)
    answer.choice, answer.motivation, answer.answered_at = given.choice, motivation, answered_at
    answer.save()
    walk.saved_at = at
    walk.save(update_fields=["saved_at"])


def _seconds(walk: Walk, answer: StepAnswer, given: Given, at: datetime) -> int | None:
    """The time that the question took up to now, where the try-out measures it. A form that is sent twice counts once."""
    if not walk.case.tryout.measures_time:
        return None
    shown, before = given.shown_at, answer.answered_at
    if shown is None or not shown <= at <= shown + LONGEST or (before is not None and shown < before):
        return answer.seconds
    return (answer.seconds or 0) + round((at - shown).total_seconds())
