"""What an editor decides before she publishes: the version's label and status, and the round that opens with it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

from consultation.people.models import SOUNDING_BOARD, WORKING_GROUP
from consultation.rounds.models import REMIND_DAYS
from handbook.models import Status

ROUND_AUDIENCE = (SOUNDING_BOARD, WORKING_GROUP)


@dataclass(frozen=True, slots=True)
class QuestionPlan:
    """One question of the round; without a section it is about the whole."""

    text: str
    section_key: str | None = None


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """The round to open. Instants are aware; ``reading_list`` holds section keys in the order to read them, ``sections`` those
    that the round is limited to, none for the whole version."""

    opens_at: datetime
    closes_at: datetime
    audience: tuple[str, ...] = ROUND_AUDIENCE
    blind: bool = False
    identity: str = "name"
    intro: str = ""
    questions: tuple[QuestionPlan, ...] = ()
    reading_list: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    remind_days: tuple[int, ...] = REMIND_DAYS


@dataclass(frozen=True, slots=True)
class PublicationPlan:
    """Everything that ``publish`` needs beside the handbook itself; it travels as JSON through the job row.

    A ``correction`` has neither a status nor a round of its own, and is mailed to nobody. ``gate_reason`` says why the version is
    published although something is open at the gate, ``partners_reason`` why it goes into consultation although a partner objects
    or is silent. ``ask_partners`` asks them about a version without a round.
    """

    label: str
    status: str = Status.WORKING
    notes: str = ""
    round: RoundPlan | None = None
    mail: bool = True
    correction: bool = False
    gate_reason: str = ""
    partners_reason: str = ""
    ask_partners: bool = False

    def to_json(self) -> dict[str, Any]:
        data = asdict(self)
        if self.round is not None:
            data["round"]["opens_at"] = self.round.opens_at.isoformat()
            data["round"]["closes_at"] = self.round.closes_at.isoformat()
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        fields: dict[str, Any] = dict(data)
        if fields.get("round"):
            plan: dict[str, Any] = dict(fields["round"])
            plan["opens_at"] = datetime.fromisoformat(plan["opens_at"])
            plan["closes_at"] = datetime.fromisoformat(plan["closes_at"])
            plan["audience"] = tuple(plan["audience"])
            plan["questions"] = tuple(QuestionPlan(**question) for question in plan["questions"])
            plan["reading_list"] = tuple(plan["reading_list"])
            plan["sections"] = tuple(plan.get("sections", ()))
            plan["remind_days"] = tuple(plan.get("remind_days", REMIND_DAYS))
            fields["round"] = RoundPlan(**plan)
        return cls(**fields)


def topic_of(version_key: int | uuid.UUID) -> str:
    """The topic under which all mails about one new version stand, so that "Stop verzending" finds them."""
    return f"version:{version_key}"
