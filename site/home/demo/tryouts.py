"""The demo's try-outs: the fictional cases, and how members walked them in the previous round and in the one that is open.

Walks are written in bulk, as the rows that a finished walk leaves: a thousand answers told one by one would make everybody who
starts the demo wait. Each path is read by the method itself, so that no walk is there that nobody could make.
"""

from __future__ import annotations

import random
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from consultation.comments.actions import Place, Wording
from consultation.comments.models import Comment
from consultation.people.models import SOUNDING_BOARD, WORKING_GROUP, User
from consultation.tryouts.actions import announce_tryouts
from consultation.tryouts.models import Case, Conclusion, StepAnswer, Stuck, Tryout, Walk
from handbook.framework.graph import Framework, Step
from handbook.framework.walking import Path, walk
from handbook.frameworks import framework_of_version
from handbook.models import Passage, Version
from home.demo.remarks import post_invented
from home.demo.sources import read_data

CAST = ("anna", "bram", "cas", "dewi", "eva", "fatih")
"""Who shows the demo around; what they could still do is left to them."""

FEWEST_CASES = 4
SECONDS = (25, 240)
"""Between these somebody thinks about one question."""


@dataclass(slots=True)
class Rows:
    """What is written of all walks together, in the order in which it refers to each other."""

    walks: list[Walk] = field(default_factory=list)
    answers: list[StepAnswer] = field(default_factory=list)
    conclusions: list[Conclusion] = field(default_factory=list)

    def save(self) -> None:
        Walk.objects.bulk_create(self.walks)
        StepAnswer.objects.bulk_create(self.answers)
        Conclusion.objects.bulk_create(self.conclusions)


@dataclass(frozen=True, slots=True)
class Stage:
    """A try-out while it is told: its data, the version's framework and the passage of each step."""

    tryout: Tryout
    label: str
    story: Mapping[str, Any]
    framework: Framework
    passages: Mapping[str, Passage]
    told: Counter[tuple[int, str, str, int]] = field(default_factory=Counter)


def tell_tryout(*, version: Version, people: Mapping[str, User], opened_at: datetime, until: datetime) -> None:
    """The try-out of this version, if the data has one: its cases, finished walks, one that stopped, who got stuck where."""
    story = read_data("tryouts.json")
    told = next((one for one in story["rounds"] if one["version"] == version.label), None)
    if told is None:
        return
    began_at = opened_at + timedelta(days=told["opened_days_after"])
    tryout = Tryout.objects.create(
        round=version.round, intro=told["intro"], measures_time=told["measures_time"], opened_at=began_at
    )
    framework = framework_of_version(version)
    by_id = {str(one.passage_id): one for one in Passage.objects.filter(section__version=version, type="step")}
    passages = {step.name: by_id[step.place.passage] for step in framework.steps}
    stage = Stage(tryout, version.label, story, framework, passages)
    cases = _cases(tryout, story["cases"])
    announce_tryouts(at=began_at)
    rows = Rows()
    stuck = [one for one in story["stuck"] if one["version"] == version.label]
    for person in walkers(people, told["walkers"]):
        there = {one["case"] for one in stuck if people[one["author"]] == person}
        _tell_person(stage, rows, person, cases, stuck=there, began_at=began_at, until=until)
    stopped = story["stopped"]
    if stopped["version"] == version.label:
        _tell_stopped(stage, rows, people[stopped["author"]], cases[stopped["case"] - 1], stopped["answers"], until=until)
    rows.save()
    for entry in stuck:
        _tell_stuck(stage, entry, people[entry["author"]], cases[entry["case"] - 1], opened_at=opened_at)


def walkers(people: Mapping[str, User], count: int) -> list[User]:
    """The first so many of the sounding board and the working group who are not of the cast, as people.json names them."""
    inside = set(User.objects.filter(groups__name__in=(SOUNDING_BOARD, WORKING_GROUP)).values_list("pk", flat=True))
    return [user for key, user in people.items() if key not in CAST and user.pk in inside][:count]


def choose(
    framework: Framework, case: Mapping[str, Any], again: Mapping[str, Any], label: str, dice: random.Random
) -> tuple[dict[tuple[str, int], int], Path]:
    """Answers to the end: at each question one of those that this case suggests, the second time the one that leads out."""
    chosen: dict[tuple[str, int], int] = {}
    path = walk(framework, chosen)
    while path.current is not None:
        step, visit = path.current.step, path.current.visit
        odds = case["answers"].get(step.name) if visit == 1 else None
        odds = (odds or {}).get(label, odds) or again[step.name]
        text = dice.choices(list(odds), weights=list(odds.values()))[0]
        chosen[step.name, visit] = _position(step, text)
        path = walk(framework, chosen)
    return chosen, path


def _cases(tryout: Tryout, entries: Sequence[Mapping[str, Any]]) -> list[Case]:
    return Case.objects.bulk_create(
        Case(
            tryout=tryout,
            ordinal=ordinal,
            key=uuid.UUID(entry["key"]),
            title=entry["title"],
            story=entry["story"],
            persons=entry["persons"],
            known=entry["known"],
        )
        for ordinal, entry in enumerate(entries, start=1)
    )


