"""What a meeting decides: draft answers, what partners said there, what comes back; and the minutes that are made of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from consultation.comments.actions import withdraw_comment
from consultation.delivery.models import Notice
from consultation.meetings.actions import add_to_record, publish_record, save_record
from consultation.meetings.errors import RecordPublished
from consultation.weighing import errors
from consultation.weighing.actions import (
    Seen,
    Stance,
    conclude_remark,
    decide,
    give_position,
    make_group,
    put_off,
    write_minutes,
)
from consultation.weighing.models import AgendaPoint, Decision, Position
from consultation.weighing.shown import remark_of
from tests.factories.comments import make_comment, make_section
from tests.factories.weighing import make_point, object_to

pytestmark = pytest.mark.django_db

PARTLY = Decision.Value.PARTLY


@pytest.fixture
def remark(version, open_round, anna, partner, at):
    made = make_comment(anna, make_section(version), body="Drie dagen haalt niemand.", at=at)
    object_to(made, by=partner, at=at)
    return made


@pytest.fixture
def point(remark, version, cas, at):
    return make_point(remark, version=version, by=cas, at=at)


def test_the_decision_is_a_draft_and_what_was_said_is_of_the_day_of_the_meeting(point, remark, partner, council, cas, at):
    before = Notice.objects.count()
    spoken = {
        partner.organisation: Stance(Position.Value.OBJECT, "juridisch", "Wij blijven erbij."),
        council.organisation: Stance(Position.Value.AGREE),
    }
    kept = conclude_remark(point=point, value=PARTLY, reason="Vijf dagen.", spoken=spoken, seen=Seen(), by=cas, at=at)
    decision = Decision.objects.get(comment=remark)
    assert (decision.value, decision.reason, decision.published_at) == (PARTLY, "Vijf dagen.", None)
    assert (kept.outcome, kept.value, kept.said) == ("besloten", PARTLY, "Vijf dagen.")
    given = {one.organisation: one for one in Position.objects.all()}
    assert {(one.source, one.source_on, one.confirmed_at) for one in given.values()} == {("overleg", point.meeting.day, None)}
    assert all(one.is_about(decision) for one in given.values()), "they speak of what was decided there"
    assert given[partner.organisation].reason == "Wij blijven erbij."
    assert Notice.objects.count() == before, "nobody hears of a draft"


def test_who_said_nothing_new_keeps_her_position(point, remark, partner, cas, at):
    conclude_remark(point=point, value=PARTLY, reason="Vijf dagen.", spoken={}, seen=Seen(), by=cas, at=at)
    position = Position.objects.get()
    assert (position.source, position.reason, position.confirmed_at) == ("site", "De wet zegt drie.", at)


def test_a_group_is_decided_as_one_and_a_position_stays_where_it_was_given(version, remark, partner, eva, cas, at):
    older = make_comment(eva, make_section(version), body="Drie dagen lukt niet.", at=at)
    make_group(comments=[remark, older], by=cas, at=at)
    point = make_point(remark, version=version, by=cas, at=at)
    spoken = {partner.organisation: Stance(Position.Value.AGREE)}
    conclude_remark(point=point, value=PARTLY, reason="Vijf dagen.", spoken=spoken, seen=Seen(), by=cas, at=at)
    assert Decision.objects.filter(reason="Vijf dagen.", published_at=None).count() == 2
    position = Position.objects.get()
    assert (position.comment, position.value) == (remark, Position.Value.AGREE)


def test_who_stays_where_she_was_keeps_her_ground(point, partner, cas, at):
    spoken = {partner.organisation: Stance(Position.Value.OBJECT, reason="Wij blijven erbij.")}
    conclude_remark(point=point, value=PARTLY, reason="Vijf dagen.", spoken=spoken, seen=Seen(), by=cas, at=at)
    assert Position.objects.get().ground == "juridisch"


def test_of_a_group_only_what_stands_is_told_and_decided(version, remark, partner, eva, cas, at):
    other = make_comment(eva, make_section(version), body="Drie dagen lukt niet.", at=at)
    make_group(comments=[remark, other], by=cas, at=at)
    point = make_point(remark, version=version, by=cas, at=at)
    withdraw_comment(comment=remark, user=remark.submitter.user, at=at)
    shown = remark_of(AgendaPoint.objects.get(), user=cas)
    assert (shown.comment, shown.others) == (other, [])
    withdraw_comment(comment=other, user=eva, at=at)
    assert remark_of(AgendaPoint.objects.get(), user=cas).comment is None
    with pytest.raises(errors.NothingToWeigh):
        conclude_remark(point=point, value=PARTLY, reason="Vijf.", spoken={}, seen=Seen(), by=cas, at=at)


def test_a_colleague_who_decided_meanwhile_is_told_and_nothing_is_lost(point, remark, cas, at):
    decide(comment=remark, value=Decision.Value.REJECTED, reason="Nee.", by=cas, at=at)
    with pytest.raises(errors.ChangedMeanwhile):
        conclude_remark(point=point, value=PARTLY, reason="Vijf.", spoken={}, seen=Seen(), by=cas, at=at + timedelta(minutes=1))
    put_off(point=point, why="Later.", seen=Seen(), by=cas, at=at)
    with pytest.raises(errors.ConcludedMeanwhile):
        put_off(point=point, why="Nooit.", seen=Seen(), by=cas, at=at + timedelta(minutes=1))
    assert (Decision.objects.get().reason, AgendaPoint.objects.get().said) == ("Nee.", "Later.")


def test_what_is_refused_changes_nothing(point, partner, cas, at):
    with pytest.raises(errors.MayNotMakeAgenda):
        put_off(point=point, why="Later.", seen=Seen(), by=partner, at=at)
    with pytest.raises(errors.LineMissing):
        put_off(point=point, why="  ", seen=Seen(), by=cas, at=at)
    spoken = {partner.organisation: Stance(Position.Value.OBJECT)}
    with pytest.raises(errors.PositionReasonMissing):
        conclude_remark(point=point, value=PARTLY, reason="Vijf.", spoken=spoken, seen=Seen(), by=cas, at=at)
    assert not Decision.objects.exists()
    assert AgendaPoint.objects.get().outcome == ""


def test_the_minutes_say_what_was_decided_by_whom_and_against_whom(point, remark, partner, council, cas, at):
    give_position(comment=remark, stance=Stance(Position.Value.AGREE), by=council, at=at)
    spoken = {
        council.organisation: Stance(Position.Value.AGREE),
        partner.organisation: Stance(Position.Value.OBJECT, "juridisch", "De wet zegt drie."),
    }
    conclude_remark(point=point, value=PARTLY, reason="Vijf dagen.", spoken=spoken, seen=Seen(), by=cas, at=at)
    text = write_minutes(meeting=point.meeting, by=cas, at=at).record
    assert text.startswith("Aanwezig, zoals aangemeld: ")
    assert point.item.title in text.splitlines()
    assert "Besloten: gedeeltelijk overgenomen. Vijf dagen." in text
    assert "Akkoord: Raad voor de Kinderbescherming (nog niet bevestigd)." in text
    told = "Minderheidsstandpunt van Openbaar Ministerie (nog niet bevestigd): Bezwaar (juridisch). De wet zegt drie."
    assert told.casefold() in text.casefold()


def test_the_minutes_never_overwrite_what_somebody_typed(point, cas, at):
    save_record(meeting=point.meeting, text="Cas opende om tien uur.", points=[], by=cas, at=at)
    with pytest.raises(errors.NothingForMinutes):
        write_minutes(meeting=point.meeting, by=cas, at=at)
    put_off(point=point, why="Het OM vraagt het na.", seen=Seen(), by=cas, at=at)
    text = write_minutes(meeting=point.meeting, by=cas, at=at).record
    assert text.startswith("Cas opende om tien uur.\n\n")
    assert text.endswith("Niet besloten, komt terug op de volgende agenda. Het OM vraagt het na.")
    with pytest.raises(errors.NothingForMinutes):
        write_minutes(meeting=point.meeting, by=cas, at=at)
    publish_record(meeting=point.meeting, by=cas, at=at)
    with pytest.raises(RecordPublished):
        add_to_record(meeting=point.meeting, text="Nog iets.", by=cas, at=at)
