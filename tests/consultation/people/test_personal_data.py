"""A copy for the person, and erasing: she goes, what she wrote about the handbook stays under a number."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import ModelLogEntry

from consultation.comments.models import Comment, Submitter
from consultation.delivery.models import Email
from consultation.people import actions
from consultation.people.errors import UnknownPerson
from consultation.people.models import Consent, Subject, User
from tests.consultation.people.test_joining import make_application
from tests.consultation.people.test_sign_in import CONFIRM, ask

pytestmark = pytest.mark.django_db


@pytest.fixture
def traces(anna: User, cas: User, version, at) -> User:
    """anna with a trace in every place: session, mail, application, consent, audit trail, remark."""
    cache.clear()
    browser = Client(HTTP_USER_AGENT="Firefox van Anna Verschuren")
    browser.post(CONFIRM, {"code": ask(browser, anna.email)})
    make_application(email=anna.email, name=anna.name, state="approved")
    actions.record_consent(user=anna, purpose="membership", text_version="2026-11", place="/x/", at=at)
    actions.change_person(user=anna, changes={"function": "boa"}, by=cas, at=at)
    actions.leave_group(user=anna, group="klankbordgroep", by=anna, at=at)
    submitter = Submitter.objects.create(handbook_key=version.handbook_key, number=1, user=anna, organisation=anna.organisation)
    section = version.sections.first()
    Comment.objects.create(
        submitter=submitter,
        version=version,
        section=section,
        number=1,
        body="Dit kan korter.",
        created_at=at,
        saved_at=at,
        posted_at=at,
    )
    return anna


def everything() -> str:
    """The whole database as text."""
    rows = []
    for model in apps.get_models():
        if model._meta.managed and not model._meta.proxy:
            rows += [str(row) for row in model._default_manager.values_list()]
    return "\n".join(rows)


def test_the_export_holds_what_is_kept(traces: User, at) -> None:
    data = actions.export_person(email=traces.email.upper(), at=at)["data"]
    assert data["people.User"]["rows"][0]["name"] == "Anna Verschuren"
    assert data["people.Application"]["rows"][0]["motivation"]
    assert data["people.Consent"]["rows"][0]["text_version"] == "2026-11"
    assert data["usersessions.UserSession"]["rows"][0]["user_agent"] == "Firefox van Anna Verschuren"
    assert [row["kind"] for row in data["delivery.Email"]["rows"]] == ["people.sign_in_code"]


def test_nothing_of_her_is_left_in_the_whole_database(traces: User, at) -> None:
    address, name = traces.email, traces.name
    assert address in everything()
    actions.erase_person(email=address, at=at)
    left = everything()
    assert address not in left
    assert name not in left
    assert "Firefox van" not in left


def test_her_remark_stays_under_a_number(traces: User, at) -> None:
    actions.erase_person(email=traces.email, at=at)
    comment = Comment.objects.get()
    assert comment.body == "Dit kan korter."
    assert comment.submitter.number == 1
    assert comment.submitter.user is None


def test_consent_and_trail_keep_the_number_and_lose_the_link(traces: User, at) -> None:
    number = str(Subject.objects.get(user=traces).number)
    report = actions.erase_person(email=traces.email, at=at)
    assert report.subject == number
    assert str(Consent.objects.earliest("id").subject_id) == number
    assert Subject.objects.get(number=number).user is None
    left_by_herself = ModelLogEntry.objects.get(action="klankbord.people.leave")
    assert left_by_herself.user_id is None
    assert left_by_herself.data["subject"] == number


def test_a_dry_run_counts_the_same_and_changes_nothing(traces: User, at) -> None:
    before = everything()
    planned = actions.erase_person(email=traces.email, dry_run=True, at=at)
    assert everything() == before
    assert actions.erase_person(email=traces.email, at=at).touched == planned.touched


def test_an_applicant_without_account_is_erased_too(cas: User, at) -> None:
    application = make_application(state="unconfirmed")
    actions.confirm_application(application=application, at=at)
    assert "people.Application" in actions.export_person(email=application.email, at=at)["data"]
    actions.erase_person(email=application.email, at=at)
    assert application.email not in everything()
    assert Email.objects.get().text == ""


def test_a_second_address_finds_the_same_person(anna: User, at) -> None:
    EmailAddress.objects.create(user=anna, email="anna@thuis.example", verified=True)
    actions.erase_person(email="anna@thuis.example", at=at)
    assert not User.objects.filter(pk=anna.pk).exists()


def test_an_unknown_address_is_said_to_be_unknown(at) -> None:
    with pytest.raises(UnknownPerson):
        actions.export_person(email="niemand@nergens.example", at=at)
    with pytest.raises(UnknownPerson):
        actions.erase_person(email="niemand@nergens.example", at=at)


class TestCommands:
    def test_the_export_is_a_file_of_json(self, anna: User, tmp_path: Path) -> None:
        file = tmp_path / "anna.json"
        call_command("export_person", anna.email, output=file, stdout=StringIO())
        assert json.loads(file.read_text())["format"] == "klankbord-person/1"

    def test_an_existing_file_is_not_written_over(self, anna: User, tmp_path: Path) -> None:
        file = tmp_path / "anna.json"
        file.write_text("mine")
        with pytest.raises(CommandError):
            call_command("export_person", anna.email, output=file)
        assert file.read_text() == "mine"

    def test_erasing_tells_what_it_did(self, anna: User) -> None:
        told = StringIO()
        call_command("erase_person", anna.email, stdout=told)
        assert "people.User" in told.getvalue()
        assert not User.objects.filter(pk=anna.pk).exists()

    def test_a_dry_run_says_so(self, anna: User) -> None:
        told = StringIO()
        call_command("erase_person", anna.email, dry_run=True, stdout=told)
        assert "Nothing was changed" in told.getvalue()
        assert User.objects.filter(pk=anna.pk).exists()

    def test_an_unknown_address_ends_with_an_error(self) -> None:
        with pytest.raises(CommandError):
            call_command("erase_person", "niemand@nergens.example")
