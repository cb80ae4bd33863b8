"""The pages of meetings: who sees which, the answer on the site and from a mail, papers, minutes. Looking changes nothing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consultation.delivery.models import Email
from consultation.meetings.actions import (
    AgendaLine,
    PointLine,
    add_paper,
    answer_invitation,
    cancel_meeting,
    publish_record,
    save_agenda,
    save_record,
)
from consultation.meetings.answering import answer_path, make_token
from consultation.meetings.errors import MeetingOver, NotInvited, NotThatWay, TooManyGuests
from consultation.meetings.models import Meeting, Rsvp
from consultation.rounds.models import Round
from handbook.models import Section
from tests.factories.meetings import make_draft_meeting, make_invited_meeting, move
from tests.factories.people import make_person
from tests.factories.rounds import make_round

pytestmark = pytest.mark.django_db


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def meeting(anna, eva, bram, cas, dewi) -> Meeting:
    return make_invited_meeting(most_guests=2)


def page_of(meeting) -> str:
    return f"/bijeenkomsten/{meeting.pk}/"


class TestWhoSeesWhat:
    def test_members_see_what_they_are_invited_to_and_a_stranger_learns_nothing(
        self, meeting, anna, bram, cas, dewi, visitor, signed_in
    ):
        page = page_of(meeting)
        assert [signed_in(user).get(page).status_code for user in (anna, cas, bram, dewi)] == [200, 200, 404, 404]
        assert visitor.get(page)["Location"].startswith("/account/login/")
        assert meeting.title in words(signed_in(anna).get("/bijeenkomsten/"))
        assert meeting.title not in words(signed_in(dewi).get("/bijeenkomsten/"))

    def test_one_in_the_making_is_the_editors_alone(self, anna, cas, signed_in):
        draft = make_draft_meeting()
        assert [signed_in(user).get(page_of(draft)).status_code for user in (anna, cas)] == [404, 200]
        assert draft.title not in words(signed_in(anna).get("/bijeenkomsten/"))

    def test_who_leaves_the_group_sees_it_no_more(self, meeting, anna, signed_in, visitor):
        link = answer_path(user_id=anna.pk, meeting_id=meeting.pk)
        assert visitor.get(link).status_code == 200
        anna.groups.clear()
        assert signed_in(anna).get(page_of(meeting)).status_code == 404
        assert visitor.get(link).status_code == 404

    def test_a_paper_is_for_who_is_invited(self, meeting, anna, cas, dewi, bram, visitor, signed_in):
        paper = add_paper(
            meeting=meeting, file=ContentFile(b"%PDF-1.7", name="../Stuk 1.pdf"), title="", by=cas, at=timezone.now()
        )
        address = reverse("meeting-paper", args=[meeting.pk, paper.pk])
        answer = signed_in(anna).get(address)
        assert b"".join(answer.streaming_content) == b"%PDF-1.7"
        assert 'filename="Stuk 1.pdf"' in answer["Content-Disposition"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert [signed_in(user).get(address).status_code for user in (bram, dewi)] == [404, 404]
        assert visitor.get(address).status_code == 302
        assert "Stuk 1.pdf" in words(signed_in(anna).get(page_of(meeting)))
        other = make_invited_meeting(title="Ander overleg")
        assert signed_in(anna).get(reverse("meeting-paper", args=[other.pk, paper.pk])).status_code == 404

    @pytest.mark.parametrize("identity", [Round.Identity.NAME, Round.Identity.FUNCTION])
    def test_who_comes_is_seen_as_the_round_shows_its_members(self, version, anna, eva, signed_in, identity):
        round = make_round(version=version, identity=identity)
        meeting = make_invited_meeting(round=round, groups=[], most_guests=1)
        answer_invitation(user=eva, meeting=meeting, answer="ja", way="ter plaatse", guests=["Sem de Wit"], at=timezone.now())
        page = words(signed_in(anna).get(page_of(meeting)))
        assert ("Eva Molenaar" in page) is (identity == Round.Identity.NAME)
        assert ("Coördinator leerplicht, Midden" in page) is (identity == Round.Identity.FUNCTION)
        assert "met 1 gast" in page
        assert "Sem de Wit" not in page

    def test_editors_see_the_names_of_guests(self, meeting, anna, cas, signed_in):
        answer_invitation(user=anna, meeting=meeting, answer="ja", way="ter plaatse", guests=["Sem"], at=timezone.now())
        assert "met Sem" in words(signed_in(cas).get(page_of(meeting)))


class TestAnswering:
    def test_on_the_site_and_changed_and_taken_back(self, meeting, anna, signed_in):
        browser, page = signed_in(anna), page_of(meeting)
        answer = browser.post(page, {"answer": "ja:op afstand", "guests": "Sem de Wit\n\n Noor "}, follow=True)
        assert "u komt: op afstand" in words(answer)
        rsvp = Rsvp.objects.get(user=anna)
        assert (rsvp.answer, rsvp.way, rsvp.guests) == ("ja", "op afstand", ["Sem de Wit", "Noor"])
        browser.post(page, {"answer": "nee"})
        rsvp.refresh_from_db()
        assert (rsvp.answer, rsvp.way, rsvp.guests) == ("nee", "", [])
        browser.post(page, {"action": "take_back"})
        rsvp.refresh_from_db()
        assert (rsvp.answer, rsvp.answered_at) == ("", None)

    def test_from_the_mail_looking_changes_nothing_and_the_button_answers_without_signing_in(self, meeting, anna, visitor):
        mail = Email.objects.get(to_address=anna.email)
        (link,) = re.findall(r"/bijeenkomsten/antwoord/\S+", mail.text)
        page = visitor.get(link)
        assert page.status_code == 200
        assert not Rsvp.objects.exclude(answer="").exists()
        assert meeting.online_url not in page.content.decode(), "a mail is passed on; the link to take part stands in it"
        assert visitor.post(link, {"answer": "ja:ter plaatse"}).status_code == 302
        assert "u komt: ter plaatse" in words(visitor.get(link))
        assert Rsvp.objects.get(user=anna).answer == "ja"
        assert "_auth_user_id" not in visitor.session

    @pytest.mark.parametrize("token", ["x", "x:y:z"])
    def test_a_link_that_we_did_not_make_is_no_page(self, meeting, visitor, token):
        assert visitor.get(f"/bijeenkomsten/antwoord/{token}/").status_code == 404

    def test_one_link_answers_for_one_meeting_and_one_person(self, meeting, anna, visitor):
        other = make_invited_meeting(title="Ander overleg")
        token = make_token(user_id=anna.pk, meeting_id=meeting.pk)
        visitor.post(f"/bijeenkomsten/antwoord/{token}/", {"answer": "nee"})
        assert list(Rsvp.objects.exclude(answer="").values_list("user", "meeting")) == [(anna.pk, meeting.pk)]
        assert other.rsvps.unanswered().count() == 2

    def test_a_meeting_without_a_link_has_no_answer_at_a_distance(self, anna, signed_in):
        meeting = make_invited_meeting(online_url="", most_guests=0)
        page = signed_in(anna).get(page_of(meeting)).content.decode()
        assert "op afstand" not in page
        assert 'name="guests"' not in page
        assert signed_in(anna).post(page_of(meeting), {"answer": "ja:op afstand"}).status_code == 422

    def test_what_does_not_hold_is_refused_and_nothing_is_kept(self, meeting, anna, bram, at):
        for user, changes, error in (
            (bram, {}, NotInvited),
            (anna, {"way": "per post"}, NotThatWay),
            (anna, {"answer": "graag"}, NotThatWay),
            (anna, {"guests": ["a", "b", "c"]}, TooManyGuests),
            (anna, {"at": meeting.ends_at}, MeetingOver),
        ):
            with pytest.raises(error):
                answer_invitation(**{"user": user, "meeting": meeting, "answer": "ja", "way": "ter plaatse", "at": at} | changes)
        assert not Rsvp.objects.exclude(answer="").exists()

    def test_too_many_guests_is_said_on_the_page_and_what_was_typed_stays(self, meeting, anna, signed_in):
        answer = signed_in(anna).post(page_of(meeting), {"answer": "ja:ter plaatse", "guests": "Een\nTwee\nDrie"})
        assert answer.status_code == 422
        assert "meer gasten" in words(answer)
        assert "Drie" in answer.content.decode()

    def test_who_answered_before_it_moved_is_asked_whether_that_still_holds(self, meeting, anna, signed_in, at):
        answer_invitation(user=anna, meeting=meeting, answer="ja", way="ter plaatse", at=at)
        move(meeting, at=at, length_minutes=60)
        browser = signed_in(anna)
        assert "Klopt uw antwoord nog?" in words(browser.get(page_of(meeting)))
        browser.post(page_of(meeting), {"answer": "ja:ter plaatse"})
        assert "Klopt uw antwoord nog?" not in words(browser.get(page_of(meeting)))

    def test_a_cancelled_meeting_asks_nothing_and_says_why(self, meeting, anna, cas, visitor, at):
        cancel_meeting(meeting=meeting, reason="De zaal is niet vrij.", by=cas, at=at)
        link = answer_path(user_id=anna.pk, meeting_id=meeting.pk)
        page = visitor.get(link)
        assert "De zaal is niet vrij." in words(page)
        assert 'name="answer"' not in page.content.decode()
        visitor.post(link, {"answer": "nee"})
        assert Rsvp.objects.get(user=anna).answer == ""

    def test_an_editor_who_is_not_invited_answers_nothing(self, meeting, cas, signed_in):
        assert 'name="answer"' not in signed_in(cas).get(page_of(meeting)).content.decode()
        assert signed_in(cas).post(page_of(meeting), {"answer": "nee"}).status_code == 404

    @pytest.mark.parametrize(
        "broken",
        [
            {"answer": "ja"},
            {"answer": "nee", "way": "ter plaatse"},
            {"answer": "nee", "guests": ["Sem"], "way": ""},
            {"answer": "misschien", "answered_at": None, "answered_sequence": None},
        ],
    )
    def test_the_schema_itself_holds_what_an_answer_is(self, meeting, anna, at, broken):
        whole = {"answered_at": at, "answered_sequence": 0}
        with pytest.raises(IntegrityError), transaction.atomic():
            Rsvp.objects.filter(user=anna).update(**whole | broken)


class TestTheAgenda:
    def test_items_have_a_time_and_lead_to_the_section_in_the_newest_version_that_one_reads(self, version, anna, dewi, cas, at):
        from consultation.meetings.pages import agenda_of

        make_round(version=version)
        section = Section.objects.filter(version=version).first()
        meeting = make_invited_meeting()
        lines = [
            AgendaLine(title="Opening", minutes=15),
            AgendaLine(title="De tekst", section_key=section.key, leader="Cas"),
            AgendaLine(title="Rondvraag", minutes=5),
        ]
        save_agenda(meeting=meeting, lines=lines, by=cas, at=at)
        found = agenda_of(meeting, user=anna)
        assert [line.starts_at for line in found] == [meeting.starts_at, meeting.starts_at + timedelta(minutes=15), None]
        assert found[1].section == str(section)
        assert found[1].url == f"/handreiking/{version.slug}/{version.label}/{section.number}/"
        assert agenda_of(meeting, user=dewi)[1].section == "", "who does not read the draft does not read its title here"

    def test_the_page_costs_the_same_queries_for_two_and_for_twenty(self, version, anna, cas, signed_in, at):
        make_round(version=version)
        keys = list(Section.objects.filter(version=version).values_list("key", flat=True))
        meeting, browser, counts = make_invited_meeting(), signed_in(anna), []
        for size in (2, 20):
            for _number in range(size):
                person = make_person()
                Rsvp.objects.create(
                    meeting=meeting,
                    user=person,
                    invited_at=at,
                    answer="ja",
                    way="ter plaatse",
                    answered_at=at,
                    answered_sequence=0,
                )
                make_invited_meeting()
            lines = [AgendaLine(title=f"Punt {number}", section_key=keys[number % len(keys)]) for number in range(size)]
            save_agenda(meeting=meeting, lines=lines, by=cas, at=at)
            pages = []
            for path in (page_of(meeting), "/bijeenkomsten/", "/mijn/", "/"):
                browser.get(path)
                with CaptureQueriesContext(connection) as seen:
                    browser.get(path)
                pages.append(len(seen))
            counts.append(pages)
        assert counts[0] == counts[1]


class TestMinutes:
    def test_they_are_read_once_published_and_everybody_hears_of_them_once(self, meeting, anna, cas, signed_in, at):
        points = [PointLine(text="Voorbeelden opsturen", owner=anna, done=True), PointLine(text="Nog te doen")]
        save_record(meeting=meeting, text="Wij spraken af: meer voorbeelden.", points=points, by=cas, at=at)
        browser = signed_in(anna)
        assert "meer voorbeelden" not in words(browser.get(page_of(meeting)))
        for _click in range(2):
            publish_record(meeting=meeting, by=cas, at=at)
        page = words(browser.get(page_of(meeting)))
        assert "meer voorbeelden" in page
        assert "Voorbeelden opsturen" in page
        mails = Email.objects.filter(kind="meetings.record")
        assert mails.count() == 2
        assert "Voorbeelden opsturen" in mails.first().text

    def test_a_point_that_was_done_keeps_its_day(self, meeting, cas, at):
        save_record(meeting=meeting, text="x", points=[PointLine(text="Doen", done=True)], by=cas, at=at)
        (point,) = meeting.action_points.all()
        later = at + timedelta(days=3)
        again = [PointLine(pk=point.pk, text="Doen, beter gezegd", done=True), PointLine(text="Nieuw", done=True)]
        save_record(meeting=meeting, text="x", points=again, by=cas, at=later)
        assert list(meeting.action_points.values_list("text", "done_at")) == [("Doen, beter gezegd", at), ("Nieuw", later)]


class TestTheNextMeeting:
    def cards(self, response) -> list[str]:
        """The addresses of the meetings that stand in a card."""
        return re.findall(r'class="card-title"><a href="(/bijeenkomsten/\d+/)"', response.content.decode())

    def test_it_stands_on_the_overview_and_the_home_page_of_who_is_invited(self, meeting, anna, dewi, visitor, signed_in):
        make_invited_meeting(title="Later overleg", day=meeting.day + timedelta(days=30))
        for path in ("/mijn/", "/"):
            page = signed_in(anna).get(path)
            assert self.cards(page) == [page_of(meeting)]
            assert "nog niet beantwoord" in words(page)
            assert self.cards(signed_in(dewi).get(path)) == []
        assert self.cards(visitor.get("/")) == []

    def test_a_cancelled_one_makes_way_for_the_next(self, meeting, anna, cas, signed_in, at):
        later = make_invited_meeting(title="Later overleg", day=meeting.day + timedelta(days=30))
        cancel_meeting(meeting=meeting, reason="Ziek.", by=cas, at=at)
        assert self.cards(signed_in(anna).get("/mijn/")) == [page_of(later)]

    def test_the_account_menu_leads_to_the_meetings(self, meeting, anna, signed_in):
        assert 'href="/bijeenkomsten/"' in signed_in(anna).get("/mijn/").content.decode()
