"""What one process of the suite takes at a time (tests/fixtures/sharing.py)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixtures.sharing import TOGETHER, unit_of

ROOT = Path(__file__).resolve().parents[2]
INSTALLATIONS = "tests/home/operations/test_backup_and_restore.py"


def test_a_test_is_a_unit_of_its_own():
    names = ["tests/handbook/test_diff.py::test_one", "tests/handbook/test_diff.py::test_two[a@b]"]

    assert [unit_of(name) for name in names] == names


def test_tests_that_share_something_for_the_same_parameters_are_one_unit():
    names = [
        f"{INSTALLATIONS}::{name}" for name in ("test_one[sqlite]", "test_two[sqlite]", "test_two[postgresql]", "test_three")
    ]

    assert len({unit_of(name) for name in names[:2]}) == 1
    assert len({unit_of(name) for name in names}) == 3


@pytest.mark.parametrize("file", sorted(TOGETHER))
def test_a_file_that_is_kept_together_is_there(file: str):
    assert (ROOT / file).is_file()
