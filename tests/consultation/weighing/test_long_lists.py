"""Every list of a round costs the same queries with forty remarks and with two hundred."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultation.comments.actions import submitter_of
from tests.factories.full_round import add_remarks
from tests.factories.handbook import make_handbook_page
from tests.factories.long_lists import LISTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def browsers(version, open_round, anna, cas, signed_in):
    make_handbook_page(version)
    return {"editor": signed_in(cas), "author": signed_in(anna)}


@pytest.fixture
def add(version, anna, eva, bram, cas, at):
    busiest, *others = (submitter_of(user=person, handbook_key=version.handbook_key) for person in (anna, eva, bram))

    def add(first: int, last: int) -> None:
        count = last - first + 1
        add_remarks(version, count, submitters=others, busiest=busiest, by=cas, at=at, first=first)

    return add


def test_two_hundred_remarks_cost_no_more_queries_than_forty(browsers, add, monkeypatch):
    # A note that is composed in the request, in both cases.
    monkeypatch.setattr("consultation.accountability.views.notes.AT_ONCE", 1000)

    def counts() -> dict[str, int]:
        found = {}
        for name, (who, path) in LISTS.items():
            browsers[who].get(path)
            with CaptureQueriesContext(connection) as queries:
                assert browsers[who].get(path).status_code == 200, name
            found[name] = len(queries)
        return found

    add(1, 40)
    few = counts()
    add(41, 200)
    assert counts() == few
