"""Asking for the newsletter and confirming it: no link acts when it is opened, and no answer tells who is known (G23, G26)."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consultation.delivery.actions import suppress_address
from consultation.delivery.models import Email, Suppression
from consultation.newsletter.actions import answer_requests, confirm, end_subscription, forget_unconfirmed, subscribing
from consultation.newsletter.errors import LinkGone
from consultation.newsletter.models import Subscription, SubscriptionConsent, SubscriptionRequest
from consultation.newsletter.models.consents import TEXT_VERSION, number_of
from consultation.people.actions import privacy_version
from home.standing import ensure_site
from tests.factories.newsletter import ask_for, link_in, make_subscriber

pytestmark = pytest.mark.django_db

FORM = "/nieuwsbrief/"
GERDA = "gerda@zeewold.example"
TEXT = re.compile(r'<p class="field-help">(.*?)</p>', re.DOTALL)


@pytest.fixture(autouse=True)
def no_limits_from_other_tests() -> None:
    cache.clear()


def send(browser: Client, email: str, *, page: str = FORM, wait_seconds: float = 30, **changes: str):
    """Fills in the form as it stands on ``page``, takes her time, sends it."""
    markup = browser.get(page).content.decode()
    opened = re.search(r'name="opened" value="([^"]+)"', markup).group(1)
    with time_machine.travel(timezone.now() + timedelta(seconds=wait_seconds), tick=False):
        return browser.post(FORM, {"name": "Gerda", "email": email, "opened": opened, **changes})


class TestAsking:
    def test_from_the_foot_of_a_page_to_the_welcome(self, visitor, at) -> None:
        ensure_site()
        assert send(visitor, "Gerda@Zeewold.example", page="/privacy/")["Location"] == "/nieuwsbrief/aangevraagd/"
        assert not Email.objects.exists()
        answer_requests(at=at)
        mail = Email.objects.get()
        assert (mail.kind, mail.to_address) == ("newsletter.confirm", GERDA)
        link = link_in(mail, "bevestigen")
        assert "Ja, stuur mij de nieuwsbrief" in visitor.get(link).content.decode()
        assert Subscription.objects.get().state == "unconfirmed"
        assert "U krijgt de nieuwsbrief" in visitor.post(link, follow=True).content.decode()
        assert Subscription.objects.get().state == "active"
        assert Email.objects.latest("pk").kind == "newsletter.welcome"

    def test_it_keeps_a_name_and_an_address_and_the_proof_that_she_asked(self, at) -> None:
        ensure_site()
        make_subscriber(GERDA, name="Gerda", at=at)
        proof = SubscriptionConsent.objects.get()
        assert (proof.number, proof.act, proof.purpose) == (number_of(GERDA), "given", "newsletter")
        assert (proof.text_version, proof.privacy_version) == (TEXT_VERSION, privacy_version())
        assert (proof.asked_at, proof.happened_at) == (at - timedelta(minutes=1), at)
        assert proof.place.endswith(FORM)

    def test_a_mistake_is_told_and_nothing_typed_is_lost(self, visitor) -> None:
        answer = send(visitor, "gerda@", name="Gerda de Wit")
        assert answer.status_code == 422
        assert 'value="gerda@"' in answer.content.decode()
        assert "Gerda de Wit" in answer.content.decode()
        assert not SubscriptionRequest.objects.exists()

    def test_a_script_is_answered_like_anybody_and_nothing_happens(self, visitor) -> None:
        assert send(visitor, GERDA, website="https://spam.example/")["Location"] == "/nieuwsbrief/aangevraagd/"
        assert send(visitor, GERDA, wait_seconds=1).status_code == 422
        assert not SubscriptionRequest.objects.exists()

    def test_the_sixth_request_for_one_address_in_an_hour_is_told_to_wait(self, visitor) -> None:
        answers = [send(visitor, GERDA).status_code for _turn in range(6)]
        assert answers == [302] * 5 + [422]
        assert SubscriptionRequest.objects.count() == 5

    def test_the_text_beside_the_form_belongs_to_its_version(self, visitor) -> None:
        """Who changes the text of the consent changes TEXT_VERSION and the digest here, by hand and on purpose."""
        text = " ".join(TEXT.search(visitor.get(FORM).content.decode()).group(1).split())
        assert (TEXT_VERSION, hashlib.sha256(text.encode()).hexdigest()[:12]) == ("2026-11", "56fe3e05090a")


class TestNobodyLearnsWhoIsSubscribed:
    @pytest.fixture
    def known(self, cas, at) -> dict[str, str]:
        """One address in each of the states, beside one that nobody knows."""
        make_subscriber("actief@zeewold.example", at=at)
        ask_for("wacht@zeewold.example", at=at)
        ended = make_subscriber("weg@zeewold.example", at=at)
        end_subscription(subscription=ended, way="link", at=at)
        suppress_address(address="stuk@zeewold.example", reason="550 5.1.1", by=cas, at=at)
        return {name: f"{name}@zeewold.example" for name in ("actief", "wacht", "weg", "stuk", "nieuw")}

    def test_not_by_text_or_status(self, known, visitor) -> None:
        answers = {}
        for name, address in known.items():
            answer = send(visitor, address)
            shown = visitor.get(answer["Location"]).content.decode()
            answers[name] = (answer.status_code, answer["Location"], re.sub(r'"csrfmiddlewaretoken" value="\w+"', "", shown))
        assert len(set(answers.values())) == 1

    def test_not_by_the_work_that_the_page_does(self, known, visitor) -> None:
        """The same statements in the same order, whatever the address: one row is written, nothing is looked up."""
        work = {}
        for name, address in known.items():
            cache.clear()
            with CaptureQueriesContext(connection) as queries:
                send(visitor, address)
            work[name] = tuple(re.sub(r"'[^']*'|\bs\d+_x\d+|\b\d+\b", "?", query["sql"]) for query in queries)
        assert len(set(work.values())) == 1
        assert 'newsletter_subscription"' not in "".join(work["actief"])
        assert SubscriptionRequest.objects.count() == len(known)

    def test_only_the_owner_of_the_address_does_by_mail(self, known, at) -> None:
        later = at + timedelta(hours=2)
        kinds = {name: ask_for(address, at=later).kind for name, address in known.items()}
        assert kinds.pop("actief") == "newsletter.known"
        assert set(kinds.values()) == {"newsletter.confirm"}

    def test_she_gets_one_mail_an_hour_however_often_somebody_asks(self, at) -> None:
        assert ask_for(GERDA, at=at) is not None
        assert ask_for(GERDA, at=at + timedelta(minutes=59)) is None
        assert ask_for(GERDA, at=at + timedelta(minutes=60)) is not None

    def test_a_known_address_keeps_its_name_whatever_a_stranger_types(self, at) -> None:
        make_subscriber(GERDA, name="Gerda", at=at)
        ask_for(GERDA, name="Iemand anders", language="en", at=at + timedelta(hours=2))
        subscription = Subscription.objects.get()
        assert (subscription.name, subscription.language, subscription.state) == ("Gerda", "nl", "active")


class TestConfirming:
    def test_a_second_time_changes_nothing(self, at) -> None:
        subscription = make_subscriber(GERDA, at=at)
        confirm(subscription=subscription, at=at + timedelta(hours=1))
        assert SubscriptionConsent.objects.count() == 1
        assert Email.objects.filter(kind="newsletter.welcome").count() == 1

    def test_an_old_link_does_not_bring_back_who_unsubscribed(self, visitor, at) -> None:
        link = link_in(ask_for(GERDA, at=at), "bevestigen")
        subscription = Subscription.objects.get()
        confirm(subscription=subscription, at=at)
        end_subscription(subscription=subscription, way="link", at=at)
        assert visitor.post(link).status_code == 410
        with pytest.raises(LinkGone):
            confirm(subscription=subscription, at=at)
        assert Subscription.objects.get().state == "unsubscribed"

    def test_a_link_works_for_seven_days_and_a_forged_one_never(self, visitor, at) -> None:
        link = link_in(ask_for(GERDA, at=at), "bevestigen")
        assert visitor.get("/nieuwsbrief/bevestigen/x:y:z/").status_code == 410
        with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
            assert visitor.get(link).status_code == 410

    def test_mails_go_again_to_an_address_that_had_come_back(self, cas, at) -> None:
        suppress_address(address=GERDA, reason="550", by=cas, at=at - timedelta(days=1))
        make_subscriber(GERDA, at=at)
        assert not Suppression.objects.exists()

    def test_what_nobody_confirms_in_seven_days_is_forgotten(self, at) -> None:
        ask_for(GERDA, at=at)
        forget_unconfirmed(at=at + timedelta(days=6, hours=23))
        assert Subscription.objects.exists()
        assert forget_unconfirmed(at=at + timedelta(days=7, minutes=1)) == 1
        assert not Subscription.objects.exists()
        assert not SubscriptionConsent.objects.exists()


class TestTheSweep:
    def test_a_request_that_cannot_be_answered_holds_up_nobody(self, monkeypatch, at) -> None:
        real = subscribing.mail_confirm

        def break_for_the_first(subscription, *, at):
            if subscription.email == "eerste@zeewold.example":
                raise RuntimeError("no template")
            return real(subscription, at=at)

        monkeypatch.setattr(subscribing, "mail_confirm", break_for_the_first)
        for name in ("eerste", "tweede"):
            SubscriptionRequest.objects.create(email=f"{name}@zeewold.example", place=FORM, asked_at=at)
        answer_requests(at=at)
        assert list(Subscription.objects.values_list("email", flat=True)) == ["tweede@zeewold.example"]
        assert SubscriptionRequest.objects.get().email == "eerste@zeewold.example"
