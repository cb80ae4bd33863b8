"""A full round, ten thousand remarks: its lists in times a bare Wagtail page, the memory of exports, sending and publishing."""

from __future__ import annotations

import gc
import time
import tracemalloc
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consultation.comments.actions import submitter_of
from consultation.people.models import User
from consultation.publishing.actions import publish
from consultation.publishing.plan import PublicationPlan, RoundPlan
from consultation.rounds.models import Round
from consultation.weighing.actions import BatchPlan, gate_of, send_batch
from consultation.weighing.lines import bring_up_to_date
from consultation.weighing.table.exporting import FORMATS, export_comments
from handbook.models import Status, Version
from tests.factories.full_round import FullRound, add_remarks, make_full_round
from tests.factories.long_lists import LISTS
from tests.fixtures.benchmarks import Bench

SECTIONS, REMARKS = 51, 10_000
LONG = 500
FEW = 3_000
"""From the second piece of a thousand on there are two in memory: one comes in while the last goes out."""
LIMIT = 5
GATE = {"aim": "under 1 s", "limit": 1}


@pytest.fixture
def full(anna: User, cas: User, at: datetime) -> FullRound:
    return make_full_round(sections=SECTIONS, remarks=REMARKS, busiest=anna, by=cas, at=at)


def fetch(browser: Client, path: str) -> None:
    """One request, straight to the handler: the test client's own record of templates would count for the page."""
    address, _, query = path.partition("?")
    assert browser.handler(browser._base_environ(PATH_INFO=address, QUERY_STRING=query)).status_code == 200


def test_the_first_page_of_every_list(
    bench: Bench, full: FullRound, bare_path: str, signed_in: Callable[[User], Client], cas: User, at: datetime
):
    browsers = {"editor": signed_in(cas), "author": signed_in(full.busiest)}
    rows = []
    for name, (who, path) in LISTS.items():
        browser = browsers[who]
        bare, measured = bench.medians_ms(
            lambda browser=browser: fetch(browser, bare_path), lambda browser=browser, path=path: fetch(browser, path), rounds=15
        )
        with CaptureQueriesContext(connection) as queries:
            fetch(browser, path)
        said = f"{name}, 10,000 remarks ({len(queries)} queries)"
        rows.append(bench.row(said, measured=measured, bare=bare, aim=f"at most {LIMIT}x a bare page", limit=LIMIT))
    plan = BatchPlan(uuid.uuid4(), seen_at=at)
    took = seconds(lambda: send_batch(version=full.version, plan=plan, by=cas, at=at))
    rows.append(bench.row("sending 2,000 answers to 100 people", measured=took, unit="s", aim="under 30 s", limit=30))

    assert all(row.met for row in rows)


def test_exports_take_no_more_memory_for_ten_thousand_than_for_a_few(
    bench: Bench, version: Version, open_round: Round, anna: User, cas: User, at: datetime, tmp_path: Path
):
    submitter = submitter_of(user=anna, handbook_key=version.handbook_key)
    peaks: dict[str, list[float]] = {file_format: [] for file_format in FORMATS}
    for first, count in ((1, FEW), (FEW + 1, REMARKS - FEW)):
        add_remarks(version, count, submitters=[submitter], busiest=submitter, by=cas, at=at, first=first)
        for file_format in FORMATS:
            gc.collect()
            tracemalloc.start()
            export_comments(version, file_format, tmp_path / "uit")
            peaks[file_format].append(tracemalloc.get_traced_memory()[1] / 1e6)
            tracemalloc.stop()
    rows = [
        bench.row(
            f"memory of 10,000 remarks as {file_format}, after 3,000", measured=many, bare=few, unit="MB", aim="1.2x", limit=1.2
        )
        for file_format, (few, many) in peaks.items()
    ]

    assert all(row.met for row in rows)


def test_the_gate_and_publishing_of_five_hundred_sections(bench: Bench, anna: User, cas: User, at: datetime):
    full = make_full_round(sections=LONG, remarks=REMARKS, busiest=anna, by=cas, at=at)
    plan = PublicationPlan(
        "0.2", Status.CONSULTATION, round=RoundPlan(opens_at=at, closes_at=at + timedelta(days=20)), gate_reason="Gemeten."
    )
    took = seconds(bring_up_to_date)
    bench.row("drawing up 10,000 rows of the board", measured=took, unit="s", aim="under 10 s, in a sweep", limit=10)
    first = bench.row("the gate of 500 sections, first", measured=seconds(lambda: gate_of(full.handbook)), unit="s", **GATE)
    again = bench.row("the gate of 500 sections, again", measured=seconds(lambda: gate_of(full.handbook)), unit="s", **GATE)
    took = seconds(lambda: publish(handbook=full.handbook, plan=plan, by=cas, at=at))
    row = bench.row("publishing 500 sections, 10,000 remarks", measured=took, unit="s", aim="under 60 s", limit=60)

    assert first.met
    assert again.met
    assert row.met


def seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
