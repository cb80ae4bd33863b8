"""The agenda and the minutes as files: what the page shows, for who may see the page."""

from __future__ import annotations

import io

import docx
import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from consultation.meetings.models import ActionPoint, AgendaItem, Meeting, Paper
from tests.factories.meetings import make_draft_meeting, make_invited_meeting
from tests.factories.pdf import bookmarks, heading_levels, is_accessible, roles

pytestmark = pytest.mark.django_db
RECORD = "Aanwezig: de hele groep.\n\nTermijnen\nBesloten: overgenomen.\n\nAlle partners zijn het eens."


@pytest.fixture
def meeting(cas, anna, at) -> Meeting:
    made = make_invited_meeting(by=cas, at=at, about="We lopen de reacties door.")
    AgendaItem.objects.create(meeting=made, ordinal=1, title="Opening", minutes=15, leader="Cas")
    AgendaItem.objects.create(meeting=made, ordinal=2, title="Termijnen")
    Paper.objects.create(meeting=made, title="Overzicht van reacties", file="x.pdf", name="x.pdf", size=1, added_at=at)
    return made


@pytest.fixture
def with_minutes(meeting, anna, at) -> Meeting:
    Meeting.objects.filter(pk=meeting.pk).update(record=RECORD, record_published_at=at)
    ActionPoint.objects.create(meeting=meeting, ordinal=1, text="Tekst aanpassen", owner=anna, due_on=at.date(), done_at=at)
    ActionPoint.objects.create(meeting=meeting, ordinal=2, text="Iedereen vragen")
    return meeting


def address(meeting: Meeting, part: str, file_format: str) -> str:
    return reverse("meeting-file", args=[meeting.pk, part, file_format])


def content(response) -> bytes:
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def paragraphs(word: bytes) -> list[tuple[str, str]]:
    return [(one.style.name, one.text) for one in docx.Document(io.BytesIO(word)).paragraphs]


def test_the_agenda_is_a_tagged_pdf_with_a_heading_for_each_item(meeting, anna, signed_in):
    answer = signed_in(anna).get(address(meeting, "agenda", "pdf"))
    pdf = content(answer)
    assert answer["Content-Disposition"] == f'attachment; filename="agenda-{meeting.day:%Y-%m-%d}.pdf"'
    assert is_accessible(pdf)
    assert bookmarks(pdf) == ["Waar het over gaat", "10:00 Opening", "10:15 Termijnen", "Stukken"]
    assert heading_levels(pdf) == [1, 1, 1, 1]
    assert {"L", "LI"} <= roles(pdf)


def test_the_agenda_in_word_says_what_the_page_says(meeting, anna, signed_in):
    told = paragraphs(content(signed_in(anna).get(address(meeting, "agenda", "docx"))))
    assert told[0] == ("Title", f"Agenda: {meeting.title}")
    assert told[3:] == [
        ("Normal", "Op afstand"),
        ("Heading 1", "Waar het over gaat"),
        ("Normal", "We lopen de reacties door."),
        ("Heading 1", "10:00 Opening"),
        ("Normal", "15 minuten · Cas"),
        ("Heading 1", "10:15 Termijnen"),
        ("Heading 1", "Stukken"),
        ("List Bullet", "Overzicht van reacties"),
    ]


def test_the_minutes_have_the_items_as_headings_and_the_action_points_as_a_list(with_minutes, anna, at, signed_in):
    browser = signed_in(anna)
    told = paragraphs(content(browser.get(address(with_minutes, "verslag", "docx"))))
    assert told[0] == ("Title", f"Verslag: {with_minutes.title}")
    assert told[4:9] == [
        ("Normal", "Aanwezig: de hele groep."),
        ("Heading 1", "Termijnen"),
        ("Normal", "Besloten: overgenomen."),
        ("Normal", "Alle partners zijn het eens."),
        ("Heading 1", "Actiepunten"),
    ]
    with translation.override("nl"):
        day = date_format(at.date(), "j F")
    assert told[9:] == [
        ("List Bullet", f"Tekst aanpassen (Anna Verschuren, uiterlijk {day}, Klaar)"),
        ("List Bullet", "Iedereen vragen"),
    ]
    pdf = content(browser.get(address(with_minutes, "verslag", "pdf")))
    assert is_accessible(pdf)
    assert bookmarks(pdf) == ["Termijnen", "Actiepunten"]


def test_the_page_leads_to_what_there_is(with_minutes, anna, cas, at, signed_in):
    page = signed_in(anna).get(with_minutes.get_absolute_url()).content.decode()
    assert all(address(with_minutes, part, ending) in page for part in ("agenda", "verslag") for ending in ("pdf", "docx"))
    empty = make_draft_meeting(by=cas, at=at)
    assert "/agenda/pdf/" not in signed_in(cas).get(empty.get_absolute_url()).content.decode()


def test_who_does_not_see_the_meeting_gets_no_file_and_nobody_minutes_that_are_not_published(meeting, anna, dewi, cas, signed_in):
    Meeting.objects.update(record=RECORD)
    assert signed_in(dewi).get(address(meeting, "agenda", "pdf")).status_code == 404
    for person in (anna, cas):
        assert signed_in(person).get(address(meeting, "verslag", "pdf")).status_code == 404
    for part, ending in (("agenda", "exe"), ("stuk", "pdf")):
        assert signed_in(anna).get(f"/bijeenkomsten/{meeting.pk}/{part}/{ending}/").status_code == 404


def test_an_empty_agenda_is_no_file(cas, at, signed_in):
    assert signed_in(cas).get(address(make_draft_meeting(by=cas, at=at), "agenda", "pdf")).status_code == 404
