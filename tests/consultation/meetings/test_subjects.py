"""An agenda that is kept anew keeps its rows, and tells what a slice above says of them."""

from __future__ import annotations

import html
import re

import pytest

from consultation.meetings import subjects
from consultation.meetings.actions import AgendaLine, Source, Subject, add_to_record, invite, register_source, save_agenda
from consultation.meetings.models import AgendaItem
from tests.factories.meetings import mails, make_draft_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def sources(monkeypatch):
    """Nothing that is registered here stays, and nothing of others speaks along."""
    monkeypatch.setattr(subjects, "_sources", {})


def test_rows_that_stay_keep_their_number_while_they_change_places(at):
    meeting = make_draft_meeting(at=at)
    first, second, third = save_agenda(
        meeting=meeting, lines=[AgendaLine(title=title) for title in ("Opening", "Halt", "Rondvraag")], by=None, at=at
    )
    lines = [
        AgendaLine(pk=third.pk, title="Rondvraag"),
        AgendaLine(title="Nieuw"),
        AgendaLine(pk=first.pk, title="Welkom", minutes=5),
    ]
    kept = save_agenda(meeting=meeting, lines=lines, by=None, at=at)
    assert [(item.ordinal, item.title) for item in meeting.agenda.all()] == [(1, "Rondvraag"), (2, "Nieuw"), (3, "Welkom")]
    assert (kept[0].pk, kept[2].pk) == (third.pk, first.pk)
    assert not AgendaItem.objects.filter(pk=second.pk).exists()


def test_a_row_of_another_agenda_is_left_alone(at):
    (foreign,) = save_agenda(meeting=make_draft_meeting(at=at), lines=[AgendaLine(title="Van hen")], by=None, at=at)
    meeting = make_draft_meeting(at=at)
    save_agenda(meeting=meeting, lines=[AgendaLine(pk=foreign.pk, title="Van ons")], by=None, at=at)
    foreign.refresh_from_db()
    assert (foreign.title, foreign.meeting_id == meeting.pk, meeting.agenda.get().title) == ("Van hen", False, "Van ons")


def test_the_page_and_the_mail_tell_what_comes_from_a_slice_above(sources, anna, cas, signed_in, at):
    meeting = make_draft_meeting(at=at)
    item, _other = save_agenda(meeting=meeting, lines=[AgendaLine(title="Halt"), AgendaLine(title="Slot")], by=None, at=at)
    register_source(
        "proef",
        Source(
            subjects=lambda meeting, user: {item.pk: Subject("Over de termijn.", "/ergens/")} if user == cas else {},
            tell_count=lambda meeting: "Eén punt komt uit de weging.",
        ),
    )
    invite(meeting=meeting, by=None, at=at)
    pages = {user: signed_in(user).get(meeting.get_absolute_url()).content.decode() for user in (anna, cas)}
    assert ["Over de termijn." in page for page in pages.values()] == [False, True]
    assert all("Eén punt komt uit de weging." in page for page in pages.values())
    mail = mails(to_address=anna.email)[0]
    assert "Eén punt komt uit de weging." in mail.text
    assert "Eén punt komt uit de weging." in re.sub(r"\s+", " ", html.unescape(mail.html))


def test_minutes_that_somebody_wrote_meanwhile_are_not_overwritten(cas, signed_in, at):
    meeting = make_draft_meeting(at=at)
    page = f"/beheer/bijeenkomsten/{meeting.pk}/verslag/"
    editor = signed_in(cas)
    rows = {"form-TOTAL_FORMS": "0", "form-INITIAL_FORMS": "0", "action": "save"}
    seen = editor.get(page).context["form"].initial["seen"]
    add_to_record(meeting=meeting, text="Besloten: vijf dagen.", by=cas, at=at)
    refused = editor.post(page, rows | {"record": "Cas opende.", "seen": seen})
    assert refused.status_code == 422
    shown = html.unescape(refused.content.decode())
    assert "Besloten: vijf dagen." in shown
    assert "Cas opende." in shown
    meeting.refresh_from_db()
    assert meeting.record == "Besloten: vijf dagen."
    mark = re.search(r'name="seen" value="(\w+)"', shown)[1]
    both = "Cas opende.\n\nBesloten: vijf dagen."
    assert editor.post(page, rows | {"record": both, "seen": mark}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.record.split() == both.split()
