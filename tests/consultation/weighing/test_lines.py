"""The lines of the board are always what follows from the tables behind them, whoever changes these and by whatever way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from consultation.comments.models import Comment
from consultation.jobs import sweeps
from consultation.people.models import Organisation
from consultation.weighing import lines
from consultation.weighing.marking import SOURCES, check_marks, drop_marks, install_marks
from consultation.weighing.models import (
    AlikeGroup,
    Answer,
    Assignment,
    Batch,
    BoardLine,
    Contest,
    Decision,
    Grouped,
    Position,
    StaleMark,
    StandsAside,
)
from tests.factories.comments import make_comment, make_draft, make_section
from tests.factories.people import make_organisation

pytestmark = pytest.mark.django_db

ADOPTED, REJECTED = Decision.Value.ADOPTED, Decision.Value.REJECTED


def kept() -> dict[int, dict[str, Any]]:
    return {row["comment_id"]: row for row in BoardLine.objects.values()}


def drawn_anew() -> dict[int, dict[str, Any]]:
    """What the lines would be if none was kept."""
    columns = [field.attname for field in BoardLine._meta.fields]
    every = lines._lines(set(Comment.objects.values_list("pk", flat=True)))
    return {line.pk: {name: getattr(line, name) for name in columns} for line in every}


@pytest.fixture
def remarks(version, open_round, anna, eva, bram, cas, at) -> list[Comment]:
    """Two that stand alone, three in a group of which the oldest has a draft, and one that was answered; two partners."""
    section = make_section(version)
    found = [
        make_comment(who, section, body=f"Opmerking {n}.", at=at) for n, who in enumerate((anna, eva, bram, anna, eva, bram))
    ]
    group = AlikeGroup.objects.create(version=version, changed_at=at)
    Grouped.objects.bulk_create(Grouped(comment=one, group=group) for one in found[2:5])
    Decision.objects.create(comment=found[2], value=ADOPTED, reason="Goed punt.", decided_by=cas, decided_at=at)
    answered = Decision.objects.create(
        comment=found[5], value=REJECTED, reason="De wet.", decided_by=cas, decided_at=at, published_at=at
    )
    batch = Batch.objects.create(key=found[5].key, version=version, by=cas, at=at)
    Answer.objects.create(comment=found[5], value=REJECTED, reason="De wet.", sent_at=at, batch=batch)
    Organisation.objects.filter(pk=bram.organisation_id).update(is_partner=True)
    Position.objects.create(
        comment=found[5], organisation=bram.organisation, value="akkoord", about=answered.decided_at, given_at=at, confirmed_at=at
    )
    lines.bring_up_to_date()
    return found


def group_of(remarks: list[Comment]) -> AlikeGroup:
    return AlikeGroup.objects.get(members__comment=remarks[2])


def contest(remarks: list[Comment], at: Any) -> Contest:
    return Contest.objects.create(comment=remarks[5], answer=remarks[5].answers.get(), reason="Nee.", at=at + timedelta(hours=1))


def settle(remarks: list[Comment], at: Any) -> None:
    contest(remarks, at)
    Decision.objects.filter(comment=remarks[5]).update(decided_at=at + timedelta(hours=2))
    Contest.objects.update(settled_at=at + timedelta(hours=3))


def object_to(remark: Comment, at: Any) -> Position:
    council = Organisation.objects.filter(name="Raad").first() or make_organisation("Raad")
    return Position.objects.create(
        comment=remark, organisation=council, value="bezwaar", reason="De wet.", given_at=at, confirmed_at=at
    )


CHANGES: dict[str, Callable[[list[Comment], Any], object]] = {
    "one is posted": lambda all, at: make_comment(all[0].submitter.user, all[0].section, body="Nog een.", at=at),
    "one is begun": lambda all, at: make_draft(all[0].submitter.user, all[0].section, at=at),
    "one is withdrawn": lambda all, at: Comment.objects.filter(pk=all[0].pk).update(withdrawn_at=at),
    "the oldest of a group is withdrawn": lambda all, at: Comment.objects.filter(pk=all[2].pk).update(withdrawn_at=at),
    "one of a group is removed": lambda all, at: Comment.objects.filter(pk=all[4].pk).update(
        removed_at=at, removed_reason="Nee."
    ),
    "one is of another kind": lambda all, at: Comment.objects.filter(pk=all[0].pk).update(kind="vraag"),
    "one has another ground": lambda all, at: Comment.objects.filter(pk=all[0].pk).update(ground="taal"),
    "one counts as late": lambda all, at: Comment.objects.filter(pk=all[0].pk).update(late=True),
    "a raw statement": lambda all, at: connection.cursor().execute(
        "UPDATE comments_comment SET withdrawn_at = posted_at WHERE id = %s", [all[1].pk]
    ),
    "one is decided": lambda all, at: Decision.objects.create(comment=all[0], value=ADOPTED, reason="Ja.", decided_at=at),
    "the rest of a group is decided": lambda all, at: Decision.objects.bulk_create(
        Decision(comment=one, value=ADOPTED, reason="Goed punt.", decided_at=at) for one in all[3:5]
    ),
    "a decision becomes another": lambda all, at: Decision.objects.filter(comment=all[5]).update(value=ADOPTED),
    "a decision goes out": lambda all, at: Decision.objects.filter(comment=all[2]).update(published_at=at),
    "a decision is taken back": lambda all, at: Decision.objects.filter(comment=all[5]).delete(),
    "an answer is contested": contest,
    "a contest is settled": settle,
    "a partner objects": lambda all, at: object_to(all[0], at),
    "a partner objects to one of a group": lambda all, at: object_to(all[4], at),
    "a partner thinks better of it": lambda all, at: (
        object_to(all[0], at),
        Position.objects.filter(comment=all[0]).update(value="akkoord", reason=""),
    ),
    "a position is erased": lambda all, at: Position.objects.all().delete(),
    "a position waits for its confirmation": lambda all, at: Position.objects.update(confirmed_at=None),
    "there is one partner more": lambda all, at: Organisation.objects.filter(pk=make_organisation("Halt").pk).update(
        is_partner=True
    ),
    "a partner stands aside": lambda all, at: StandsAside.objects.create(
        handbook_key=all[0].version.handbook_key, organisation=all[2].submitter.user.organisation
    ),
    "a partner comes back": lambda all, at: (
        StandsAside.objects.create(handbook_key=all[0].version.handbook_key, organisation=all[2].submitter.user.organisation),
        lines.bring_up_to_date(),
        StandsAside.objects.all().delete(),
    ),
    "there is one partner less": lambda all, at: Organisation.objects.update(is_partner=False),
    "somebody looks at it": lambda all, at: Assignment.objects.create(comment=all[0], to=all[0].submitter.user, at=at),
    "nobody looks at it any more": lambda all, at: (
        Assignment.objects.create(comment=all[0], to=all[0].submitter.user, at=at),
        lines.bring_up_to_date(),
        Assignment.objects.all().delete(),
    ),
    "one leaves a group": lambda all, at: Grouped.objects.filter(comment=all[4]).update(group=None),
    "the oldest leaves a group": lambda all, at: Grouped.objects.filter(comment=all[2]).update(group=None),
    "one comes into a group": lambda all, at: Grouped.objects.create(comment=all[0], group=group_of(all)),
    "one is no longer grouped": lambda all, at: Grouped.objects.filter(comment=all[3]).delete(),
    "a group is thrown away": lambda all, at: group_of(all).delete(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_lines_follow_every_change(change, remarks, at):
    change(remarks, at + timedelta(days=1))
    lines.bring_up_to_date()
    assert kept() == drawn_anew()
    assert not StaleMark.objects.exists()


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.table)
def test_each_trigger_is_needed(source, remarks, at, monkeypatch):
    """Without the marks of a table some change of it would stay unseen."""
    others = tuple(one for one in SOURCES if one is not source)
    drop_marks()
    monkeypatch.setattr("consultation.weighing.marking.SOURCES", others)
    install_marks()
    unseen = []
    for name, change in CHANGES.items():
        savepoint = connection.savepoint()
        change(remarks, at + timedelta(days=1))
        lines.bring_up_to_date()
        unseen += [name] if kept() != drawn_anew() else []
        connection.savepoint_rollback(savepoint)
    assert unseen


def test_a_row_is_the_oldest_that_stands_and_open_while_one_of_its_group_is(remarks, at):
    rows = BoardLine.objects.rows().order_by("pk")
    assert [row.pk for row in rows] == [remarks[n].pk for n in (0, 1, 2, 5)]
    assert [row.state for row in rows] == ["open", "open", "open", "beantwoord"]
    assert [row.own_state for row in rows] == ["open", "open", "concept", "beantwoord"]
    assert [row.group_size for row in rows] == [None, None, 3, None]
    assert [row.is_unanimous for row in rows] == [False, False, False, True]


def test_what_nobody_changed_is_not_drawn_again(remarks, version, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert lines.lines_of(version).count() == 6


def test_many_marks_are_worked_off_in_portions(remarks, version, monkeypatch):
    monkeypatch.setattr(lines, "_AT_A_TIME", 2)
    BoardLine.objects.all().delete()
    StaleMark.objects.bulk_create(StaleMark(comment_id=one.pk) for one in remarks)
    lines.bring_up_to_date()
    assert kept() == drawn_anew()
    assert len(kept()) == 6


def test_a_sweep_draws_up_what_nobody_looked_at(remarks, at):
    remarks[0].withdrawn_at = at
    remarks[0].save()
    assert sweeps.run_all(at, only=["weighing.draw-up"]) == {"weighing.draw-up": 2}
    assert kept() == drawn_anew()
    assert sweeps.run_all(at, only=["weighing.draw-up"]) == {"weighing.draw-up": 0}


def test_a_mark_at_a_remark_that_is_gone_is_forgotten(remarks):
    StaleMark.objects.create(comment_id=1_000_000)
    lines.bring_up_to_date()
    assert not StaleMark.objects.exists()


def test_a_missing_trigger_is_told(db):
    assert check_marks(databases=["default"]) == []
    drop_marks()
    (warning,) = check_marks(databases=["default"])
    assert "weighing_decision_marks" in warning.msg
    install_marks()
    assert check_marks(databases=["default"]) == []