def _tell_person(
    stage: Stage, rows: Rows, person: User, cases: list[Case], *, stuck: set[int], began_at: datetime, until: datetime
) -> None:
    """The cases that one member had time for, one after the other on a working day of hers; those where she got stuck too."""
    dice = random.Random(f"{stage.label}/{person.email}")  # noqa: S311  (the same walks every time)
    days = max(1, (until - began_at).days - 1)
    at = began_at + timedelta(days=dice.randrange(days), hours=dice.uniform(0, 5))
    walked = dice.sample(cases, dice.randint(FEWEST_CASES, len(cases)))
    for case in (one for one in cases if one in walked or one.ordinal in stuck):
        entry = stage.story["cases"][case.ordinal - 1]
        _chosen, path = choose(stage.framework, entry, stage.story["again"], stage.label, dice)
        at = _tell_walk(stage, rows, case, person, path, dice, at=at) + timedelta(minutes=dice.randint(1, 6))


def _tell_walk(stage: Stage, rows: Rows, case: Case, person: User, path: Path, dice: random.Random, *, at: datetime) -> datetime:
    """A finished walk; returns when it was finished."""
    made = Walk(case=case, user=person, begun_at=at)
    at = _tell_answers(stage, rows, made, path, dice, at=at)
    made.finished_at = made.saved_at = at
    entry = stage.story["cases"][case.ordinal - 1]
    for name in (one.outcome.name for one in path.reached):
        other = next((one for one in entry.get("deviations", ()) if one["from"] == name), None)
        deviates = other is not None and dice.random() < other["share"]
        holds_for = entry.get("holds_for", {}).get(name, range(len(case.persons)))
        rows.conclusions.append(
            Conclusion(
                walk=made,
                outcome=name,
                chosen=other["to"] if other and deviates else name,
                reason=other["reason"] if other and deviates else "",
                persons=[case.persons[index] for index in holds_for],
            )
        )
    return at


def _tell_answers(stage: Stage, rows: Rows, made: Walk, path: Path, dice: random.Random, *, at: datetime) -> datetime:
    last = {station.step.name: station.visit for station in path.stations}
    rows.walks.append(made)
    for station in path.stations:
        seconds = dice.randint(*SECONDS)
        at += timedelta(seconds=seconds)
        rows.answers.append(
            StepAnswer(
                walk=made,
                step=station.step.name,
                visit=station.visit,
                passage=stage.passages[station.step.name],
                choice=station.choice,
                motivation=_motivation(stage, made.case, station.step, station.choice, dice),
                seconds=seconds if stage.tryout.measures_time else None,
                counts=path.is_finished and last[station.step.name] == station.visit,
                answered_at=at,
            )
        )
    return at


def _motivation(stage: Stage, case: Case, step: Step, choice: int | None, dice: random.Random) -> str:
    """One of the sentences for this answer, the case's own or one that fits any case. Who comes later adds something, so that
    no two people write the same."""
    answer = step.answers[choice or 0].text
    own = stage.story["cases"][case.ordinal - 1]["motivations"].get(step.name, {}).get(answer)
    sentences = own or stage.story["motivations"][step.name][answer]
    chosen = dice.randrange(len(sentences))
    said = case.ordinal, step.name, answer, chosen
    added = ["", *stage.story["added"]][stage.told[said] % (len(stage.story["added"]) + 1)]
    stage.told[said] += 1
    return f"{sentences[chosen]} {added}".strip()


def _tell_stopped(stage: Stage, rows: Rows, person: User, case: Case, answers: int, *, until: datetime) -> None:
    """A walk that somebody left after so many answers, to go on with later."""
    dice = random.Random(f"{stage.label}/{person.email}")  # noqa: S311
    entry = stage.story["cases"][case.ordinal - 1]
    chosen, _path = choose(stage.framework, entry, stage.story["again"], stage.label, dice)
    begun = dict(list(chosen.items())[:answers])
    at = until - timedelta(days=1)
    made = Walk(case=case, user=person, begun_at=at)
    made.saved_at = _tell_answers(stage, rows, made, walk(stage.framework, begun), dice, at=at)


def _tell_stuck(stage: Stage, entry: Mapping[str, Any], person: User, case: Case, *, opened_at: datetime) -> None:
    """A remark of somebody who could not go on at a step of a case that she walked."""
    made = Walk.objects.get(case=case, user=person)
    passage = stage.passages[entry["step"]]
    comment = post_invented(
        user=person,
        place=Place(section=passage.section, passage=passage),
        wording=Wording(body=entry["text"], kind=Comment.Kind.SUBSTANCE, ground=Comment.Ground.PRACTICE),
        origin=Comment.Origin.TRYOUT,
        at=opened_at + timedelta(days=entry["days_after_open"], hours=3),
    )
    Stuck.objects.create(walk=made, step=entry["step"], comment=comment)


def _position(step: Step, text: str) -> int:
    return [answer.text for answer in step.answers].index(text)
