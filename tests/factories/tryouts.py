"""Try-outs, cases and finished walks, written as rows; what walking does is tested through its actions."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from consultation.rounds.models import Round
from consultation.tryouts.models import Case, Conclusion, StepAnswer, Tryout, Walk
from handbook.framework.graph import Framework
from handbook.framework.walking import walk
from handbook.frameworks import framework_of_version
from handbook.models import Passage, Version
from tests.factories.frameworks import METHOD, OUTCOMES, Short, framework_blocks
from tests.factories.handbook import make_version

PERSONS = ("Noor (14)", "haar ouders")


def make_version_with_steps(
    *, label: str = "0.1", steps: Short = METHOD, outcomes: Iterable[str] = OUTCOMES, **options: Any
) -> Version:
    """A version whose second section holds a framework."""
    sections = {
        "1": ("Waarom", ["Elke leerling telt."]),
        "2": ("Afwegingskader", ["Vooraf.", *framework_blocks(steps, outcomes)]),
    }
    return make_version(label=label, sections=sections, **options)


def make_tryout(round: Round, *, opened: bool = True, measures_time: bool = False) -> Tryout:
    at = round.opens_at if opened else None
    return Tryout.objects.create(round=round, opened_at=at, announced_at=at, measures_time=measures_time)


def make_case(
    tryout: Tryout,
    *,
    title: str = "Vaak ziek op maandag",
    key: uuid.UUID | None = None,
    persons: Iterable[str] = PERSONS,
    known: Mapping[str, str] | None = None,
) -> Case:
    return Case.objects.create(
        tryout=tryout,
        key=key or uuid.uuid4(),
        ordinal=tryout.cases.count() + 1,
        title=title,
        story="Noor is in vijf weken zeven keer op maandag ziek gemeld.",
        persons=list(persons),
        known=dict(known or {"N2": "De school sprak een keer met de ouders."}),
    )


def make_many_walks(
    case: Case,
    choices: Mapping[str | tuple[str, int], str | int],
    count: int,
    *,
    users: Iterable[Any] = (),
    chosen: Mapping[str, str] | None = None,
    motivation: str = "",
    at: datetime | None = None,
) -> list[Walk]:
    """So many finished walks with these answers, a few statements in all; by ``users``, and by nobody when they run out.

    ``chosen`` names another outcome for one that the method leads to.
    """
    at, users = at or timezone.now(), iter(users)
    version = case.tryout.round.version
    framework = framework_of_version(version)
    path = walk(framework, _positions(framework, choices))
    assert path.is_finished, "these answers lead to no end"
    last = {station.step.name: station.visit for station in path.stations}
    passages = {str(one.passage_id): one for one in Passage.objects.filter(section__version=version)}
    walks = Walk.objects.bulk_create(
        Walk(case=case, user=next(users, None), begun_at=at, saved_at=at, finished_at=at) for _walk in range(count)
    )
    StepAnswer.objects.bulk_create(
        StepAnswer(
            walk=made,
            step=station.step.name,
            visit=station.visit,
            passage=passages[station.step.place.passage],
            choice=station.choice,
            motivation=motivation and f"{motivation} {number}",
            counts=last[station.step.name] == station.visit,
            answered_at=at,
        )
        for number, made in enumerate(walks)
        for station in path.stations
    )
    Conclusion.objects.bulk_create(
        Conclusion(
            walk=made,
            outcome=reached.outcome.name,
            chosen=(chosen or {}).get(reached.outcome.name, reached.outcome.name),
            persons=list(case.persons),
            reason="Zij wordt volgende maand achttien." if chosen else "",
        )
        for made in walks
        for reached in path.reached
    )
    return walks


def _positions(framework: Framework, choices: Mapping[str | tuple[str, int], str | int]) -> dict[tuple[str, int], int]:
    """Answers by step and visit as positions, from answers by their words or positions."""
    nodes = framework.by_name()
    chosen: dict[tuple[str, int], int] = {}
    for where, what in choices.items():
        step, visit = (where, 1) if isinstance(where, str) else where
        texts = [answer.text for answer in nodes[step].answers]
        chosen[step, visit] = texts.index(what) if isinstance(what, str) else what
    return chosen


def ways_to_an_end(framework: Framework, *, count: int) -> list[dict[tuple[str, int], int]]:
    """So many different walks to an end, short ones first: in each the answers by step and visit."""
    found: list[dict[tuple[str, int], int]] = []
    tried: list[dict[tuple[str, int], int]] = [{}]
    for chosen in tried:
        here = walk(framework, chosen).current
        if here is None:
            found.append(chosen)
        elif here.visit == 1:
            tried += [{**chosen, (here.step.name, 1): choice} for choice in range(len(here.step.answers))]
        if len(found) == count:
            break
    return found


def make_walk(
    case: Case,
    user: Any,
    choices: Mapping[str | tuple[str, int], str | int],
    *,
    motivations: Mapping[str, str] | None = None,
    at: datetime | None = None,
) -> Walk:
    """A walk with these answers: by step, or by step and visit; an answer by its words or its position.

    It is finished when the path is, as the method points.
    """
    at = at or timezone.now()
    version = case.tryout.round.version
    framework = framework_of_version(version)
    made = Walk.objects.create(case=case, user=user, begun_at=at, saved_at=at)
    path = walk(framework, _positions(framework, choices))
    last = {station.step.name: station.visit for station in path.stations}
    StepAnswer.objects.bulk_create(
        StepAnswer(
            walk=made,
            step=station.step.name,
            visit=station.visit,
            passage=version.sections.get(key=station.step.place.key).passages.get(passage_id=station.step.place.passage),
            choice=station.choice,
            motivation=(motivations or {}).get(station.step.name, ""),
            counts=path.is_finished and last[station.step.name] == station.visit,
            answered_at=at,
        )
        for station in path.stations
    )
    if path.is_finished:
        Walk.objects.filter(pk=made.pk).update(finished_at=at)
        made.refresh_from_db()
        for reached in path.reached:
            name = reached.outcome.name
            Conclusion.objects.create(walk=made, outcome=name, chosen=name, persons=list(case.persons))
    return made
