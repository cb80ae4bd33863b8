"""Periods and requests about personal data in the admin: for administrators, with a reason, without a name in the trail."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from consultation.delivery.models import Email
from consultation.jobs.models import Job
from consultation.people.actions import apply_nightly, ask_erasure
from consultation.people.models import Application, User
from tests.consultation.people.test_joining import make_application

pytestmark = pytest.mark.django_db
PERIODS = "/beheer/reports/bewaartermijnen/"
REQUESTS = "/beheer/reports/persoonsgegevens/"


@pytest.fixture
def admin(fatih: User, signed_in: Any, settings: Any) -> Client:
    settings.STAFF_SECOND_FACTOR = False
    return signed_in(fatih)


@pytest.mark.parametrize("address", [PERIODS, REQUESTS, f"{REQUESTS}kopie/", f"{REQUESTS}wissen/"])
def test_editors_have_no_business_here(cas: User, anna: User, signed_in: Any, settings: Any, address: str) -> None:
    settings.STAFF_SECOND_FACTOR = False
    answer = signed_in(cas).post(address, {"email": anna.email, "reason": "x", "sure": "on"})
    assert answer.status_code in {302, 403}
    assert User.objects.filter(pk=anna.pk).exists()


class TestPeriods:
    def test_show_the_days_and_what_the_last_night_did(self, admin: Client, at: Any, settings: Any) -> None:
        settings.KEPT_DAYS = {**settings.KEPT_DAYS, "mail_texts": 31}
        assert "nog niet gedaan" in admin.get(PERIODS).content.decode()
        make_application(state="unconfirmed", applied_at=at - timedelta(days=9))
        apply_nightly(at=timezone.localtime(at).replace(hour=4))
        page = admin.get(PERIODS).content.decode()
        assert "<td>31</td>" in page
        assert "<td>1</td>" in page
        assert "voor het laatst gedaan" in page

    def test_a_look_changes_nothing(self, admin: Client, at: Any) -> None:
        make_application(state="unconfirmed", applied_at=at - timedelta(days=9))
        page = admin.post(PERIODS).content.decode()
        assert "Zou nu weggaan" in page
        assert "<td>1</td>" in page
        assert Application.objects.exists()


class TestRequests:
    def test_an_address_is_looked_up_without_standing_in_an_address_of_the_site(self, admin: Client, anna: User) -> None:
        page = admin.post(REQUESTS, {"email": anna.email.upper()}).content.decode()
        assert "Uw account." in page
        assert anna.email not in "".join(line for line in page.splitlines() if "action=" in line or "href=" in line)

    def test_an_unknown_address_is_said_to_be_unknown(self, admin: Client) -> None:
        page = admin.post(REQUESTS, {"email": "niemand@nergens.example"}).content.decode()
        assert "geen account en geen ander spoor" in page
        assert 'name="reason"' not in page

    def test_data_are_handed_out_with_a_reason_in_the_trail_and_no_name(self, admin: Client, anna: User) -> None:
        refused = admin.post(f"{REQUESTS}kopie/", {"email": anna.email})
        assert refused.status_code == 422
        reason = f"Brief van {anna.name} van 3 mei."
        answer = admin.post(f"{REQUESTS}kopie/", {"email": anna.email, "reason": reason})
        assert json.loads(answer.content)["data"]["people.User"]["rows"][0]["name"] == anna.name
        assert "attachment" in answer["Content-Disposition"]
        entry = ModelLogEntry.objects.get(action="klankbord.people.export")
        assert entry.data["reason"] == "Brief van [naam gewist] van 3 mei."
        assert entry.label == str(anna.subject.number)

    def test_somebody_is_erased_with_a_reason_and_hears_of_it(self, admin: Client, anna: User, fatih: User) -> None:
        number = str(User.objects.get(pk=anna.pk).pk)
        words = {"email": anna.email, "reason": "Zij vroeg het per brief."}
        assert admin.post(f"{REQUESTS}wissen/", words).status_code == 422
        assert User.objects.filter(pk=number).exists()
        page = admin.post(f"{REQUESTS}wissen/", {**words, "sure": "on"}, follow=True).content.decode()
        entry = ModelLogEntry.objects.get(action="klankbord.people.erase")
        assert (entry.user, entry.data["reason"]) == (fatih, "Zij vroeg het per brief.")
        assert entry.label in page
        assert not User.objects.filter(pk=number).exists()
        assert Email.objects.get(kind="people.erased").to_address == "anna@waterlo.example"

    def test_the_only_administrator_is_not_erased(self, admin: Client, fatih: User) -> None:
        page = admin.post(REQUESTS, {"email": fatih.email}).content.decode()
        assert "de enige beheerder" in page
        assert 'name="sure"' not in page
        admin.post(f"{REQUESTS}wissen/", {"email": fatih.email, "reason": "x", "sure": "on"})
        assert User.objects.filter(pk=fatih.pk).exists()

    def test_an_applicant_without_an_account_is_found_too(self, admin: Client) -> None:
        application = make_application()
        page = admin.post(REQUESTS, {"email": application.email}).content.decode()
        assert "Uw aanmelding voor de klankbordgroep" in page

    def test_who_asked_to_be_erased_and_is_still_there_is_named(self, admin: Client, anna: User, at: Any) -> None:
        assert anna.email not in admin.get(REQUESTS).content.decode()
        job = ask_erasure(user=anna, at=at)
        assert anna.email not in admin.get(REQUESTS).content.decode()
        Job.objects.filter(pk=job.pk).update(state="failed")
        assert anna.email in admin.get(REQUESTS).content.decode()
        admin.post(f"{REQUESTS}wissen/", {"email": anna.email, "reason": "Het werk gaf het op.", "sure": "on"})
        assert anna.email not in admin.get(REQUESTS).content.decode()
