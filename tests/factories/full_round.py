"""A round as full as it may become: a long handbook, thousands of remarks, and what weighing made of them, written as rows."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from consultation.comments.actions import submitter_of
from consultation.comments.models import Comment, Submitter
from consultation.comments.quoting import selectors_at
from consultation.people.models import WORKING_GROUP, Organisation, User
from consultation.rounds.models import Round
from consultation.weighing.models import AlikeGroup, Answer, Assignment, Decision, Grouped, Position
from handbook.actions import freeze_version, import_document
from handbook.exchange.document import Document
from handbook.exchange.markdown import read_markdown
from handbook.models import HandbookPage, Passage, Status, Version
from tests.factories.handbook import SLUG, TITLE
from tests.factories.people import make_organisation, make_person
from tests.factories.rounds import make_round
from tests.factories.texts import make_site

_TEXT = Path(__file__).resolve().parents[2] / "site/home/demo/handbook/0.1.md"
PIECE = 1000
GROUP = 5
"""So many remarks stand in a group, one group in every twenty-five."""
SENT, DECIDED = 3, 2
"""Of ten remarks so many were answered, and so many more decided and not sent."""


@dataclass(frozen=True, slots=True)
class FullRound:
    """The version with its round, its living handbook, and who remarked; ``busiest`` wrote a tenth of it all."""

    handbook: HandbookPage
    version: Version
    round: Round
    busiest: User


def long_document(sections: int) -> Document:
    """The demo's first draft, again and again with other titles and words, until it has so many sections."""
    text = read_markdown(_TEXT.read_text(encoding="utf-8"), images=None)
    found = []
    for number in range(sections):
        one = text.sections[number % len(text.sections)]
        turn = number // len(text.sections)
        again = tuple(replace(block, id=None, data={}) for block in one.blocks if block.type in {"paragraph", "list"})
        found.append(replace(one, title=f"{one.title} {turn + 1}", blocks=again, level=1 if not found else one.level, key=None))
    return Document(TITLE, tuple(found))


def make_long_handbook(sections: int, *, by: User, at: datetime) -> tuple[HandbookPage, Version]:
    """The living text, and version 0.1 of it."""
    make_site()
    import_document(handbook=None, slug=SLUG, title=TITLE, document=long_document(sections), by=by, at=at)
    handbook = HandbookPage.objects.get(slug=SLUG)
    return handbook, freeze_version(handbook=handbook, label="0.1", status=Status.CONSULTATION, by=by, at=at)


def make_full_round(*, sections: int, remarks: int, people: int = 100, busiest: User, by: User, at: datetime) -> FullRound:
    """An open round. ``by`` decided; a partner of the working group agrees, and objects to one in twenty."""
    handbook, version = make_long_handbook(sections, by=by, at=at - timedelta(days=7))
    found = FullRound(handbook, version, make_round(version=version), busiest)
    organisation = make_organisation("Gemeente Volle Ronde")
    others = [
        make_person(email=f"lid{number}@volle-ronde.example", name=f"Lid {number}", organisation=organisation.name)
        for number in range(people)
    ]
    own = submitter_of(user=busiest, handbook_key=version.handbook_key)
    submitters = [submitter_of(user=person, handbook_key=version.handbook_key) for person in others]
    add_remarks(version, remarks, submitters=submitters, busiest=own, by=by, at=at)
    return found


def add_remarks(
    version: Version, count: int, *, submitters: Sequence[Submitter], busiest: Submitter, by: User, at: datetime, first: int = 1
) -> None:
    """Posted remarks of a hundred words on words of the passages in turn, with numbers from ``first``, and their decisions."""
    passages = list(
        Passage.objects.filter(section__version=version).exclude(text="").select_related("section").order_by("section__position")
    )
    partner = _partner(by)
    for start in range(first, first + count, PIECE):
        numbers = range(start, min(start + PIECE, first + count))
        made = Comment.objects.bulk_create(
            _remark(version, passages[number % len(passages)], number, submitters, busiest, at) for number in numbers
        )
        decisions = Decision.objects.bulk_create(_decision(one, by, at) for one in made if one.number % 10 < SENT + DECIDED)
        Answer.objects.bulk_create(
            Answer(comment_id=one.comment_id, value=one.value, reason=one.reason, sent_by=by, sent_at=at)
            for one in decisions
            if one.published_at is not None
        )
        _group(version, made, by, at)
        about = {one.comment_id: one.decided_at for one in decisions}
        Position.objects.bulk_create(_position(one, partner, about.get(one.pk), by, at) for one in made if one.number % 4 == 0)
        Assignment.objects.bulk_create(Assignment(comment=one, to=by, by=by, at=at) for one in made if one.number % 7 == 0)


def _remark(
    version: Version, passage: Passage, number: int, submitters: Sequence[Submitter], busiest: Submitter, at: datetime
) -> Comment:
    start = passage.section.text.index(passage.text)
    return Comment(
        key=uuid.uuid4(),
        version=version,
        section=passage.section,
        passage=passage,
        selectors=selectors_at(passage.section.text, start, start + min(20, len(passage.text))) if number % 2 else [],
        submitter=busiest if number % 10 == 0 else submitters[number % len(submitters)],
        number=number,
        kind=(Comment.Kind.SUBSTANCE, Comment.Kind.EDITORIAL, Comment.Kind.QUESTION)[number % 3],
        ground=Comment.Ground.LEGAL if number % 3 == 0 else "",
        body=f"Reactie {number}. " + "Dit kan volgens ons korter en duidelijker worden gezegd. " * 12,
        proposed="Zeg het zo." if number % 3 == 0 else "",
        created_at=at,
        saved_at=at,
        posted_at=at,
    )


def _decision(comment: Comment, by: User, at: datetime) -> Decision:
    return Decision(
        comment=comment,
        value=Decision.Value.ADOPTED if comment.number % 2 else Decision.Value.REJECTED,
        reason="Dat staat nu in de tekst, zoals in het overleg is besproken. " * 4,
        decided_by=by,
        decided_at=at,
        published_at=at if comment.number % 10 < SENT else None,
    )


def _group(version: Version, made: Sequence[Comment], by: User, at: datetime) -> None:
    """Groups of remarks without a decision and with the same one, so that none waits for a member."""
    alike = [one for one in made if one.number % 10 == SENT + DECIDED]
    pieces = [alike[start : start + GROUP] for start in range(0, len(alike), 2 * GROUP)]
    groups = AlikeGroup.objects.bulk_create(
        AlikeGroup(version=version, confirmed_at=at, confirmed_by=by, changed_at=at) for _piece in pieces
    )
    Grouped.objects.bulk_create(
        Grouped(comment=one, group=group) for group, piece in zip(groups, pieces, strict=True) for one in piece
    )


def _partner(by: User) -> Organisation:
    organisation = make_person(
        name="Iemand van Halt", organisation=make_organisation("Halt").name, groups=[WORKING_GROUP]
    ).organisation
    Organisation.objects.filter(pk=organisation.pk).update(is_partner=True)
    return organisation


def _position(comment: Comment, partner: Organisation, about: datetime | None, by: User, at: datetime) -> Position:
    objects = comment.number % 20 == 0
    return Position(
        comment=comment,
        organisation=partner,
        value=Position.Value.OBJECT if objects else Position.Value.AGREE,
        reason="De wet zegt drie." if objects else "",
        about=about,
        given_by=by,
        given_at=at,
        confirmed_at=at,
    )
