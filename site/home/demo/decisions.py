"""What the working group decided on the remarks of a draft, where its partners stood, and how the answers went out."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from consultation.comments.models import Comment
from consultation.people.models import User
from consultation.weighing.actions import BatchPlan, Stance, contest_answer, decide, give_position, send_batch
from consultation.weighing.models import AnswerTemplate, Decision
from handbook.models import Version
from home.demo.sources import read_data

NAMESPACE = uuid.UUID("0b7e6a52-6a0e-4f55-9b56-2c1c2f8f3d11")
CONTESTED_AFTER = timedelta(days=2)
FINAL_AFTER = timedelta(days=5)


def make_templates() -> None:
    """The texts that the editors keep ready."""
    for entry in read_data("answers.json")["templates"]:
        AnswerTemplate.objects.get_or_create(
            name=entry["name"], handbook=None, defaults={"value": entry["value"], "text": entry["text"]}
        )


def tell_decisions(*, version: Version, people: Mapping[str, User], at: datetime) -> None:
    """Decide and answer, all together; what is not in the data stays open. One author contests an answer."""
    told = read_data("answers.json")
    for entry in _of(version, read_data("decisions.json")):
        comment = _remark(version, entry, people)
        decide(comment=comment, value=entry["value"], reason=entry["reason"], by=people["cas"], at=at)
    apart = _give_positions(version, told, people, at=at)
    plan = BatchPlan(
        key=uuid.uuid5(NAMESPACE, f"{version.slug} {version.label}"),
        seen_at=at,
        anyway=tuple(apart),
        despite=told["despite"].get(version.label, ""),
    )
    send_batch(version=version, plan=plan, by=people["cas"], at=at)
    _contest(version, told, people, at=at)


def tell_waiting(*, version: Version, people: Mapping[str, User], at: datetime) -> None:
    """What is decided and not sent yet while the round still runs, where the partners stand on it, and one that was reopened."""
    told = read_data("answers.json")
    for entry in _of(version, told["waiting"]):
        comment = _remark(version, entry, people)
        decide(comment=comment, value=entry["value"], reason=entry["reason"], by=people["sanne"], at=at)
    _give_positions(version, told, people, at=at)
    for entry in _of(version, told["contested"]):
        comment = _remark(version, entry, people)
        decide(comment=comment, value=entry["first"], reason=entry["answered"], publish=True, by=people["cas"], at=at)
    _contest(version, told, people, at=at)


def _give_positions(version: Version, told: Mapping[str, Any], people: Mapping[str, User], *, at: datetime) -> list[uuid.UUID]:
    """Returns the keys of the remarks on which somebody does not simply agree."""
    apart = []
    for entry in _of(version, told["positions"]):
        comment = _remark(version, entry, people)
        stance = Stance(entry["value"], entry.get("ground", ""), entry.get("reason", ""))
        position = give_position(comment=comment, stance=stance, by=people[entry["by"]], at=at)
        if position.reason:
            apart.append(comment.key)
    return apart


def _contest(version: Version, told: Mapping[str, Any], people: Mapping[str, User], *, at: datetime) -> None:
    """Somebody says that the answer is not what she meant; where there is a ``final`` answer it follows."""
    for entry in _of(version, told["contested"]):
        comment = _remark(version, entry, people)
        contest_answer(comment=comment, reason=entry["reason"], by=people[entry["author"]], at=at + CONTESTED_AFTER)
        if "final" in entry:
            seen = Decision.objects.get(comment=comment).decided_at
            decide(
                comment=comment,
                value=entry["value"],
                reason=entry["final"],
                publish=True,
                seen_at=seen,
                by=people["cas"],
                at=at + FINAL_AFTER,
            )


def _of(version: Version, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [entry for entry in entries if entry["version"] == version.label]


def _remark(version: Version, entry: Mapping[str, Any], people: Mapping[str, User]) -> Comment:
    return Comment.objects.posted().get(
        version=version,
        parent=None,
        question=None,
        submitter__user=people[entry["author"]],
        section__title=entry["section"],
    )
