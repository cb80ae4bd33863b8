"""The board costs the same with two remarks and with twenty."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.comments import make_comment, make_section

pytestmark = pytest.mark.django_db


def test_twenty_remarks_cost_no_more_queries_than_two(version, open_round, anna, eva, cas, signed_in, at):
    browser = signed_in(cas)

    def count() -> int:
        browser.get("/weging/mas/0.1/")
        with CaptureQueriesContext(connection) as queries:
            browser.get("/weging/mas/0.1/")
        return len(queries)

    for person in (anna, eva):
        make_comment(person, make_section(version), at=at)
    few = count()
    for _number in range(9):
        for person in (anna, eva):
            make_comment(person, make_section(version, "2.2"), at=at)
    assert count() == few
