"""How quick the lists are when a round is full: ten thousand remarks on 51 sections, in times a bare Wagtail page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consultation.people.models import User
from tests.benchmarks.test_pages import bare_path, fetch
from tests.factories.full_round import FullRound, make_full_round
from tests.factories.full_site import PAGES, fill_up
from tests.fixtures.benchmarks import Bench

__all__ = ["bare_path"]

SECTIONS, REMARKS = 51, 10_000
LIMIT = 5


@pytest.fixture
def full(anna: User, cas: User, at: datetime) -> FullRound:
    full = make_full_round(sections=SECTIONS, remarks=REMARKS, busiest=anna, by=cas, at=at)
    fill_up(full, by=cas, at=at)
    return full


def test_the_first_page_of_every_list(
    bench: Bench, full: FullRound, bare_path: str, signed_in: Callable[[User], Client], cas: User
):
    browsers = {"cas": signed_in(cas), "busiest": signed_in(full.busiest)}
    for name, who, path in PAGES:
        browser = browsers[who]
        bare, measured = bench.medians_ms(
            lambda browser=browser: fetch(browser, bare_path), lambda browser=browser, path=path: fetch(browser, path), rounds=5
        )
        with CaptureQueriesContext(connection) as queries:
            fetch(browser, path)
        aim = f"at most {LIMIT}x a bare page"
        bench.row(f"{name}, 10,000 remarks ({len(queries)} queries)", measured=measured, bare=bare, aim=aim, limit=LIMIT)
    assert all(row.met for row in bench.rows)
