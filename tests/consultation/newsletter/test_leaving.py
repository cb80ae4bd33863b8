"""Leaving is as easy as coming, changing an address asks both ends, and being erased leaves the proof (G12, G23, G24)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from consultation.delivery.models import Email, Suppression
from consultation.newsletter.actions import ask, change_details, end_subscription, forget_ended, forget_unconfirmed
from consultation.newsletter.links import manage_url, unsubscribe_url
from consultation.newsletter.models import Subscription, SubscriptionConsent
from consultation.newsletter.models.consents import number_of
from consultation.people.actions import erase_person, export_person
from tests.factories.newsletter import ask_for, link_in, make_subscriber

pytestmark = pytest.mark.django_db

GERDA = "gerda@zeewold.example"
OTHER = "gerda@thuis.example"


@pytest.fixture(autouse=True)
def no_limits_from_other_tests() -> None:
    cache.clear()


@pytest.fixture
def gerda(at) -> Subscription:
    return make_subscriber(GERDA, name="Gerda", at=at)


def path(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def acts() -> list[tuple[str, str, str]]:
    rows = SubscriptionConsent.objects.values_list("number", "act", "way")
    names = {number_of(GERDA): "gerda", number_of(OTHER): "thuis"}
    return [(names[number], act, way) for number, act, way in rows]


class TestUnsubscribing:
    def test_opening_the_link_changes_nothing_and_the_button_holds_at_once(self, gerda, visitor) -> None:
        link = path(unsubscribe_url(gerda))
        assert "Stoppen met de nieuwsbrief?" in visitor.get(link).content.decode()
        visitor.head(link)
        assert Subscription.objects.get().is_active
        done = visitor.post(link).content.decode()
        assert "U krijgt geen nieuwsbrief meer" in done
        assert 'href="/nieuwsbrief/"' in done
        assert Subscription.objects.get().state == "unsubscribed"
        assert acts() == [("gerda", "given", ""), ("gerda", "withdrawn", "link")]

    def test_a_mail_program_does_it_with_one_post_without_cookie_or_token(self, gerda) -> None:
        machine = Client(enforce_csrf_checks=True)
        assert machine.post(path(unsubscribe_url(gerda)), {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert acts()[-1] == ("gerda", "withdrawn", "one-click")

    def test_a_second_time_changes_nothing(self, gerda, visitor) -> None:
        for _turn in range(2):
            assert visitor.post(path(unsubscribe_url(gerda))).status_code == 200
        assert len(acts()) == 2

    def test_the_link_answers_for_ever_also_when_the_address_is_forgotten(self, gerda, visitor, at) -> None:
        link = path(unsubscribe_url(gerda))
        end_subscription(subscription=gerda, way="link", at=at)
        forget_ended(at=at + timedelta(days=30, minutes=1))
        assert not Subscription.objects.exists()
        assert "U krijgt geen nieuwsbrief meer" in visitor.post(link).content.decode()
        assert visitor.post("/nieuwsbrief/afmelden/x:y/").status_code == 404
        assert len(acts()) == 2

    def test_it_opens_nothing_but_this(self, gerda, visitor) -> None:
        token = path(unsubscribe_url(gerda)).strip("/").rpartition("/")[2]
        assert visitor.get(f"/nieuwsbrief/gegevens/{token}/").status_code == 410


class TestChanging:
    def test_name_and_language_change_at_once(self, gerda, visitor) -> None:
        visitor.post(path(manage_url(gerda)), {"name": "G. de Wit", "email": GERDA, "language": "en"})
        gerda.refresh_from_db()
        assert (gerda.name, gerda.language, gerda.new_email) == ("G. de Wit", "en", "")
        assert not Email.objects.filter(kind="newsletter.new_address").exists()

    def test_a_new_address_is_confirmed_first_and_the_old_one_told(self, gerda, visitor) -> None:
        visitor.post(path(manage_url(gerda)), {"name": "Gerda", "email": OTHER.upper(), "language": "nl"})
        asked = Email.objects.get(kind="newsletter.new_address")
        assert asked.to_address == OTHER
        link = link_in(asked, "nieuw-adres")
        visitor.get(link)
        gerda.refresh_from_db()
        assert gerda.email == GERDA
        assert visitor.post(link).status_code == 302
        gerda.refresh_from_db()
        assert (gerda.email, gerda.new_email, gerda.is_active) == (OTHER, "", True)
        assert Email.objects.get(kind="newsletter.moved").to_address == GERDA
        assert acts()[1:] == [("gerda", "withdrawn", "moved"), ("thuis", "given", "")]
        assert visitor.post(link).status_code == 410

    def test_an_address_with_a_subscription_of_its_own_answers_the_same_and_the_two_become_one(self, gerda, visitor, at) -> None:
        make_subscriber(OTHER, at=at)
        answer = visitor.post(path(manage_url(gerda)), {"name": "", "email": OTHER, "language": "nl"}, follow=True)
        assert "Open de mail die wij naar het nieuwe adres stuurden" in answer.content.decode()
        visitor.post(link_in(Email.objects.get(kind="newsletter.new_address"), "nieuw-adres"))
        assert Subscription.objects.get().email == OTHER

    def test_a_new_address_that_nobody_confirms_is_forgotten(self, gerda, at) -> None:
        change_details(subscription=gerda, name="", email=OTHER, language="nl", at=at)
        forget_unconfirmed(at=at + timedelta(days=7, minutes=1))
        gerda.refresh_from_db()
        assert (gerda.email, gerda.new_email, gerda.is_active) == (GERDA, "", True)

    def test_who_unsubscribed_changes_nothing_any_more(self, gerda, visitor, at) -> None:
        end_subscription(subscription=gerda, way="link", at=at)
        assert visitor.get(path(manage_url(gerda))).status_code == 410


class TestBeingErased:
    def test_the_subscription_goes_and_the_proof_stays_under_its_number(self, gerda, at) -> None:
        copy = export_person(email=GERDA, at=at)["data"]
        assert copy["newsletter.Subscription"]["rows"][0]["email"] == GERDA
        assert copy["newsletter.SubscriptionConsent"]["rows"][0]["act"] == "given"
        erase_person(email=GERDA, at=at)
        assert not Subscription.objects.exists()
        assert acts() == [("gerda", "given", ""), ("gerda", "withdrawn", "erased")]
        assert not Email.objects.filter(to_address=GERDA).exists()

    def test_that_the_address_bounced_is_not_forgotten(self, gerda, at) -> None:
        Suppression.objects.create(fingerprint="f" * 64, cause="bounce", since=at)
        erase_person(email=GERDA, at=at)
        assert Suppression.objects.count() == 1

    def test_a_request_that_still_waits_goes_too(self, at) -> None:
        ask(name="Gerda", email=GERDA, language="nl", place="/", at=at)
        erase_person(email=GERDA, at=at)
        assert ask_for("ander@zeewold.example", at=at).to_address == "ander@zeewold.example"
        assert not Email.objects.filter(to_address=GERDA).exists()
