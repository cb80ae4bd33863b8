"""How often an open form takes an answer."""

from __future__ import annotations

import pytest
from django.core.cache import cache, caches

from consultation.people.limits import LIMITS, within_limits


@pytest.fixture(autouse=True)
def empty_cache(db):
    cache.clear()


@pytest.fixture
def answer(rf):
    def once(address="anna@gemeente.example", network="192.0.2.1", action="conference"):
        return within_limits(rf.post("/", REMOTE_ADDR=network), action=action, address=address)

    return once


def test_so_many_answers_an_hour_about_one_address_however_it_is_written(answer, time_machine):
    time_machine.move_to("2026-12-01 10:00Z", tick=False)
    taken = [answer(address, network=f"192.0.2.{n}") for n, address in enumerate(["a@b.example", "A@b.example ", "a@b.example"])]
    assert taken == [True] * 3
    assert not answer("a@b.example", network="192.0.2.9")
    assert answer("c@b.example", network="192.0.2.9")
    time_machine.move_to("2026-12-01 11:00Z", tick=False)
    assert answer("a@b.example", network="192.0.2.9")


def test_so_many_answers_an_hour_from_one_network(answer):
    most = LIMITS["conference"].per_network
    assert all(answer(f"lid{n}@gemeente.example") for n in range(most))
    assert not answer("een.meer@gemeente.example")
    assert answer("een.meer@gemeente.example", network="192.0.2.2")
    assert answer("een.meer@gemeente.example", action="newsletter"), "another form counts for itself"


def test_a_home_with_ipv6_is_one_network(answer):
    most = LIMITS["newsletter"].per_network
    assert all(answer(f"lid{n}@gemeente.example", f"2001:db8::{n + 1:x}", "newsletter") for n in range(most))
    assert not answer("een.meer@gemeente.example", "2001:db8::ffff", "newsletter")
    assert answer("een.meer@gemeente.example", "2001:db8:0:1::1", "newsletter")


def test_an_invitation_is_limited_by_network_alone(answer):
    assert all(answer("", action="accept_invitation") for _n in range(LIMITS["accept_invitation"].per_network))
    assert not answer("", action="accept_invitation")


def test_counts_stay_for_the_whole_hour_in_the_database_too(answer, monkeypatch, time_machine):
    monkeypatch.setattr("consultation.people.limits.cache", caches["database"])
    time_machine.move_to("2026-12-01 10:00Z", tick=False)
    assert [answer("a@b.example") for _n in range(3)] == [True] * 3
    time_machine.move_to("2026-12-01 10:59Z", tick=False)
    assert not answer("a@b.example")


def test_no_address_is_kept(answer, monkeypatch):
    kept = []
    monkeypatch.setattr(cache, "add", lambda key, *_: kept.append(key))
    answer("anna@gemeente.example")
    assert len(kept) == 2
    assert not any("anna" in key or "192.0.2" in key for key in kept)
