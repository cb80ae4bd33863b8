"""Everybody at once, over HTTP and from many processes: never a place too many, nobody turned away with an error (G1 to G3)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from django.db import connection

from consultation.conference.models import Conference, Registration
from consultation.delivery.models import Email
from tests.factories.conferences import make_conference, register
from tests.factories.texts import make_site

HERE = Path(__file__).parent
PLACES = 50
pytestmark = [pytest.mark.endurance, pytest.mark.django_db(transaction=True)]


def test_exactly_as_many_as_there_are_places_and_the_rest_in_order_of_arrival(rush, people) -> None:
    make_site()
    conference = make_conference(capacity=PLACES, workshops={"Halt": 20})
    answers = rush(conference, people, workshop=str(conference.workshops.get().pk))
    assert Counter(one["status"] for one in answers) == {302: people + people // 5}
    assert len({one["to"] for one in answers}) == people, "a double click leads to one and the same sign-up"
    rows = list(conference.registrations.order_by("number"))
    assert [row.number for row in rows] == list(range(1, people + 1))
    assert [row.state for row in rows] == ["confirmed"] * PLACES + ["waiting"] * (people - PLACES)
    assert [row.has_workshop for row in rows] == [True] * 20 + [False] * (people - 20)
    assert len({row.email for row in rows}) == people
    assert Email.objects.count() == people


def test_without_the_lock_more_get_a_place_than_there_are(rush, people) -> None:
    """The control: with the lock taken out the same rush oversells, so the test above would see it."""
    make_site()
    conference = make_conference(capacity=PLACES)
    rush(conference, min(people, 200), NAIVE="1")
    assert conference.registrations.filter(state="confirmed").count() > PLACES


@pytest.fixture
def freed(start_python):
    def run(rounds: int, **environ: str) -> list[Conference]:
        conferences = [make_conference(capacity=1, slug=f"ronde-{number}") for number in range(rounds)]
        for conference in conferences:
            register(conference, "Heeft Een Plaats")
            register(conference, "Wacht Het Langst")
        child = start_python(str(HERE / "freed_place.py"), "20", *(one.slug for one in conferences), **environ)
        out, _nothing = child.communicate(timeout=500)
        assert child.returncode == 0, out
        return conferences

    return run


def holders(conference: Conference) -> list[str]:
    return list(conference.registrations.holding().values_list("name", flat=True))


def test_a_freed_place_goes_to_who_waited_longest_whoever_comes_in_that_instant(freed) -> None:
    rounds = 100 if connection.vendor == "postgresql" else 20
    assert {tuple(holders(one)) for one in freed(rounds)} == {("Wacht Het Langst",)}
    assert Registration.objects.count() == rounds * 22


def test_without_asking_whether_somebody_waits_it_goes_to_a_newcomer(freed) -> None:
    assert any(holders(one) != ["Wacht Het Langst"] for one in freed(2, NAIVE="1"))
