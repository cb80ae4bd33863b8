"""The editors' side: making, inviting, changing and cancelling; agenda, papers, minutes. All of it without a script."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consultation.delivery.models import Email
from consultation.meetings.actions import answer_invitation
from consultation.meetings.errors import AlreadyCancelled, NotYetInvited, PeopleInvited, TimeIsPast
from consultation.meetings.models import Meeting, Paper
from consultation.people.models import SOUNDING_BOARD
from handbook.models import Section
from tests.factories.meetings import make_draft_meeting, make_invited_meeting, move
from tests.factories.people import make_person
from tests.factories.rounds import make_round

pytestmark = pytest.mark.django_db


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def editor(cas, signed_in) -> Client:
    return signed_in(cas)


def typed(**changes: object) -> dict[str, object]:
    """What an editor fills in."""
    return {
        "title": "Klankbordgroep",
        "about": "",
        "day": str(timezone.localdate() + timedelta(days=30)),
        "begins": "10:00",
        "ends": "12:30",
        "place": "De Stadsgaarde",
        "online_url": "",
        "groups": [Group.objects.get(name=SOUNDING_BOARD).pk],
        "round": "",
        "most_guests": "1",
        **changes,
    }


def rows(**fields: object) -> dict[str, object]:
    return {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", **fields}


def page_of(meeting: Meeting, further: str = "") -> str:
    return f"/beheer/bijeenkomsten/{meeting.pk}/{further}"


class TestMakingAndInviting:
    def test_from_the_empty_form_to_the_invitations(self, editor, anna, eva):
        answer = editor.post("/beheer/bijeenkomsten/nieuw/", typed(), follow=True)
        meeting = Meeting.objects.get()
        assert (meeting.begins, meeting.length_minutes, meeting.state) == (time(10), 150, "draft")
        assert "2 mensen horen het nu" in words(answer)
        assert not Email.objects.exists()
        answer = editor.post(page_of(meeting), {"action": "invite"}, follow=True)
        assert "2 mensen zijn uitgenodigd." in words(answer)
        assert Email.objects.filter(kind="meetings.invitation").count() == 2
        assert "Klankbordgroep" in words(editor.get("/beheer/bijeenkomsten/"))

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"place": ""}, "Vul een plaats in"),
            ({"groups": []}, "Kies minstens één groep"),
            ({"day": "2020-01-01"}, "Kies een tijd die nog komt"),
            ({"title": ""}, "verplicht"),
        ],
    )
    def test_what_is_missing_is_said_and_nothing_is_made(self, editor, anna, changes, said):
        answer = editor.post("/beheer/bijeenkomsten/nieuw/", typed(**changes))
        assert answer.status_code == 422
        assert said in words(answer)
        assert not Meeting.objects.exists()

    def test_one_that_goes_on_after_midnight_ends_the_next_day(self, editor, anna):
        editor.post("/beheer/bijeenkomsten/nieuw/", typed(begins="22:00", ends="00:30"))
        assert Meeting.objects.get().length_minutes == 150

    def test_one_that_nobody_was_invited_to_is_thrown_away_with_its_papers(
        self, editor, anna, django_capture_on_commit_callbacks
    ):
        meeting = make_draft_meeting()
        editor.post(page_of(meeting, "stukken/"), {"title": "", "file": SimpleUploadedFile("a.pdf", b"%PDF")})
        name, storage = Paper.objects.get().file.name, Paper.objects.get().file.storage
        assert storage.exists(name)
        with django_capture_on_commit_callbacks(execute=True):
            editor.post(page_of(meeting), {"action": "discard"})
        assert not Meeting.objects.exists()
        assert not storage.exists(name)

    @pytest.mark.parametrize("who", ["anna", "bram", "dewi", "fatih"])
    def test_nobody_but_editors_comes_here(self, request, signed_in, who):
        meeting = make_draft_meeting()
        browser = signed_in(request.getfixturevalue(who))
        for further in ("", "wijzigen/", "agenda/", "stukken/", "verslag/"):
            assert browser.get(page_of(meeting, further)).status_code in {302, 403}
        browser.post(page_of(meeting), {"action": "invite"})
        meeting.refresh_from_db()
        assert meeting.state == "draft"


class TestChangingAndCancelling:
    def test_the_form_shows_what_stands_and_says_how_many_get_a_mail(self, editor, anna, eva):
        meeting = make_invited_meeting()
        page = editor.get(page_of(meeting, "wijzigen/"))
        assert "dan krijgen 2 mensen een mail" in words(page)
        html = page.content.decode()
        assert f'value="{meeting.day:%Y-%m-%d}"' in html
        assert 'value="12:00"' in html
        same = typed(title="Andere titel", day=str(meeting.day), ends="12:00", place=meeting.place, online_url=meeting.online_url)
        assert "hoort wat er is gewijzigd" not in words(editor.post(page_of(meeting, "wijzigen/"), same, follow=True))
        moved = editor.post(page_of(meeting, "wijzigen/"), {**same, "begins": "09:00"}, follow=True)
        assert "hoort wat er is gewijzigd" in words(moved)
        meeting.refresh_from_db()
        assert (meeting.title, meeting.begins, meeting.sequence) == ("Andere titel", time(9), 1)

    def test_cancelling_asks_for_a_reason_and_tells_everybody(self, editor, anna):
        meeting = make_invited_meeting()
        assert editor.post(page_of(meeting), {"action": "cancel", "reason": ""}).status_code == 422
        answer = editor.post(page_of(meeting), {"action": "cancel", "reason": "De zaal is niet vrij."}, follow=True)
        assert "De zaal is niet vrij." in words(answer)
        assert Email.objects.filter(calendar_method="CANCEL").count() == 1
        editor.post(page_of(meeting), {"action": "cancel", "reason": "Nog eens."})
        assert Email.objects.filter(calendar_method="CANCEL").count() == 1

    def test_what_cannot_be_is_refused(self, cas, anna, at):
        from consultation.meetings.actions import cancel_meeting, discard_meeting, invite

        draft, planned = make_draft_meeting(), make_invited_meeting()
        with pytest.raises(NotYetInvited):
            cancel_meeting(meeting=draft, reason="x", by=cas, at=at)
        with pytest.raises(PeopleInvited):
            discard_meeting(meeting=planned, by=cas)
        with pytest.raises(TimeIsPast):
            move(planned, at=at, day=date(2020, 1, 1))
        with pytest.raises(TimeIsPast):
            invite(meeting=draft, by=cas, at=draft.starts_at)
        cancel_meeting(meeting=planned, reason="x", by=cas, at=at)
        for act in (lambda: move(planned, at=at, title="Toch"), lambda: invite(meeting=planned, by=cas, at=at)):
            with pytest.raises(AlreadyCancelled):
                act()

    def test_who_answered_stands_there_with_the_counts(self, editor, anna, eva):
        meeting = make_invited_meeting()
        answer_invitation(user=anna, meeting=meeting, answer="ja", way="ter plaatse", guests=["Sem de Wit"], at=timezone.now())
        page = words(editor.get(page_of(meeting)))
        assert "Ter plaatse: 1. Op afstand: 0. Gasten: 1. Misschien: 0. Nee: 0. Niet geantwoord: 1." in page
        assert "Sem de Wit" in page
        move(meeting, at=timezone.now(), begins=time(15))
        assert "voor de laatste wijziging" in words(editor.get(page_of(meeting)))

    def test_the_pages_cost_the_same_queries_for_two_and_for_twenty(self, editor, anna):
        meeting, counts = make_invited_meeting(), []
        for size in (2, 20):
            for _number in range(size):
                make_person(organisation=f"Gemeente {size} {_number}")
                make_invited_meeting()
            move(meeting, at=timezone.now(), title=f"Titel {size}")
            pages = []
            for path in ("/beheer/bijeenkomsten/", page_of(meeting)):
                editor.get(path)
                with CaptureQueriesContext(connection) as seen:
                    editor.get(path)
                pages.append(len(seen))
            counts.append(pages)
        assert counts[0] == counts[1]


class TestContents:
    def test_an_agenda_with_more_rows_and_a_section(self, editor, version, anna):
        make_round(version=version)
        meeting, section = make_draft_meeting(), Section.objects.filter(version=version).first()
        page = page_of(meeting, "agenda/")
        first = {"form-0-title": "Opening", "form-0-minutes": "10", "form-1-section_key": str(section.key)}
        more = editor.post(page, rows(**first, action="more"))
        assert "form-4-title" in more.content.decode()
        assert 'value="Opening"' in more.content.decode()
        assert not meeting.agenda.exists(), "more rows keep nothing yet"
        editor.post(page, rows(**first, **{"form-1-title": "De tekst"}, action="save"))
        assert list(meeting.agenda.values_list("ordinal", "title", "minutes", "section_key")) == [
            (1, "Opening", 10, None),
            (2, "De tekst", None, section.key),
        ]
        editor.post(page, rows(**first | {"form-0-title": "", "form-1-title": "De tekst"}, action="save"))
        assert list(meeting.agenda.values_list("title", flat=True)) == ["De tekst"]

    def test_an_agenda_that_does_not_fit_is_said(self, editor):
        meeting = make_draft_meeting()
        too_much, told = meeting.length_minutes + 5, f"duurt er {meeting.length_minutes}."
        for minutes, is_told in ((meeting.length_minutes, False), (too_much, True)):
            lines = rows(**{"form-0-title": "Alles", "form-0-minutes": str(minutes)}, action="save")
            assert editor.post(page_of(meeting, "agenda/"), lines).status_code == 302
            assert (told in editor.get(page_of(meeting)).content.decode()) is is_told

    def test_a_row_that_does_not_hold_is_said_and_nothing_is_lost(self, editor, anna):
        meeting = make_draft_meeting()
        answer = editor.post(page_of(meeting, "agenda/"), rows(**{"form-0-title": "Opening", "form-0-minutes": "nul"}))
        assert 'value="Opening"' in answer.content.decode()
        assert not meeting.agenda.exists()

    def test_papers_are_added_and_taken_away_with_their_file(self, editor, anna, django_capture_on_commit_callbacks):
        meeting = make_draft_meeting()
        page = page_of(meeting, "stukken/")
        editor.post(page, {"title": "Concept", "file": SimpleUploadedFile("Concept 0.3.docx", b"PK")})
        paper = meeting.papers.get()
        assert (paper.title, paper.name, paper.size) == ("Concept", "Concept 0.3.docx", 2)
        assert paper.file.name.startswith(f"bijeenkomsten/{meeting.pk}/")
        with django_capture_on_commit_callbacks(execute=True):
            editor.post(page, {"action": "remove", "paper": paper.pk})
        assert not meeting.papers.exists()
        assert not paper.file.storage.exists(paper.file.name)

    @pytest.mark.parametrize("name", ["loos.exe", "pagina.html", "beeld.svg", "zonder"])
    def test_files_that_a_browser_might_run_are_not_taken(self, editor, anna, name):
        meeting = make_draft_meeting()
        answer = editor.post(page_of(meeting, "stukken/"), {"file": SimpleUploadedFile(name, b"x")})
        assert answer.status_code == 422
        assert not meeting.papers.exists()

    def test_minutes_are_kept_first_and_published_with_a_second_button(self, editor, anna):
        meeting = make_invited_meeting()
        page = page_of(meeting, "verslag/")
        typed_rows = rows(**{"form-0-text": "Opsturen", "form-0-owner": anna.pk, "form-0-due_on": "2027-01-15"})
        editor.post(page, {**typed_rows, "record": "Afgesproken is dit.", "action": "save"})
        meeting.refresh_from_db()
        assert (meeting.record, meeting.record_published_at) == ("Afgesproken is dit.", None)
        assert meeting.action_points.get().owner == anna
        assert "Bij publiceren hoort 1 persoon het." in words(editor.get(page))
        editor.post(page, {**typed_rows, "record": "Afgesproken is dit.", "action": "publish"})
        assert Email.objects.filter(kind="meetings.record").count() == 1
        refused = editor.post(page, {**typed_rows, "record": "", "action": "save"})
        assert refused.status_code == 422
        empty = editor.post(page_of(make_invited_meeting(), "verslag/"), {**rows(), "record": " ", "action": "publish"})
        assert "Schrijf het verslag" in words(empty)

    def test_the_menu_leads_there(self, editor):
        assert f'"{reverse("meetings-admin")}"' in editor.get("/beheer/").content.decode().replace("&quot;", '"')
