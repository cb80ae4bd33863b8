"""Try-outs, cases and finished walks, written as rows; what walking does is tested through its actions."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from consultation.rounds.models import Round
from consultation.tryouts.models import Case, Conclusion, StepAnswer, Tryout, Walk
from handbook.framework.walking import walk
from handbook.frameworks import framework_of_version
from handbook.models import Version
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
    return Tryout.objects.create(round=round, opened_at=round.opens_at if opened else None, measures_time=measures_time)


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
    nodes = framework.by_name()
    made = Walk.objects.create(case=case, user=user, begun_at=at, saved_at=at)
    chosen: dict[tuple[str, int], int] = {}
    for where, what in choices.items():
        step, visit = (where, 1) if isinstance(where, str) else where
        texts = [answer.text for answer in nodes[step].answers]
        chosen[step, visit] = texts.index(what) if isinstance(what, str) else what
    path = walk(framework, chosen)
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
