"""Sentences of published documents whose fate in the next version is known."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache

import pytest

from handbook.anchoring import Quote, align_documents, place_quotes
from handbook.exchange.document import Document
from handbook.exchange.markdown import read_markdown
from handbook.exchange.plaintext import fold_words
from tests.factories.corpora import corpora_folder

KNOWN = ("If there is source code in the codebase there is a license present that is on the OSI-approved",)
"""Called gone because few of its words are left; it was rewritten in place ("The license for the source code is on the
OSI-approved …"), and we show it as changed, with the difference beside it."""


@cache
def read(folder: str, version: str) -> Document:
    return read_markdown((corpora_folder() / folder / f"{version}.md").read_text(encoding="utf-8"))


def words(text: str) -> str:
    """Without the marks and the addresses of links, which the plain text does not have."""
    return "".join(character for character in fold_words(text.split("](")[0]) if character.isalnum())


@pytest.mark.endurance
@pytest.mark.parametrize("folder", ["leerplichtwet-1969", "publiccode-standard", "richtlijn-sas", "aanwijzing-sas"])
def test_what_stayed_is_found_and_what_went_is_not_shown(folder):
    rows = [json.loads(line) for line in (corpora_folder() / folder / "quotes.jsonl").read_text(encoding="utf-8").splitlines()]
    seen: Counter[tuple[str, str]] = Counter()
    for pair in sorted({(row["from"], row["to"]) for row in rows}):
        old, new = (read(folder, version) for version in pair)
        sample = [row for row in rows if (row["from"], row["to"]) == pair]
        quotes = [
            Quote(str(number), row["quote"], row["prefix"][-32:], row["suffix"][:32], tuple(row["section"]))
            for number, row in enumerate(sample)
        ]
        placements = place_quotes(align_documents(old.sections, new.sections), quotes, titles=(old.title, new.title))
        for row, placement in zip(sample, placements, strict=True):
            seen[row["fate"], placement.status] += 1
            told = (pair, row["fate"], row["quote"], placement)
            if row["fate"].startswith("exact"):
                assert placement.section is not None, told
                assert words(placement.exact).startswith(words(row["quote"])), told
                assert fold_words(placement.path[-1]) == fold_words(row["target_section"][-1]), told
            elif row["fate"] == "gone" and not row["quote"].startswith(KNOWN):
                assert placement.section is None, told
    placed = sum(count for (fate, status), count in seen.items() if fate == "edited" and status not in ("gone", "ambiguous"))
    edited = sum(count for (fate, _status), count in seen.items() if fate == "edited")
    assert placed >= 0.95 * edited
