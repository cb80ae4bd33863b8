"""Addresses that bounce or complain get nothing but answers to themselves, and nothing that is told late frees them (G11)."""

from __future__ import annotations

from datetime import timedelta
from itertools import count, permutations

import pytest
from django.core import mail

from consultation.delivery.actions import lift_suppression, record_event, suppress_address, tell, trust_again
from consultation.delivery.claiming import LEASE, begin, claim, take_back_lost
from consultation.delivery.events import Heard
from consultation.delivery.models import DeliveryEvent, Email, Suppression
from consultation.delivery.sending import send_due

pytestmark = pytest.mark.django_db
ANNA = "anna@waterlo.example"


@pytest.fixture
def hear(at):
    """``hear(Heard.HARD)`` is an event about Anna's address, each with a number of its own."""
    numbers = count()

    def event(heard, *, email=None, ago=timedelta(0), event_id=None, address=ANNA):
        return record_event(
            event_id=event_id or f"e{next(numbers)}",
            heard=heard,
            address=address,
            email=email,
            words="550 5.1.1 unknown",
            happened_at=at - ago,
            at=at,
        )

    return event


@pytest.mark.parametrize(("heard", "why"), [(Heard.HARD, "does not exist"), (Heard.COMPLAINT, "called an earlier mail spam")])
def test_a_bounce_or_a_complaint_holds_back_what_goes_to_many_but_no_code(hear, tell_news, send_code, anna, bram, at, heard, why):
    tell_news(anna, bram)
    send_code(to_address="Anna@Waterlo.example")
    hear(heard)
    assert send_due(at=at) == 2
    assert sorted(message.subject for message in mail.outbox)[0] == "123456 is your code"
    held = Email.objects.get(user=anna)
    assert held.state == "withdrawn"
    assert why in held.reason


def test_a_mail_to_one_that_a_preference_governs_is_held_back_too(hear, anna, at):
    words = {"remark": "a", "reply": "b", "place": "2.1", "handbook": "h", "label": "1"}
    tell(kind="comments.reply", users=[anna], topic="t", title="A reply", url="/", context_for=lambda user: words, at=at)
    hear(Heard.HARD)
    assert send_due(at=at) == 0
    assert Email.objects.get().state == "withdrawn"


def test_the_same_event_told_twice_counts_once(hear):
    assert hear(Heard.SOFT, event_id="one") is True
    assert [hear(Heard.SOFT, event_id="one") for _ in range(4)] == [False] * 4
    assert DeliveryEvent.objects.count() == 1
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("order", list(permutations([1, 6, 13])))
def test_three_different_mails_that_come_back_in_two_weeks_suppress_in_any_order(hear, order):
    for number, days in enumerate(order):
        assert not Suppression.objects.exists(), number
        hear(Heard.SOFT, ago=timedelta(days=days))
    assert Suppression.objects.get().cause == "soft"


def test_three_in_three_weeks_or_three_tellings_of_one_mail_do_not(hear, send_code):
    for days in (1, 9, 20):
        hear(Heard.SOFT, ago=timedelta(days=days))
    email = send_code()
    for _time in range(3):
        hear(Heard.SOFT, email=email, address="b@x.example")
        hear(Heard.DEFERRED, address="c@x.example")
    assert not Suppression.objects.exists()


def test_nothing_that_is_told_later_revives_an_address(hear):
    hear(Heard.HARD)
    hear(Heard.DELIVERED)
    hear(Heard.DELIVERED, ago=timedelta(days=2))
    assert Suppression.objects.get().cause == "bounce"


def test_confirming_the_address_lifts_it_and_an_older_bounce_that_is_told_late_does_not_count(hear, at):
    hear(Heard.HARD, ago=timedelta(days=3))
    assert trust_again(address=ANNA.upper(), at=at - timedelta(days=1)) is True
    hear(Heard.HARD, ago=timedelta(days=2))
    assert not Suppression.objects.exists()
    hear(Heard.HARD)
    assert Suppression.objects.exists()


def test_soft_bounces_before_the_confirmation_do_not_count_with_those_after_it(hear, at):
    hear(Heard.SOFT, ago=timedelta(days=5))
    hear(Heard.SOFT, ago=timedelta(days=4))
    trust_again(address=ANNA, at=at - timedelta(days=3))
    hear(Heard.SOFT)
    assert not Suppression.objects.exists()


def test_an_editor_suppresses_and_lifts_with_a_reason(cas, at):
    suppress_address(address=ANNA, reason="her mails come back to us", by=cas, at=at)
    again = suppress_address(address=ANNA.title(), reason="twice", by=cas, at=at)
    assert (again.cause, again.words) == ("editor", "her mails come back to us")
    lift_suppression(suppression=again, reason="she called", by=cas, at=at)
    assert not Suppression.objects.exists()


@pytest.mark.parametrize(("heard", "state"), [(Heard.DELIVERED, "sent"), (Heard.HARD, "failed"), (Heard.DEFERRED, "uncertain")])
def test_what_the_provider_tells_decides_a_mail_in_doubt(hear, tell_news, anna, at, heard, state):
    tell_news(anna)
    Email.objects.update(state="uncertain", begun_at=at)
    hear(heard, email=Email.objects.get())
    assert Email.objects.get().state == state


def test_a_mail_that_arrived_before_its_worker_was_missed_is_sent_and_goes_no_second_time(hear, send_code, at):
    email = send_code()
    token, rows = claim(at=at)
    begin(email=rows[0], token=token, at=at)
    hear(Heard.DELIVERED, email=email)
    take_back_lost(at=at + LEASE + timedelta(seconds=1))
    email.refresh_from_db()
    assert (email.state, email.sent_at) == ("sent", at)
