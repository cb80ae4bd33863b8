"""A receiving domain that asks us to slow down gets nothing for a while, and all others get theirs (guarantees G10)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from consultation.delivery import claiming
from consultation.delivery.models import Email, SlowDomain
from consultation.delivery.sending import send_due
from consultation.delivery.slowing import shut

pytestmark = pytest.mark.django_db
BUSY = "451 4.7.500 Server busy, try again later"
AT_TOWN = [f"lid{number}@town.example" for number in range(5)]


@pytest.fixture
def codes(send_code):
    """Five mails to one town, and one to somebody elsewhere that is made last."""
    return [send_code(address, to_address=address) for address in [*AT_TOWN, "dewi@onderzoek.example"]]


def refuse(sink, words: str) -> None:
    sink.refusals.update(dict.fromkeys(AT_TOWN, words))


@pytest.mark.parametrize("words", [BUSY, "421 4.7.0 try later", "432 4.3.2 limit exceeded", "450 rate limit reached"])
def test_one_refusal_shuts_the_domain_and_costs_the_others_no_attempt(smtp_sink, codes, at, words):
    refuse(smtp_sink, words)
    assert send_due(at=at) == 1
    assert [message["To"] for message in smtp_sink.messages] == ["Anna <dewi@onderzoek.example>"]
    to_town = Email.objects.filter(domain="town.example")
    assert sorted(to_town.values_list("attempts", flat=True)) == [0, 0, 0, 0, 1]
    assert set(to_town.values_list("state", flat=True)) == {"queued"}
    assert SlowDomain.objects.get().reason.startswith(words[:3])


def test_nothing_is_due_there_until_the_pause_is_over_and_then_all_of_it(smtp_sink, codes, at):
    refuse(smtp_sink, BUSY)
    send_due(at=at)
    until = SlowDomain.objects.get().until
    assert timedelta(minutes=1) <= until - at < timedelta(minutes=1, seconds=30)
    smtp_sink.refusals.clear()
    assert send_due(at=until - timedelta(seconds=1)) == 0
    assert not Email.objects.due(until - timedelta(seconds=1)).exists()
    assert send_due(at=until) == 5
    assert not SlowDomain.objects.exists()


def test_each_refusal_in_a_row_makes_the_pause_longer_and_a_mail_that_goes_makes_it_shorter(smtp_sink, codes, at):
    refuse(smtp_sink, BUSY)
    pauses = []
    for _time in range(6):
        send_due(at=at)
        until = SlowDomain.objects.get().until
        pauses.append(round((until - at).total_seconds() / 60))
        at = until
    assert pauses == [1, 2, 5, 15, 30, 30]
    before = SlowDomain.objects.get().step
    smtp_sink.refusals.clear()
    assert send_due(at=at) == 5
    assert SlowDomain.objects.get().step == before - 1


def test_a_domain_that_was_slow_long_ago_begins_with_the_shortest_pause(smtp_sink, codes, at):
    SlowDomain.objects.create(domain="town.example", until=at - timedelta(days=1), step=5)
    refuse(smtp_sink, BUSY)
    send_due(at=at)
    assert SlowDomain.objects.get().step == 1


def test_the_same_refusal_heard_by_another_worker_changes_nothing(at, db):
    until = shut(domain="town.example", reason=BUSY, at=at)
    assert shut(domain="town.example", reason=BUSY, at=until - timedelta(seconds=1)) == until
    assert SlowDomain.objects.get().step == 1


def test_mails_to_a_shut_domain_cost_the_claim_no_query_more(send_code, at, django_assert_num_queries):
    for number in range(20):
        send_code(f"k{number}", to_address=f"lid{number}@town{number % 5}.example")
    SlowDomain.objects.bulk_create(
        SlowDomain(domain=f"town{number}.example", until=at + timedelta(hours=1)) for number in range(4)
    )
    with django_assert_num_queries(5):
        _token, rows = claiming.claim(at=at)
    assert {row.domain for row in rows} == {"town4.example"}
