"""Where real documents with a history lie, if they do: the folder in KLANKBORD_CORPORA, else ../shared/corpora."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]


def corpora_folder() -> Path:
    """The folder with the corpora; skips the test, saying what it leaves out, where there is none."""
    named = os.environ.get("KLANKBORD_CORPORA")
    folder = Path(named) if named else _ROOT.parent / "shared" / "corpora"
    if not folder.is_dir():
        pytest.skip("left out: matching of real documents; KLANKBORD_CORPORA names no folder and ../shared/corpora is not there")
    return folder
