"""The command place_quotes: files in, a file out, no database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

OLD = """# Handreiking

Dit is een voorbeeld.

## Melden

De school meldt verzuim binnen vijf werkdagen. 😀 Zij belt ook.
"""


@pytest.fixture
def place(tmp_path: Path):
    """Places quotes of OLD in a new text; returns the answers."""

    def run(new: str, *quotes: dict[str, Any], name: str = "new.md") -> list[dict[str, Any]]:
        (tmp_path / "old.md").write_text(OLD, encoding="utf-8")
        (tmp_path / name).write_text(new, encoding="utf-8")
        (tmp_path / "quotes.jsonl").write_text("".join(json.dumps(quote) + "\n" for quote in quotes), encoding="utf-8")
        options = {"old": tmp_path / "old.md", "new": tmp_path / name, "quotes": tmp_path / "quotes.jsonl"}
        call_command("place_quotes", **options, output=tmp_path / "answers.jsonl", verbosity=0)
        return [json.loads(line) for line in (tmp_path / "answers.jsonl").read_text(encoding="utf-8").splitlines()]

    return run


def test_every_quote_gets_an_answer_in_its_order(place):
    new = OLD.replace("## Melden", "## Wanneer meldt de school?").replace("Zij belt ook.", "")
    path = ["Handreiking", "Melden"]
    stayed, gone, preamble = place(
        new,
        {"id": "a", "section": path, "exact": "binnen vijf werkdagen.", "prefix": "verzuim ", "suffix": " 😀 Zij"},
        {"id": "b", "section": path, "exact": "Zij belt ook."},
        {"id": 3, "section": ["Handreiking"], "exact": "een voorbeeld"},
    )
    text = "De school meldt verzuim binnen vijf werkdagen. 😀"
    assert stayed == {
        "id": "a",
        "status": "same",
        "section": ["Handreiking", "Wanneer meldt de school?"],
        "exact": "binnen vijf werkdagen.",
        "start": text.index("binnen"),
        "end": text.index("binnen") + len("binnen vijf werkdagen."),
        "confidence": 1.0,
    }
    assert gone == {"id": "b", "status": "gone", "section": None, "exact": None, "start": None, "end": None, "confidence": 0.0}
    assert (preamble["id"], preamble["status"], preamble["section"]) == ("3", "same", ["Handreiking"])


def test_a_line_that_is_no_quote_is_named(place):
    with pytest.raises(CommandError, match=r"Line 1 of .* is no quote"):
        place(OLD, {"id": "a"})


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("new.docx", "x", "is neither Markdown"),
        ("new.json", "{", "cannot be read"),
        ("new.md", "", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_one_sentence(place, name, content, sentence):
    with pytest.raises(CommandError, match=sentence):
        place(content, {"id": "a", "exact": "b"}, name=name)
