"""What the tests of the look read: the templates, and the built style sheet and script."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def template_sources() -> dict[str, str]:
    """Every template of ours by its name."""
    folder = ROOT / "templates"
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.html"))}


@pytest.fixture(scope="session")
def built() -> Path:
    """The folder that `npm run build` writes."""
    folder = ROOT / "site" / "static" / "look"
    assert (folder / "look.css").is_file(), "the front end is not built: run `make` or `npm run build` first"
    return folder
