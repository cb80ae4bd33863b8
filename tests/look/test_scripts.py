"""The pure pieces of script, run by Node: where remarks stand, the difference between two texts, words of a text."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "site" / "look" / "scripts"
GAP = 12


def run_node(module: str, function: str, calls: list[list[Any]]) -> list[Any]:
    """The answers of one exported function to many calls."""
    node = shutil.which("node") or str(Path(sys.executable).with_name("node"))
    program = (
        f'import {{ {function} }} from "{(SCRIPTS / module).as_uri()}";'
        'let text = ""; for await (const part of process.stdin) text += part;'
        f"console.log(JSON.stringify(JSON.parse(text).map((call) => {function}(...call))));"
    )
    done = subprocess.run(
        [node, "--input-type=module", "--eval", program], input=json.dumps(calls), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def piles() -> list[list[Any]]:
    """Three hundred columns of remarks, each with one held or none."""
    dice = random.Random(20261002)
    calls = []
    for _ in range(300):
        wishes = sorted(dice.randint(0, 2000) for _ in range(dice.randint(1, 40)))
        rows = [{"want": wish, "height": dice.randint(40, 400)} for wish in wishes]
        calls.append([rows, dice.randint(-1, len(rows) - 1), GAP])
    return calls


def test_remarks_never_overlap_and_never_leave_the_column(piles):
    for (rows, _held, gap), tops in zip(piles, run_node("stack.js", "stack", piles), strict=True):
        assert min(tops) >= 0
        for index in range(1, len(rows)):
            assert tops[index] >= tops[index - 1] + rows[index - 1]["height"] + gap


def test_the_remark_in_hand_stands_at_its_passage_when_there_is_room_above(piles):
    held_somewhere = 0
    for (rows, held, gap), tops in zip(piles, run_node("stack.js", "stack", piles), strict=True):
        above = sum(row["height"] + gap for row in rows[: max(held, 0)])
        if held >= 0 and above <= rows[held]["want"]:
            held_somewhere += 1
            assert tops[held] == rows[held]["want"]
    assert held_somewhere > 20


def test_without_one_in_hand_the_first_remark_at_a_passage_stands_where_its_passage_is():
    rows = [{"want": 100, "height": 50}, {"want": 100, "height": 80}, {"want": 500, "height": 60}]
    assert run_node("stack.js", "stack", [[rows, -1, GAP]]) == [[100, 162, 500]]


def test_the_difference_tells_both_texts_back():
    dice = random.Random(7)
    pool = ["de", "ambtenaar", "weegt", "of", "hulp", "voorgaat", "en", "schrijft", "op", "waarom", "hij", "wacht"]
    calls = [
        [" ".join(dice.choices(pool, k=dice.randint(0, 25))), " ".join(dice.choices(pool, k=dice.randint(0, 25)))]
        for _ in range(200)
    ]
    for (before, after), parts in zip(calls, run_node("words.js", "compare", calls), strict=True):
        assert " ".join("".join(f"{text} " for kind, text in parts if kind != "added").split()) == before
        assert " ".join("".join(f"{text} " for kind, text in parts if kind != "removed").split()) == after


def test_a_word_that_stays_is_not_struck():
    parts = run_node("words.js", "compare", [["weegt zo spoedig mogelijk of hulp voorgaat", "weegt snel of hulp voorgaat"]])[0]
    assert [(kind, text.strip()) for kind, text in parts] == [
        ("same", "weegt"),
        ("removed", "zo spoedig mogelijk"),
        ("added", "snel"),
        ("same", "of hulp voorgaat"),
    ]


TEXT = "De 😀 school belt,\n de school\tschrijft (snel)."


def test_words_know_their_offset_in_code_points_as_the_server_counts():
    words = run_node("quoting.js", "wordsOf", [[TEXT]])[0]
    assert [TEXT[one["start"] : one["start"] + len(one["word"])] for one in words] == TEXT.split()


@pytest.mark.parametrize(
    ("quote", "near", "found"),
    [
        ("school", 0, [2, 2]),
        ("school", 30, [5, 5]),
        ("  De   SCHOOL ", 0, [4, 5]),
        ("belt, de", 0, [3, 4]),
        ("chool be", 0, [2, 3]),
        ("(snel).", 0, [7, 7]),
        ("niet", 0, None),
        ("", 0, None),
    ],
)
def test_words_that_one_types_are_found_among_those_of_the_text(quote, near, found):
    words = run_node("quoting.js", "wordsOf", [[TEXT]])[0]
    assert run_node("quoting.js", "rangeOf", [[words, quote, near]]) == [found]


def test_words_between_two_leave_the_stop_behind_the_last():
    words = run_node("quoting.js", "wordsOf", [[TEXT]])[0]
    assert run_node("quoting.js", "wordsBetween", [[words, 2, 3], [words, 3, 5]]) == ["school belt", "belt, de school"]


def test_an_address_leads_to_words_and_long_ones_are_told_by_their_ends():
    long = "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien"
    assert run_node("quoting.js", "fragment", [["leerplicht-ambtenaar, de"], [long], ["bel de ouders\n\nbel de school"]]) == [
        ":~:text=leerplicht%2Dambtenaar%2C%20de",
        ":~:text=een%20twee%20drie%20vier,tien%20elf%20twaalf%20dertien",
        ":~:text=bel%20de%20ouders,bel%20de%20school",
    ]
