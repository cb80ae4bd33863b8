"""Where real documents with a history lie, if they do: the folder in KLANKBORD_CORPORA, else ../shared/corpora."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.conf import settings


def corpora_folder() -> Path:
    """The folder with the corpora; skips the test, saying what it leaves out, where there is none."""
    folder = Path(settings.CORPORA or settings.BASE_DIR.parent / "shared" / "corpora")
    if not folder.is_dir():
        pytest.skip("left out: matching of real documents; KLANKBORD_CORPORA names no folder and ../shared/corpora is not there")
    return folder


def versions_of(folder: str) -> list[str]:
    """The labels of a document's versions, oldest first."""
    index = json.loads((corpora_folder() / folder / "index.json").read_text(encoding="utf-8"))
    return [entry["version"] for entry in index["versions"] if (corpora_folder() / folder / entry["file"]).is_file()]
