"""Applying for the sounding board and accepting an invitation.

No link acts when it is opened, and no answer tells who is known.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from consultation.delivery.models import Email, Notice
from consultation.people import actions
from consultation.people.errors import AlreadyDecided, InvitationGone, NotConfirmed
from consultation.people.models import EDITORS, SOUNDING_BOARD, Application, Consent, Invitation, User
from consultation.people.pasted import read_pasted

pytestmark = pytest.mark.django_db

APPLY = "/klankbordgroep/aanmelden/"
ANSWERS = {
    "name": "Noor Bakker",
    "email": "Noor@Zeewold.example",
    "organisation_name": "Gemeente Zeewold",
    "function": "leerplichtambtenaar",
    "region": "Midden",
    "motivation": "Ik werk er elke dag mee.",
    "terms": "on",
}


@pytest.fixture(autouse=True)
def no_limits_from_other_tests() -> None:
    cache.clear()


def send(browser: Client, wait_seconds: float = 30, **changes: str):
    """Fills in the form as a person does: opens it, takes her time, sends it."""
    page = browser.get(APPLY).content.decode()
    opened = re.search(r'name="opened" value="([^"]+)"', page).group(1)
    with time_machine.travel(timezone.now() + timedelta(seconds=wait_seconds), tick=False):
        return browser.post(APPLY, {**ANSWERS, "opened": opened, **changes})


def link_in(mail: Email) -> str:
    return re.search(r"https?://[^/]+(/klankbordgroep/\S+)", mail.text).group(1)


def make_application(state: str = Application.State.OPEN, **changes) -> Application:
    now = timezone.now()
    fields = {key: value for key, value in ANSWERS.items() if key != "terms"}
    return Application.objects.create(
        **{
            **fields,
            "email": "noor@zeewold.example",
            "terms_version": "2026-11",
            "applied_at": now,
            "confirmed_at": now,
            **changes,
        },
        state=state,
    )


class TestApplying:
    def test_from_the_form_to_the_first_section(self, visitor: Client, cas: User, signed_in) -> None:
        assert send(visitor)["Location"] == f"{APPLY}verzonden/"
        application = Application.objects.get()
        assert (application.state, application.email) == ("unconfirmed", "noor@zeewold.example")
        visitor.post(link_in(Email.objects.latest("id")))
        application.refresh_from_db()
        assert application.state == "open"
        assert Email.objects.latest("id").kind == "people.application_received"
        signed_in(cas).post(
            f"/beheer/aanmeldingen/{application.pk}/",
            {"decision": "approve", "approve_text": "Welkom, Noor!", "refuse_text": ""},
        )
        member = User.objects.get(email="noor@zeewold.example")
        assert list(member.groups.values_list("name", flat=True)) == [SOUNDING_BOARD]
        assert member.organisation.name == "Gemeente Zeewold"
        welcome = Email.objects.get(kind="people.application_approved")
        assert "Welkom, Noor!" in welcome.text
        assert Consent.objects.get(subject__user=member).text_version == "2026-11"

    def test_opening_the_mailed_link_confirms_nothing(self, visitor: Client) -> None:
        send(visitor)
        page = visitor.get(link_in(Email.objects.get()))
        assert page.status_code == 200
        assert Application.objects.get().state == "unconfirmed"

    def test_the_receipt_says_by_when_one_hears(self, at) -> None:
        application = make_application(state="unconfirmed", confirmed_at=None)
        actions.confirm_application(application=application, at=at)
        day = timezone.localdate(at) + timedelta(days=14)
        assert f"{day.day} " in Email.objects.get().text
        assert str(day.year) in Email.objects.get().text

    def test_every_address_gets_the_same_answer(self, anna: User) -> None:
        make_application()
        answers = []
        for email in (anna.email, "noor@zeewold.example", "nieuw@zeewold.example"):
            browser = Client()
            response = send(browser, email=email)
            page = re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", browser.get(response["Location"]).content.decode())
            answers.append((response.status_code, response["Location"], page))
        assert answers[0] == answers[1] == answers[2]
        assert Email.objects.filter(kind="people.application_known").count() == 2
        assert Application.objects.count() == 2

    def test_a_second_application_replaces_the_unconfirmed_first(self, visitor: Client) -> None:
        send(visitor)
        with time_machine.travel(timezone.now() + timedelta(minutes=5)):
            send(visitor, name="Noor de Bakker")
        assert Application.objects.get().name == "Noor de Bakker"
        first, second = (link_in(mail) for mail in Email.objects.order_by("id"))
        assert visitor.get(first).status_code == 410
        assert visitor.get(second).status_code == 200

    def test_the_link_does_not_hold_the_address(self, visitor: Client) -> None:
        send(visitor)
        payload = link_in(Email.objects.get()).split("/")[-2].split(":")[0]
        assert b"noor" not in urlsafe_b64decode(payload + "==")

    def test_a_script_that_fills_in_the_hidden_field_gets_the_answer_and_nothing_happens(self, visitor: Client) -> None:
        assert send(visitor, website="https://koop.example")["Location"] == f"{APPLY}verzonden/"
        assert not Application.objects.exists()

    def test_who_was_faster_than_a_person_is_asked_to_send_it_again(self, visitor: Client) -> None:
        response = send(visitor, wait_seconds=1)
        assert response.status_code == 422
        assert not Application.objects.exists()
        assert "Noor Bakker" in response.content.decode()

    def test_a_stamp_of_ones_own_making_does_not_count(self, visitor: Client) -> None:
        assert send(visitor, opened="1700000000:nonsense").status_code == 422

    def test_three_an_hour_for_one_address(self, visitor: Client) -> None:
        for _attempt in range(3):
            assert send(visitor).status_code == 302
        assert send(visitor).status_code == 422
        assert Email.objects.count() == 3

    def test_a_forged_and_an_old_link_say_so(self, visitor: Client) -> None:
        send(visitor)
        link = link_in(Email.objects.get())
        assert visitor.get(link[:-4] + "xxx/").status_code == 410
        with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
            assert visitor.post(link).status_code == 410

    def test_the_text_of_a_refusal_is_the_editors(self, cas: User, at) -> None:
        application = make_application()
        actions.refuse_application(application=application, text="De groep is vol.", by=cas, at=at)
        assert "De groep is vol." in Email.objects.get().text
        assert not User.objects.filter(email=application.email).exists()

    def test_it_is_decided_once_and_only_when_confirmed(self, cas: User, at) -> None:
        application = make_application()
        actions.refuse_application(application=application, text="Nee.", by=cas, at=at)
        with pytest.raises(AlreadyDecided):
            actions.approve_application(application=application, text="Ja.", landing_url="/", by=cas, at=at)
        early = make_application(state="unconfirmed", email="vroeg@zeewold.example")
        with pytest.raises(NotConfirmed):
            actions.approve_application(application=early, text="Ja.", landing_url="/", by=cas, at=at)

    def test_editors_hear_of_open_applications_once_a_day(self, cas: User, anna: User) -> None:
        make_application()
        morning = timezone.localtime().replace(hour=9, minute=0)
        assert actions.remind_editors(at=morning) == 1
        assert actions.remind_editors(at=morning + timedelta(hours=2)) == 0
        assert actions.remind_editors(at=morning + timedelta(days=1)) == 1
        assert set(Notice.objects.values_list("user", flat=True)) == {cas.pk}

    def test_not_at_night_and_not_when_there_are_none(self, cas: User) -> None:
        morning = timezone.localtime().replace(hour=9, minute=0)
        assert actions.remind_editors(at=morning) == 0
        make_application()
        assert actions.remind_editors(at=morning.replace(hour=3)) == 0

    def test_an_unconfirmed_application_is_forgotten_after_a_week(self, at) -> None:
        make_application(state="unconfirmed", applied_at=at - timedelta(days=8))
        make_application(email="wacht@zeewold.example", applied_at=at - timedelta(days=30))
        assert actions.forget_unconfirmed(at=at) == 1
        assert Application.objects.get().email == "wacht@zeewold.example"


class TestInvitations:
    ACCEPT = {"name": "Sam Visser", "organisation_name": "Halt", "function": "adviseur", "region": "", "terms": "on"}

    def invite(self, cas: User, email: str = "sam@halt.example", group: str = SOUNDING_BOARD) -> str:
        actions.invite(email=email, group=Group.objects.get(name=group), name="Sam Visser", by=cas, at=timezone.now())
        return link_in(Email.objects.latest("id"))

    def test_accepting_makes_the_account_and_signs_in(self, cas: User, visitor: Client) -> None:
        visitor.post(self.invite(cas), self.ACCEPT)
        member = User.objects.get(email="sam@halt.example")
        assert visitor.session["_auth_user_id"] == str(member.pk)
        assert member.groups.get().name == SOUNDING_BOARD
        assert visitor.get("/account/sessions/").context["session_count"] == 1

    def test_opening_the_link_accepts_nothing(self, cas: User, visitor: Client) -> None:
        assert visitor.get(self.invite(cas)).status_code == 200
        assert Invitation.objects.get().accepted_at is None

    def test_a_known_account_joins_and_must_sign_in_itself(self, cas: User, dewi: User, visitor: Client) -> None:
        """An invitation that was passed on must not open an account that exists."""
        visitor.post(self.invite(cas, dewi.email), self.ACCEPT)
        assert "_auth_user_id" not in visitor.session
        assert dewi.groups.get().name == SOUNDING_BOARD
        dewi.refresh_from_db()
        assert dewi.name == "Dewi Soerjadi"

    def test_it_works_once(self, cas: User, visitor: Client, at) -> None:
        link = self.invite(cas)
        visitor.post(link, self.ACCEPT)
        assert Client().get(link).status_code == 410
        answers = {key: value for key, value in self.ACCEPT.items() if key != "terms"}
        with pytest.raises(InvitationGone):
            actions.accept_invitation(invitation=Invitation.objects.get(), **answers, terms_version="1", at=at)

    def test_it_ends_after_thirty_days_and_when_it_is_withdrawn(self, cas: User, visitor: Client, at) -> None:
        link = self.invite(cas)
        with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
            assert visitor.get(link).status_code == 410
        actions.withdraw_invitation(invitation=Invitation.objects.get(), by=cas, at=at)
        assert visitor.post(link, self.ACCEPT).status_code == 410

    def test_a_pasted_list_mails_each_new_address_once(self, cas: User, anna: User, signed_in) -> None:
        self.invite(cas, "al@gevraagd.example")
        before = Email.objects.count()
        pasted = f"Nieuw Een <een@x.example>\ntwee@x.example; Twee; Gemeente X\n{anna.email}\nal@gevraagd.example\nEEN@x.example"
        group = Group.objects.get(name=SOUNDING_BOARD)
        response = signed_in(cas).post("/beheer/uitnodigingen/new/", {"pasted": pasted, "group": group.pk, "language": "nl"})
        assert response.status_code == 302
        assert Email.objects.count() == before + 2
        assert Invitation.objects.get(email="twee@x.example").organisation.name == "Gemeente X"

    def test_an_editor_cannot_make_editors(self, cas: User, signed_in) -> None:
        group = Group.objects.get(name=EDITORS)
        response = signed_in(cas).post(
            "/beheer/uitnodigingen/new/", {"pasted": "x@y.example", "group": group.pk, "language": "nl"}
        )
        assert response.status_code == 200
        assert not Invitation.objects.exists()

    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("jan@x.nl", ("jan@x.nl", "", "")),
            ("Jan de Vries <Jan@X.nl>", ("jan@x.nl", "Jan de Vries", "")),
            ('"Vries, Jan de" <jan@x.nl>;', ("jan@x.nl", "Vries, Jan de", "")),
            ("jan@x.nl\tJan\tGemeente X", ("jan@x.nl", "Jan", "Gemeente X")),
            ("Jan; jan@x.nl; Gemeente X", ("jan@x.nl", "Jan", "Gemeente X")),
            ("<jan@x.nl>", ("jan@x.nl", "", "")),
            ("mailto:jan@x.nl", ("jan@x.nl", "", "")),
        ],
    )
    def test_a_line_is_read_as_a_person_would(self, line: str, expected: tuple[str, str, str]) -> None:
        person = read_pasted(line).people[0]
        assert (person.email, person.name, person.organisation) == expected

    def test_a_list_from_outlook_is_as_many_people(self) -> None:
        people = read_pasted("Jan Een <jan@x.nl>; Els Twee <els@x.nl>; piet@x.nl").people
        assert [person.email for person in people] == ["jan@x.nl", "els@x.nl", "piet@x.nl"]
        assert [person.name for person in people] == ["Jan Een", "Els Twee", ""]

    def test_a_line_without_an_address_is_told(self) -> None:
        assert read_pasted("Jan de Vries\nels@x.nl").not_understood == ("Jan de Vries",)


class TestLeaving:
    def test_a_member_leaves_by_herself_and_may_read_no_more(self, anna: User, signed_in, version) -> None:
        browser = signed_in(anna)
        actions.record_consent(user=anna, purpose="membership", text_version="2026-11", place="x", at=timezone.now())
        assert type(version).objects.visible_to(anna).exists()
        browser.get("/account/groep/verlaten/")
        assert anna.groups.exists()
        browser.post("/account/groep/verlaten/")
        assert not anna.groups.exists()
        assert not type(version).objects.visible_to(User.objects.get(pk=anna.pk)).exists()
        assert list(Consent.objects.filter(subject__user=anna).values_list("withdrawn", flat=True)) == [False, True]

    def test_who_is_in_no_group_finds_no_page(self, dewi: User, signed_in) -> None:
        assert signed_in(dewi).get("/account/groep/verlaten/").status_code == 404


class TestLanguage:
    def test_the_choice_is_kept_on_the_account(self, anna: User, signed_in) -> None:
        signed_in(anna).post("/taal/", {"language": "en", "next": "/account/"})
        anna.refresh_from_db()
        assert anna.language == "en"

    def test_an_unknown_language_changes_nothing(self, anna: User, signed_in) -> None:
        signed_in(anna).post("/taal/", {"language": "xx", "next": "/account/"})
        anna.refresh_from_db()
        assert anna.language == "nl"
