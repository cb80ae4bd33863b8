"""The pages: for everybody, for who signed up, at the door, for editors. Looking changes nothing."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import openpyxl
import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consultation.conference.actions import leave
from consultation.conference.models import Conference, Registration
from consultation.delivery.models import Email
from consultation.people.models import Application
from tests.factories.conferences import make_conference, register

pytestmark = pytest.mark.django_db

PAGE = "/conferentie/werkconferentie/"
FORM = f"{PAGE}aanmelden/"
ANSWERS = {
    "name": "Gerda Smit",
    "email": "Gerda@Gemeente.example",
    "organisation": "Gemeente Waterlo",
    "function": "leerplichtambtenaar",
}


@pytest.fixture(autouse=True)
def no_limits_from_other_tests() -> None:
    cache.clear()


def send(browser: Client, wait_seconds: float = 30, **changes: str):
    """Fills the form in as a person does: opens it, takes her time, sends it."""
    page = browser.get(FORM).content.decode()
    hidden = {name: re.search(rf'name="{name}" value="([^"]+)"', page).group(1) for name in ("opened", "request_key")}
    with time_machine.travel(timezone.now() + timedelta(seconds=wait_seconds), tick=False):
        return browser.post(FORM, {**ANSWERS, **hidden, **changes})


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


class TestThePublicPage:
    def test_who_reads_the_site_in_english_is_told_that_the_texts_are_dutch_and_so_is_her_screen_reader(self, visitor) -> None:
        conference = make_conference()
        told = "The organisers wrote these texts in Dutch only."
        assert told not in visitor.get(PAGE).content.decode()
        visitor.post("/taal/", {"language": "en"})
        page = visitor.get(PAGE).content.decode()
        assert '<html lang="en">' in page
        assert told in page
        assert f'<h1 lang="nl">{conference.title}</h1>' in page
        assert re.search(rf'<p class="lead" lang="nl">{re.escape(conference.summary)}', page)
        assert re.search(r'<h2 id="toegankelijk">Accessibility and wishes</h2>\s*<div class="prose" lang="nl">', page)

    @pytest.mark.parametrize(
        ("capacity", "people", "said"),
        [(20, 6, "Nog 14 plaatsen"), (1, 0, "Nog 1 plaats"), (2, 5, "Vol, 3 op de wachtlijst"), (2, 2, "Vol")],
    )
    def test_it_and_the_home_page_say_in_words_whether_there_is_a_place(self, visitor, capacity, people, said) -> None:
        conference = make_conference(capacity=capacity)
        for number in range(people):
            register(conference, f"Lid {number}")
        assert said in words(visitor.get(PAGE))
        assert said.lower() in words(visitor.get("/"))

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"signup_opens_at": timedelta(days=2)}, "Aanmelden kan vanaf"),
            ({"signup_closes_at": timedelta(hours=-1), "signup_opens_at": timedelta(days=-3)}, "Aanmelden is gesloten"),
        ],
    )
    def test_outside_its_time_it_says_so_and_has_no_button(self, visitor, at, changes, said) -> None:
        make_conference(at=at, **{name: at + distance for name, distance in changes.items()})
        page = visitor.get(PAGE)
        assert said in words(page)
        assert FORM not in page.content.decode()
        assert 'name="function"' not in visitor.get(FORM).content.decode()

    def test_one_that_is_not_public_is_for_editors(self, visitor, cas, anna, signed_in) -> None:
        make_conference(published_at=None)
        assert [browser.get(PAGE).status_code for browser in (visitor, signed_in(anna))] == [404, 404]
        assert "nog niet openbaar" in words(signed_in(cas).get(PAGE))
        assert "Werkconferentie" not in words(visitor.get("/"))

    @pytest.mark.parametrize("path", [PAGE, FORM, "/"])
    def test_the_number_of_queries_does_not_depend_on_the_people(self, visitor, path) -> None:
        conference = make_conference(workshops={"Een": 5, "Twee": 5})
        counts = []
        for total in (2, 20):
            for number in range(total):
                register(conference, f"Meer {total} {number}", workshop=conference.workshops.first())
            visitor.get(path)
            with CaptureQueriesContext(connection) as seen:
                visitor.get(path)
            counts.append(len(seen))
        assert counts[0] == counts[1]


class TestTheForm:
    def test_the_answer_is_a_page_that_says_there_is_a_place(self, visitor) -> None:
        make_conference()
        answer = send(visitor)
        row = Registration.objects.get()
        assert answer["Location"] == f"/inschrijving/{row.token}/"
        assert "U hebt een plaats" in words(visitor.get(answer["Location"]))
        assert row.email == "gerda@gemeente.example"
        assert answer["Location"] in Email.objects.get().text

    def test_or_the_number_on_the_waiting_list(self, visitor) -> None:
        conference = make_conference(capacity=0)
        register(conference, "Eerder")
        assert "U bent nummer 2 op de wachtlijst" in words(visitor.get(send(visitor)["Location"]))

    def test_a_double_click_is_one_sign_up(self, visitor) -> None:
        make_conference()
        page = visitor.get(FORM).content.decode()
        hidden = {name: re.search(rf'name="{name}" value="([^"]+)"', page).group(1) for name in ("opened", "request_key")}
        with time_machine.travel(timezone.now() + timedelta(seconds=9), tick=False):
            answers = [visitor.post(FORM, {**ANSWERS, **hidden})["Location"] for _click in range(2)]
        assert answers[0] == answers[1]
        assert Registration.objects.count() == 1

    def test_dewi_learns_nothing_about_an_address(self, anna) -> None:
        """The status, the words and the numbers on the pages are the same, and so is the work: rows written, queries made."""
        for known in (True, False):
            Conference.objects.all().delete()
            conference = make_conference(capacity=5)
            register(conference, "Gerda" if known else "Wim", email="gerda@gemeente.example" if known else "wim@gemeente.example")
            browser, rows = Client(), Email.objects.count()
            answer = send(browser)
            seen = self.without_secrets(browser.get(answer["Location"]).content.decode()), words(browser.get(PAGE))
            counted = (answer.status_code, Registration.objects.count(), Email.objects.count() - rows)
            if known:
                first = (seen, counted)
        assert first == (seen, counted)

    @staticmethod
    def without_secrets(page: str) -> str:
        page = re.sub(r'(csrfmiddlewaretoken|opened)" value="[^"]+', "", page)
        return re.sub(r"/inschrijving/[^/\"]+/", "/inschrijving/", page)

    def test_mistakes_are_named_and_what_was_typed_stays(self, visitor) -> None:
        make_conference()
        answer = send(visitor, email="gerda", function="")
        assert answer.status_code == 422
        assert 'value="Gerda Smit"' in answer.content.decode()
        assert not Registration.objects.exists()

    def test_scripts_are_let_down_quietly(self, visitor) -> None:
        make_conference()
        assert send(visitor, website="https://koop.example")["Location"] == PAGE
        assert send(visitor, wait_seconds=1).status_code == 422
        assert not Registration.objects.exists()

    def test_three_an_hour_for_one_address(self, visitor) -> None:
        make_conference()
        assert [send(visitor).status_code for _attempt in range(4)] == [302, 302, 302, 422]


class TestOnesOwnPage:
    def test_looking_changes_nothing_and_buttons_do(self, visitor) -> None:
        conference = make_conference(capacity=1, workshops={"Halt": 3})
        first, second = register(conference, "Een"), register(conference, "Twee", workshop=conference.workshops.get())
        page = f"/inschrijving/{second.token}/"
        leave(registration=first, at=timezone.now())
        assert "Er is een plaats voor u" in words(visitor.get(page))
        second.refresh_from_db()
        assert second.state == "offered"
        visitor.post(page, {"action": "accept"})
        assert "U hebt een plaats" in words(visitor.get(page))
        visitor.post(page, {"action": "workshop", "workshop": ""})
        second.refresh_from_db()
        assert (second.state, second.workshop) == ("confirmed", None)
        visitor.post(page, {"action": "leave"})
        assert "Uw aanmelding is afgezegd" in words(visitor.get(page))

    def test_an_offer_that_is_over_says_so(self, visitor) -> None:
        conference = make_conference(capacity=1, offer_hours=1)
        first, second = register(conference, "Een"), register(conference, "Twee")
        leave(registration=first, at=timezone.now() - timedelta(hours=3))
        page = f"/inschrijving/{second.token}/"
        assert "De tijd om deze plaats te aanvaarden is voorbij" in words(visitor.post(page, {"action": "accept"}, follow=True))

    def test_a_full_workshop_is_named_and_the_old_one_kept(self, visitor) -> None:
        conference = make_conference(workshops={"Halt": 1, "Privacy": 1})
        halt, privacy = conference.workshops.all()
        register(conference, "Een", workshop=halt)
        row = register(conference, "Twee", workshop=privacy)
        answer = visitor.post(f"/inschrijving/{row.token}/", {"action": "workshop", "workshop": str(halt.pk)})
        assert answer.status_code == 422
        assert "Die werksessie is vol" in words(answer)

    def test_a_link_of_nobody_is_a_page_that_does_not_exist(self, visitor) -> None:
        assert visitor.get("/inschrijving/niemand/").status_code == 404

    def test_the_code_for_the_door_is_an_address_without_the_secret_of_the_page(self, visitor) -> None:
        row = register(make_conference())
        answer = visitor.get(f"/inschrijving/{row.token}/code.svg")
        assert answer["Content-Type"] == "image/svg+xml"
        assert row.token != row.door_code


class TestBecomingAMember:
    def test_one_step_with_what_the_sign_up_says(self, visitor) -> None:
        row = register(make_conference(), "Gerda")
        page = f"/inschrijving/{row.token}/klankbord/"
        assert page in visitor.get(f"/inschrijving/{row.token}/").content.decode()
        assert row.email in words(visitor.get(page))
        answer = visitor.post(page, {"motivation": "Het gaat over mijn werk.", "terms": "on"}, follow=True)
        assert "Kijk in uw mailbox" in words(answer)
        application = Application.objects.get()
        assert (application.email, application.name, application.state) == (row.email, row.name, "unconfirmed")
        assert (application.organisation_name, application.function) == (row.organisation, row.function)

    def test_the_terms_are_agreed_to_and_what_was_typed_stays(self, visitor) -> None:
        row = register(make_conference())
        answer = visitor.post(f"/inschrijving/{row.token}/klankbord/", {"motivation": "Het gaat over mijn werk."})
        assert answer.status_code == 422
        assert "Het gaat over mijn werk." in words(answer)
        assert not Application.objects.exists()

    def test_dewi_gets_the_same_answer_for_the_address_of_a_member(self, visitor, anna) -> None:
        row = register(make_conference(), email=anna.email)
        answer = visitor.post(f"/inschrijving/{row.token}/klankbord/", {"terms": "on"})
        assert answer["Location"] == "/klankbordgroep/aanmelden/verzonden/"
        assert not Application.objects.exists()
        assert Email.objects.filter(kind="people.application_known", to_address=anna.email).exists()


class TestTheDoor:
    def test_a_helper_without_an_account_checks_people_in_by_name_and_by_code(self) -> None:
        conference = make_conference()
        row = register(conference)
        helper, link = Client(), f"{PAGE}deur/{conference.door_secret}/"
        assert helper.get(f"{PAGE}deur/").status_code == 404
        helper.get(link)
        assert helper.get(f"{PAGE}deur/").status_code == 404, "opening the link does nothing yet"
        assert helper.post(link)["Location"] == f"{PAGE}deur/"
        assert "0 van de 1 zijn binnen" in words(helper.get(f"{PAGE}deur/?naam=smit"))
        helper.post(f"{PAGE}deur/", {"person": row.pk, "action": "in"})
        assert "1 van de 1 is binnen" in words(helper.get(f"{PAGE}deur/"))
        helper.post(f"/deur/{row.door_code}/", {"action": "undo"})
        helper.post(f"/deur/{row.door_code}/", {"action": "in"})
        row.refresh_from_db()
        assert row.checked_in_at is not None

    def test_anybody_else_who_opens_a_code_sees_no_name(self, visitor, anna, signed_in) -> None:
        row = register(make_conference())
        for browser in (visitor, signed_in(anna)):
            page = browser.get(f"/deur/{row.door_code}/")
            assert page.status_code == 200
            assert "Gerda" not in words(page)
            assert browser.post(f"/deur/{row.door_code}/", {"action": "in"}).status_code == 404
        row.refresh_from_db()
        assert row.checked_in_at is None

    def test_a_code_of_nobody_looks_the_same(self, visitor) -> None:
        row = register(make_conference())
        assert words(visitor.get(f"/deur/{row.door_code}/")) == words(visitor.get("/deur/0123456789abcdef/"))

    def test_a_new_link_shuts_the_telephones_that_opened_the_old_one(self, cas, signed_in, settings) -> None:
        settings.STAFF_SECOND_FACTOR = False
        conference, helper = make_conference(), Client()
        helper.post(f"{PAGE}deur/{conference.door_secret}/")
        signed_in(cas).post(f"/beheer/conferenties/{conference.pk}/inschrijvingen/", {"action": "door_link"})
        assert helper.get(f"{PAGE}deur/").status_code == 404

    def test_who_waits_is_not_let_in_by_mistake(self, cas, signed_in) -> None:
        row = register(make_conference(capacity=0))
        browser = signed_in(cas)
        assert "heeft geen plaats" in words(browser.get(f"/deur/{row.door_code}/"))
        browser.post(f"/deur/{row.door_code}/", {"action": "in"})
        row.refresh_from_db()
        assert row.checked_in_at is None


class TestForEditors:
    @pytest.fixture
    def editor(self, cas, signed_in, settings) -> Client:
        settings.STAFF_SECOND_FACTOR = False
        return signed_in(cas)

    def people(self, conference: Conference) -> str:
        return f"/beheer/conferenties/{conference.pk}/inschrijvingen/"

    def test_who_signed_up_and_what_can_be_done(self, editor) -> None:
        conference = make_conference(capacity=1, workshops={"Halt": 1})
        row = register(conference, workshop=conference.workshops.get())
        register(conference, "Wacht")
        page = words(editor.get(self.people(conference)))
        assert "1 van 1 bezet" in page
        assert "gerda.smit@gemeente.example" in page
        editor.post(f"{self.people(conference)}{row.pk}/afmelden/")
        row.refresh_from_db()
        assert row.state == "cancelled"
        editor.post(self.people(conference), {**ANSWERS, "email": "spreker@x.example", "action": "enter"})
        assert conference.places().overbooked == 1
        editor.post(self.people(conference), {"action": "call_off", "reason": "De zaal is niet vrij."})
        assert Email.objects.filter(kind="conference.called_off", text__contains="De zaal is niet vrij.").count() == 2
        assert "Deze conferentie gaat niet door" in words(Client().get(PAGE))

    def test_the_door_list_as_a_spreadsheet_holds_no_formula(self, editor) -> None:
        conference = make_conference()
        register(conference, "=1+1", email="x@y.example")
        sheet = openpyxl.load_workbook(io.BytesIO(editor.get(f"{self.people(conference)}deurlijst.xlsx").content)).active
        assert [cell.value for cell in sheet[1]][:2] == ["Naam", "Organisatie"]
        assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")

    def test_the_door_list_on_paper_takes_what_people_typed_as_text(self, editor) -> None:
        conference = make_conference(title='Dag #panic("x") *"*', workshops={"$x$": 3})
        register(conference, '#import "secret" [x] ', email="x@y.example", workshop=conference.workshops.get())
        answer = editor.get(f"{self.people(conference)}deurlijst.pdf")
        assert answer.content.startswith(b"%PDF-")

    def test_raising_the_number_of_places_offers_them_and_lowering_drops_nobody(self, editor) -> None:
        conference = make_conference(capacity=1)
        register(conference, "Een")
        second = register(conference, "Twee")
        self.change(editor, conference, capacity="2")
        second.refresh_from_db()
        assert second.state == "offered"
        self.change(editor, conference, capacity="0")
        conference.refresh_from_db()
        assert conference.places().overbooked == 2
        assert "2 te veel" in words(editor.get(self.people(conference)))

    def test_a_workshop_that_somebody_chose_cannot_be_taken_off_the_form(self, editor) -> None:
        conference = make_conference(workshops={"Halt": 3})
        halt = conference.workshops.get()
        register(conference, workshop=halt)
        row = {"workshops-0-id": halt.pk, "workshops-0-title": "Halt", "workshops-0-capacity": 3, "workshops-0-DELETE": "on"}
        answer = self.send(editor, conference, **row, **{"workshops-TOTAL_FORMS": "1", "workshops-INITIAL_FORMS": "1"})
        assert answer.status_code == 200
        assert "Zet het aantal plaatsen op 0" in words(answer)
        assert conference.workshops.exists()

    def test_another_day_is_mailed_to_everybody_on_the_list(self, editor) -> None:
        conference = make_conference()
        register(conference)
        self.change(editor, conference, summary="Andere woorden.")
        assert not Email.objects.filter(kind="conference.changed").exists()
        self.change(editor, conference, location="Het Stadhuis")
        assert "Het Stadhuis" in Email.objects.get(kind="conference.changed").text

    def change(self, editor: Client, conference: Conference, **changes: str) -> None:
        answer = self.send(editor, conference, **changes)
        assert answer.status_code == 302, answer.context["form"].errors

    def send(self, editor: Client, conference: Conference, **changes: str):
        address = f"/beheer/conferenties/edit/{conference.pk}/"
        form = editor.get(address).context["form"]
        data = {}
        for bound in form:
            value = bound.value()
            data[bound.html_name] = bound.field.widget.format_value(value) if hasattr(bound.field.widget, "format_value") else ""
        data = {name: value or "" for name, value in data.items() if name != "programme"}
        data |= {"programme-count": "0", "workshops-TOTAL_FORMS": "0", "workshops-INITIAL_FORMS": "0"}
        data |= {"workshops-MIN_NUM_FORMS": "0", "workshops-MAX_NUM_FORMS": "1000", **changes}
        return editor.post(address, data)

    @pytest.mark.parametrize("role", ["visitor", "anna", "bram", "dewi"])
    def test_nobody_else_gets_the_list(self, role, request, signed_in) -> None:
        conference = make_conference()
        register(conference)
        person = request.getfixturevalue(role)
        browser = person if role == "visitor" else signed_in(person)
        for name in ("", "deurlijst.xlsx", "deurlijst.pdf"):
            assert browser.get(f"{self.people(conference)}{name}").status_code in {302, 403}
