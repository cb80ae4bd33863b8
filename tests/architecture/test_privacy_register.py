"""The register of processing (docs/privacy) names every place where people are kept, and every period as it is set."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from consultation.people import registry, retention

PRIVACY = Path(__file__).resolve().parents[2] / "docs" / "privacy"
REGISTER = (PRIVACY / "register.md").read_text(encoding="utf-8")


def test_every_place_is_in_the_register_and_nothing_else():
    named = set(re.findall(r"`([a-z]+\.[A-Z]\w+)`", REGISTER))
    assert named == {place.label for place in registry.places()}


def test_every_period_is_in_the_register_with_its_days():
    written = {name: int(days) for days, name in re.findall(r"^\|[^|]*\| (\d+) \| `(\w+)` \|$", REGISTER, re.MULTILINE)}
    assert written == {period.name: period.days() for period in retention.periods()}


@pytest.mark.parametrize("document", sorted(PRIVACY.glob("*.md")), ids=lambda path: path.name)
def test_every_paper_says_that_it_is_a_draft_for_a_lawyer(document: Path):
    assert "**Concept, te beoordelen door een jurist.**" in document.read_text(encoding="utf-8")


def test_every_purpose_of_the_register_has_its_ground():
    purposes = {one.lower() for one in re.findall(r"^## (.+)$", REGISTER, re.MULTILINE)}
    grounds = (PRIVACY / "grondslagen.md").read_text(encoding="utf-8")
    gatherings = dict.fromkeys(("bijeenkomsten", "conferenties"), "bijeenkomsten en conferenties")
    known = {"het verslag van de consultatie": "verslag van de consultatie", **gatherings}
    assert [one for one in purposes if f"| {known.get(one, one)} |" not in grounds] == []
