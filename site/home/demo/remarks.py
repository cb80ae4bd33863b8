"""What the demo's people wrote and marked, told through the actions of the product at the moments they did so."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from consultation.comments.actions import (
    Confirmation,
    Place,
    Wording,
    answer_question,
    post_comment,
    save_draft,
    set_review,
    set_support,
)
from consultation.comments.errors import PersonalDataFound
from consultation.comments.models import Comment, Review
from consultation.people.models import User
from handbook.models import Passage, Section, Version
from home.demo.sources import frozen_sections, read_data

NAMESPACE = uuid.UUID("6f1c2c0e-6d0a-4a52-9a3e-0c5a7b1d2e30")


@dataclass(frozen=True, slots=True)
class Stage:
    """One version on which people react, from ``opened_at`` until ``until``."""

    version: Version
    sections: Mapping[tuple[str, ...], Section]
    passages: Mapping[tuple[int, int], Passage]
    people: Mapping[str, User]
    opened_at: datetime
    until: datetime

    def moment(self, *, days: float, hours: float) -> datetime:
        """A moment in working hours, never after the end."""
        return min(self.opened_at + timedelta(days=days, hours=hours), self.until - timedelta(minutes=5))


def tell_remarks(*, version: Version, people: Mapping[str, User], opened_at: datetime, until: datetime) -> None:
    """Remarks with their replies and support, answers to questions, reviews and the places people had open."""
    passages = Passage.objects.filter(section__version=version)
    stage = Stage(
        version=version,
        sections=frozen_sections(version),
        passages={(passage.section_id, passage.ordinal): passage for passage in passages},
        people=people,
        opened_at=opened_at,
        until=until,
    )
    entries = [entry for entry in read_data("comments.json") if entry["version"] == version.label]
    for number, entry in enumerate(sorted(entries, key=lambda entry: entry["days_after_open"])):
        _tell_remark(stage, entry, number)
    _tell_answers(stage)
    _tell_reviews(stage)


def _tell_remark(stage: Stage, entry: dict[str, Any], number: int) -> None:
    section = stage.sections[tuple(entry["section"])]
    section.version = stage.version
    passage = stage.passages.get((section.pk, entry["passage"] or 0))
    place = Place(section=section, passage=passage).about(entry["quote"] or "")
    wording = Wording(body=entry["text"], proposed=entry["proposed"] or "", kind=entry["kind"], ground=entry["ground"])
    key = uuid.uuid5(NAMESPACE, f"{stage.version.label}/{number}/{entry['author']}")
    at = stage.moment(days=entry["days_after_open"], hours=(number * 37 % 80) / 10)
    author = stage.people[entry["author"]]
    if entry["draft"]:
        save_draft(user=author, place=place, wording=wording, key=key, at=at)
        return
    remark = post_invented(user=author, place=place, wording=wording, key=key, at=at)
    for turn, reply in enumerate(entry["replies"], start=1):
        post_invented(
            user=stage.people[reply["author"]],
            place=Place(section=section, passage=passage, parent=remark),
            wording=Wording(body=reply["text"]),
            key=uuid.uuid5(key, str(turn)),
            at=stage.moment(days=entry["days_after_open"], hours=9 + turn * 3.3),
        )
    for support in entry["supports"]:
        set_support(
            user=stage.people[support["author"]],
            comment=remark,
            value=support["value"],
            reason=support["reason"] or "",
            at=stage.moment(days=entry["days_after_open"] + 1, hours=2),
        )


def post_invented(**words: Any) -> Comment:
    """Post, and where the guard asks, say that the words are no personal data: everybody in the demo is invented."""
    try:
        return post_comment(**words)
    except PersonalDataFound as found:
        marks = Confirmation.from_marks([finding.mark for finding in found.findings], "verzonnen voorbeeld")
        return post_comment(**words, confirmation=marks)


def _tell_answers(stage: Stage) -> None:
    plan = next(entry for entry in read_data("rounds.json") if entry["version"] == stage.version.label)
    questions = list(stage.version.round.questions.order_by("ordinal"))
    for number, answer in enumerate(plan["answers"]):
        answer_question(
            user=stage.people[answer["author"]],
            question=questions[answer["question"]],
            body=answer["text"],
            at=stage.moment(days=3 + number % 6, hours=number * 0.7),
        )


def _tell_reviews(stage: Stage) -> None:
    by_title = {path[-1]: section for path, section in stage.sections.items()}
    for number, entry in enumerate(read_data("reviews.json")):
        if entry["version"] != stage.version.label:
            continue
        user = stage.people[entry["author"]]
        marked = [(title, Review.Value.READ) for title in entry["gelezen"]] + [
            (title, Review.Value.AGREED) for title in entry["akkoord"]
        ]
        for turn, (title, value) in enumerate(sorted(marked, key=lambda item: by_title[item[0]].position)):
            section = by_title[title]
            section.version = stage.version
            set_review(user=user, section=section, value=value, at=stage.moment(days=2 + number % 7, hours=turn * 0.15))
