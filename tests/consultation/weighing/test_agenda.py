"""The agenda of what is contested: each once, in reading order, and back when a meeting put it off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from consultation.meetings.actions import AgendaLine, cancel_meeting, invite, save_agenda
from consultation.weighing import errors
from consultation.weighing.actions import Seen, conclude_remark, decide, make_agenda, make_group, put_off
from consultation.weighing.agendas import candidates_of, upcoming_meetings
from consultation.weighing.models import AgendaPoint, Decision
from tests.factories.comments import make_comment, make_section
from tests.factories.meetings import make_draft_meeting
from tests.factories.weighing import make_point, make_weighing_meeting, object_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def remarks(version, open_round, anna, eva, at):
    """Three in reading order: the last one was written first."""
    written = [("2.2", "Te streng."), ("2.1", "Drie dagen haalt niemand."), ("2.1", "Waarom drie?")]
    made = [make_comment(anna, make_section(version, number), body=body, at=at) for number, body in written]
    return [made[1], made[2], made[0]]


def titles(meeting):
    return list(meeting.agenda.values_list("title", flat=True))


def test_contested_remarks_come_in_reading_order_behind_what_is_there(version, remarks, partner, cas, at):
    meeting = make_weighing_meeting(at=at)
    save_agenda(meeting=meeting, lines=[AgendaLine(title="Opening")], by=None, at=at)
    for remark in (remarks[2], remarks[0]):
        object_to(remark, by=partner, at=at)
    points = make_agenda(version=version, meeting=meeting, minutes=10, by=cas, at=at)
    assert [point.comment for point in points] == [remarks[0], remarks[2]]
    opening, first, second = titles(meeting)
    assert opening == "Opening"
    assert first.startswith("2.1 ")
    assert first.endswith(": reactie R2")
    assert second.startswith("2.2 ")
    assert "Te streng" not in second, "who is invited need not be allowed to read remarks"
    assert [item.minutes for item in meeting.agenda.all()] == [None, 10, 10]


def test_twice_adds_nothing_twice_and_what_comes_later_goes_to_its_place(version, remarks, partner, cas, at):
    meeting = make_weighing_meeting(at=at)
    object_to(remarks[0], by=partner, at=at)
    object_to(remarks[2], by=partner, at=at)
    make_agenda(version=version, meeting=meeting, by=cas, at=at)
    save_agenda(
        meeting=meeting,
        lines=[
            *(AgendaLine(pk=item.pk, title=item.title, section_key=item.section_key) for item in meeting.agenda.all()),
            AgendaLine(title="Rondvraag"),
        ],
        by=None,
        at=at,
    )
    with pytest.raises(errors.NothingForAgenda):
        make_agenda(version=version, meeting=meeting, by=cas, at=at)
    object_to(remarks[1], by=partner, at=at)
    make_agenda(version=version, meeting=meeting, by=cas, at=at)
    numbers = [title.rpartition(" ")[2] for title in titles(meeting)]
    assert numbers == ["R2", "R3", "R1", "Rondvraag"]
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaPoint.objects.create(item=meeting.agenda.last(), meeting=meeting, version=version, comment=remarks[0])


def test_a_group_counts_once_whichever_of_it_is_contested(version, remarks, partner, cas, at):
    group = make_group(comments=remarks[:2], by=cas, at=at)
    object_to(remarks[1], by=partner, at=at)
    meeting = make_weighing_meeting(at=at)
    (point,) = make_agenda(version=version, meeting=meeting, by=cas, at=at)
    assert point.comment == remarks[0]
    assert titles(meeting) == [f"2.1 {remarks[0].section.title}: reacties die hetzelfde zeggen, met R2"]
    object_to(remarks[0], by=partner, at=at)
    assert group.members.count() == 2
    assert candidates_of(version, user=cas, at=at) == []


def test_who_is_no_editor_makes_none_and_what_has_been_takes_none(version, remarks, partner, cas, at):
    object_to(remarks[0], by=partner, at=at)
    meeting = make_weighing_meeting(at=at)
    with pytest.raises(errors.MayNotMakeAgenda):
        make_agenda(version=version, meeting=meeting, by=partner, at=at)
    with pytest.raises(errors.MeetingIsOver):
        make_agenda(version=version, meeting=meeting, by=cas, at=meeting.ends_at)
    assert not AgendaPoint.objects.exists()


def test_what_a_meeting_put_off_comes_back_and_what_it_decided_does_not(version, remarks, partner, cas, at):
    object_to(remarks[0], by=partner, at=at)
    point = make_point(remarks[0], version=version, by=cas, at=at)
    assert candidates_of(version, user=cas, at=at) == [], "it waits on an agenda"
    put_off(point=point, why="Het OM vraagt het na.", seen=Seen(), by=cas, at=at)
    (candidate,) = candidates_of(version, user=cas, at=at)
    assert (candidate.comment, candidate.comes_back) == (remarks[0], "Het OM vraagt het na.")
    again = make_point(remarks[0], version=version, by=cas, at=at + timedelta(minutes=1))
    assert again.meeting != point.meeting
    decided_at = at + timedelta(minutes=2)
    conclude_remark(
        point=again, value=Decision.Value.REJECTED, reason="Drie is de wet.", spoken={}, seen=Seen(), by=cas, at=decided_at
    )
    assert candidates_of(version, user=cas, at=decided_at) == []
    object_to(remarks[0], by=partner, reason="Toch niet.", at=decided_at + timedelta(minutes=1))
    assert len(candidates_of(version, user=cas, at=decided_at)) == 1, "she spoke against what was decided"


def test_what_was_answered_is_done_until_a_partner_speaks_against_it(version, remarks, partner, cas, at):
    object_to(remarks[0], by=partner, at=at)
    decide(comment=remarks[0], value=Decision.Value.ADOPTED, reason="Vijf.", publish=True, by=cas, at=at + timedelta(minutes=1))
    assert candidates_of(version, user=cas, at=at) == []
    object_to(remarks[0], by=partner, at=at + timedelta(minutes=2))
    assert len(candidates_of(version, user=cas, at=at)) == 1


def test_a_meeting_that_does_not_take_place_keeps_nothing(version, remarks, partner, cas, at):
    object_to(remarks[0], by=partner, at=at)
    meeting = make_point(remarks[0], version=version, by=cas, at=at).meeting
    invite(meeting=meeting, by=cas, at=at)
    assert list(upcoming_meetings(at)) == [meeting]
    cancel_meeting(meeting=meeting, reason="Ziek.", by=cas, at=at)
    assert not upcoming_meetings(at).exists()
    assert len(candidates_of(version, user=cas, at=at)) == 1


def test_upcoming_are_those_of_the_working_group(at, cas):
    ours, _theirs = make_weighing_meeting(at=at), make_draft_meeting(at=at)
    assert list(upcoming_meetings(at)) == [ours]
