"""The guard on the server and the one in the browser say the same: one table of texts, and thousands made from its pieces."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

from consultation.comments import guard
from tests.look.test_scripts import run_node

VECTORS: list[dict[str, Any]] = json.loads(Path(__file__).with_name("guard_vectors.json").read_text(encoding="utf-8"))
TEXTS = [vector["text"] for vector in VECTORS]
GLUE = [
    "",
    " ",
    " ",
    " ",
    "\n",
    ", ",
    ". ",
    "-",
    "/",
    ".",
    "(",
    ") ",
    " 😀 ",
    "é",
    "x",
    "0",
    "1",
    "\u00a0",
    " leerling ",
    " euro ",
]
MADE = 4000


def on_the_server(text: str) -> list[list[Any]]:
    """The findings with their places in UTF-16 units, as the browser counts."""
    return [
        [one.kind, _units(text[: one.start]), _units(text[: one.end]), one.words, one.placeholder, one.weak]
        for one in guard.find(text)
    ]


def in_the_browser(texts: list[str]) -> list[list[list[Any]]]:
    found = run_node("guard.js", "find", [[text] for text in texts])
    keys = ("kind", "start", "end", "words", "placeholder", "weak")
    return [[[one[key] for key in keys] for one in findings] for findings in found]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def made_texts() -> list[str]:
    """Texts of whole vectors and of their torn pieces, glued together in ways that nobody thought of."""
    dice = random.Random(20261124)
    pieces = sorted({piece for text in TEXTS for piece in re.findall(r"[^\W\d]+|\d+|\s+|.", text)})
    made = []
    for _ in range(MADE):
        parts = [
            dice.choice(TEXTS) if dice.random() < 0.4 else "".join(dice.choices(pieces, k=dice.randint(1, 6)))
            for _part in range(dice.randint(1, 5))
        ]
        made.append("".join(part + dice.choice(GLUE) for part in parts))
    return made


@pytest.mark.parametrize("vector", VECTORS, ids=[f"{one['about']}-{number}" for number, one in enumerate(VECTORS)])
def test_the_server_finds_what_the_table_says(vector):
    assert [[one.kind, one.words, one.placeholder] for one in guard.find(vector["text"])] == vector["found"]


def test_the_browser_finds_what_the_table_says():
    for vector, findings in zip(VECTORS, in_the_browser(TEXTS), strict=True):
        assert [[kind, words, put] for kind, _start, _end, words, put, _weak in findings] == vector["found"], vector["text"]


def test_both_find_the_same_in_texts_that_nobody_wrote():
    texts = made_texts()
    alarms = 0
    for text, findings in zip(texts, in_the_browser(texts), strict=True):
        expected = on_the_server(text)
        assert findings == expected, text
        alarms += bool(expected)
    assert MADE / 4 < alarms < MADE, "the texts are all alike"


def test_the_table_has_every_kind_and_as_many_texts_in_which_nothing_is_to_be_found():
    assert len(VECTORS) >= 120
    assert len(set(TEXTS)) == len(TEXTS)
    assert {found[0] for vector in VECTORS for found in vector["found"]} == set(guard.STRONG)
    assert sum(not vector["found"] for vector in VECTORS) >= 60


def test_both_pass_the_same_numbers_of_nine_digits():
    dice = random.Random(11)
    numbers = [f"{dice.randrange(10**9):09}" for _ in range(3000)] + ["000000000", "10000008", "1"]
    assert run_node("guard.js", "passesBsnTest", [[number] for number in numbers]) == [
        guard.passes_bsn_test(number) for number in numbers
    ]
