"""Exports go row by row: ten times as many remarks take the queries and the memory of a thousand."""

from __future__ import annotations

import gc
import tracemalloc
import weakref
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultation.comments.actions import submitter_of
from consultation.comments.models import Comment
from consultation.comments.table.rows import TableRow, row_of
from consultation.weighing.table.exporting import FORMATS, export_comments
from consultation.weighing.table.rows import PIECE
from tests.factories.many_remarks import make_remarks

pytestmark = pytest.mark.django_db


@pytest.fixture
def add(version, open_round, anna, at):
    submitter = submitter_of(user=anna, handbook_key=version.handbook_key)
    made = []

    def add(count: int) -> None:
        make_remarks(version, count, submitter=submitter, at=at, first=len(made) + 1)
        made.extend(range(count))

    return add


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_row_is_written_and_forgotten_before_the_next_piece_is_read(version, add, tmp_path, file_format, monkeypatch):
    held: weakref.WeakSet[Comment] = weakref.WeakSet()
    most = []

    def watched(remark: Comment, *args: Any, **kwargs: Any) -> TableRow:
        held.add(remark)
        most.append(len(held))
        return row_of(remark, *args, **kwargs)

    monkeypatch.setattr("consultation.weighing.table.rows.PIECE", 20)
    monkeypatch.setattr("consultation.weighing.table.rows.row_of", watched)
    add(20)
    with CaptureQueriesContext(connection) as few:
        export_comments(version, file_format, tmp_path / "uit")
    add(180)
    with CaptureQueriesContext(connection) as many:
        export_comments(version, file_format, tmp_path / "uit")
    assert len(most) == 220
    assert max(most) <= 2 * 20
    assert len(few) == len(many)


@pytest.mark.endurance
@pytest.mark.parametrize("file_format", ["xlsx", "docx"])
def test_ten_thousand_remarks_take_no_more_memory_than_three_thousand(version, add, tmp_path, file_format):
    """In bytes, for the forms with most parts. From the second piece on there are two: one comes in while the last goes out."""
    peaks = []
    for more in (3 * PIECE, 7 * PIECE):
        add(more)
        gc.collect()
        tracemalloc.start()
        export_comments(version, file_format, tmp_path / "uit")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0]
