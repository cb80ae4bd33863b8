"""How long it takes to hand out all that was said about a version, and to read it back."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

from consultation.comments.actions import submitter_of
from consultation.comments.table.reading import open_table
from consultation.comments.table.remarks import remarks_of_table
from consultation.comments.word.version_text import VersionText
from consultation.people.models import User
from consultation.weighing.table.exporting import FORMATS, export_comments
from tests.factories.long_version import make_long_version
from tests.factories.many_remarks import make_remarks
from tests.factories.rounds import make_round
from tests.fixtures.benchmarks import Bench

REMARKS = 5_000


def test_export_of_five_thousand_remarks_and_back(bench: Bench, anna: User, eva: User, at: datetime, tmp_path: Path):
    version = make_long_version()
    make_round(version=version)
    submitter = submitter_of(user=anna, handbook_key=version.handbook_key)
    make_remarks(version, REMARKS, submitter=submitter, at=at)
    for file_format in FORMATS:
        path = tmp_path / f"uit.{file_format}"
        took = seconds(lambda file_format=file_format, path=path: export_comments(version, file_format, path))
        bench.row(f"export of 5,000 remarks, {file_format}", measured=took, unit="s", aim="under 5 s", limit=5)
    content = (tmp_path / "uit.xlsx").read_bytes()

    def read_back() -> None:
        table = open_table(content)
        assert table is not None
        assert remarks_of_table(table, text=VersionText.of(version), user=anna, at=at).same == REMARKS

    row = bench.row("reading 5,000 unchanged remarks back", measured=seconds(read_back), unit="s", aim="under 10 s", limit=10)

    assert all(one.met for one in [*bench.rows, row] if "5,000" in one.name)


def seconds(act) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
