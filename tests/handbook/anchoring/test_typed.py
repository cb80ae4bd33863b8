"""Words that somebody typed over: where they stand, and when nobody can be sure."""

from __future__ import annotations

import pytest

from handbook.anchoring.quotes import Quote
from handbook.anchoring.typed import Found, TypedFinder
from handbook.exchange.document import Block, Section

TEXTS = (
    ("2", ["De school meldt het verzuim binnen vijf werkdagen bij de gemeente."]),
    (
        "2.1",
        [
            "Lees de melding binnen drie werkdagen. Vraag aan wat ontbreekt en leg vast wat u besluit.",
            "De leerplichtambtenaar spreekt eerst met de leerling alleen, en daarna met de ouders van de leerling.",
        ],
    ),
    ("2.2", ["Spreek eerst met de leerling alleen.", "Vat samen wat u hebt gehoord en leg vast wat u besluit."]),
)


def section(number: str, texts: list[str]) -> Section:
    blocks = tuple(Block("paragraph", "", text, id=f"{number}-{place}") for place, text in enumerate(texts, start=1))
    return Section(number, 1, blocks, number, number)


@pytest.fixture(scope="module")
def finder() -> TypedFinder:
    return TypedFinder([section(*one) for one in TEXTS])


def words_of(finder: TypedFinder, found: Found | None) -> str | None:
    """What stands at the place, None for no place."""
    if found is None:
        return None
    text = finder.text.sections[found.section].text
    return text[found.start : found.end] if found.start is not None else f"whole {found.section}/{found.block}"


@pytest.mark.parametrize(
    ("typed", "named", "stands"),
    [
        ("binnen drie werkdagen", (), "binnen drie werkdagen"),
        ("“Binnen  drie\nWERKDAGEN.”", (), "binnen drie werkdagen."),
        ("Lees de melding … ontbreekt", (), "Lees de melding binnen drie werkdagen. Vraag aan wat ontbreekt"),
        ("Lees de melding [...] leg vast", (1,), "Lees de melding binnen drie werkdagen. Vraag aan wat ontbreekt en leg vast"),
        ("leg vast wat u besluit", (1,), "leg vast wat u besluit"),
        ("De schol meldt het verzuum binnen vijf werkdagen", (), "De school meldt het verzuim binnen vijf werkdagen"),
        ("Vraag wat ontbreekt en leg vast wat u besluit", (1,), "Vraag aan wat ontbreekt en leg vast wat u besluit"),
        ("leerling", (1,), "whole 1/1"),
    ],
)
def test_words_are_found_as_people_type_them(finder: TypedFinder, typed: str, named: tuple[int, ...], stands: str) -> None:
    assert words_of(finder, finder.find(Quote("", typed), sections=named)) == stands


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("leg vast wat u besluit", ()),
        ("eerst met de leerling alleen", ()),
        ("werkdagen", ()),
        ("Een zin die hier nooit heeft gestaan, over iets anders", ()),
        ("Een zin die hier nooit heeft gestaan, over iets anders", (1,)),
        ("school … ouders", ()),
        ("?!", ()),
        ("", (1,)),
    ],
)
def test_where_nobody_can_be_sure_nothing_is_placed(finder: TypedFinder, typed: str, named: tuple[int, ...]) -> None:
    assert finder.find(Quote("", typed), sections=named) is None


def test_what_stood_around_the_words_and_the_passage_that_they_stood_in_tell_two_places_apart(finder: TypedFinder) -> None:
    around = finder.find(Quote("", "leg vast wat u besluit", prefix="wat u hebt gehoord en "))
    assert around is not None
    assert around.section == 2
    inside = finder.find(Quote("", "leg vast wat u besluit", block="2.1-1"))
    assert inside is not None
    assert inside.section == 1


def test_words_that_stand_in_another_section_than_was_named_are_told_apart(finder: TypedFinder) -> None:
    found = finder.find(Quote("", "binnen drie werkdagen"), sections=(2,))
    assert found is not None
    assert (found.section, found.named) == (1, False)
    assert finder.find(Quote("", "werkdagen"), sections=(2,)) is None


def test_words_that_only_look_like_it_say_so(finder: TypedFinder) -> None:
    found = finder.find(Quote("", "Vraag wat ontbreekt en leg vast wat u besluit"), sections=(1,))
    assert found is not None
    assert not found.exact
