"""How quick the pages are, in times that of a bare Wagtail page in the same process."""

from __future__ import annotations

import statistics
import uuid
from datetime import datetime
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultation.people.models import User
from consultation.rounds.models import Round
from handbook.models import Section
from tests.consultation.reading.test_queries import crowd
from tests.factories.comments import make_comment, make_section
from tests.factories.handbook import make_handbook_page
from tests.fixtures.benchmarks import Bench


@pytest.fixture
def browser(signed_in, anna: User) -> Client:
    return signed_in(anna)


def fetch(browser: Client, path: str) -> None:
    """One request, straight to the handler: the test client's own record of templates would count for the page."""
    response = browser.handler(browser._base_environ(PATH_INFO=path))
    assert response.status_code == HTTPStatus.OK


@pytest.fixture
def section(open_round: Round) -> Section:
    """Section 2.1 of a version whose handbook has its address."""
    version = open_round.version
    make_handbook_page(version)
    return make_section(version)


def path_of(section: Section) -> str:
    return f"/handreiking/{section.version.slug}/{section.version.label}/{section.number}/"


def test_a_section_page_with_fifty_remarks(bench: Bench, browser: Client, bare_path: str, section: Section, at: datetime):
    crowd(section, members=10, remarks=50, at=at)
    path = path_of(section)

    bare, measured = bench.medians_ms(lambda: fetch(browser, bare_path), lambda: fetch(browser, path))
    row = bench.row("section page, 50 remarks", measured=measured, bare=bare, aim="at most 3x a bare page", limit=3)

    assert row.met


def test_posting_where_five_hundred_remarks_stand(
    bench: Bench, browser: Client, anna: User, bare_path: str, section: Section, at
):
    make_comment(anna, section, at=at)
    crowd(section, members=10, remarks=500, at=at)
    address = reverse("comment-post", args=[section.pk])

    def post() -> None:
        fields = {"key": str(uuid.uuid4()), "kind": "inhoudelijk", "body": "Dit kan korter.", "action": "post"}
        assert browser.post(address, fields, headers={"HX-Request": "true"}).status_code == HTTPStatus.NO_CONTENT

    bare = statistics.median(bench.times_ms(lambda: browser.get(bare_path)))
    measured = bench.p95_ms(post)
    row = bench.row(
        "posting a remark, 500 in the section, p95", measured=measured, bare=bare, aim="at most 4x a bare page", limit=4
    )

    assert row.met


def test_the_queries_of_a_section_page(bench: Bench, browser: Client, anna: User, section: Section, at: datetime):
    make_comment(anna, section, at=at)
    few = queries_of(browser, section)
    crowd(section, members=1000, remarks=500, at=at)
    many = queries_of(browser, section)
    bench.row("queries of a section page, 1 member, 1 remark", measured=few, unit="", aim="at most 15", limit=15)
    bench.row("queries of a section page, 1,001 members, 501 remarks", measured=many, unit="", aim="the same number", limit=few)

    assert few == many <= 15


def queries_of(browser: Client, section: Section) -> int:
    """How many queries the page costs once Django has filled what it keeps between requests."""
    fetch(browser, path_of(section))
    with CaptureQueriesContext(connection) as queries:
        fetch(browser, path_of(section))
    return len(queries)
