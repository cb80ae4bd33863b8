"""`publiccode.yml` says in both languages what this is, within the limits of that standard (0.4)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))


def test_every_obligatory_key_is_there(described: dict[str, Any]):
    obligatory = {
        *("publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType"),
        *("description", "legal", "maintenance", "localisation"),
    }

    assert obligatory <= described.keys()
    assert described["legal"]["license"] == "EUPL-1.2"
    assert described["maintenance"]["contacts"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_descriptions_have_the_length_that_catalogues_expect(described: dict[str, Any], language: str):
    texts = described["description"][language]

    assert len(texts["shortDescription"].strip()) <= 150
    assert 150 <= len(texts["longDescription"].strip()) <= 10_000
    assert texts["features"]
    assert all(len(feature) <= 100 for feature in texts["features"])
