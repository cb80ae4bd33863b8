"""A passage keeps its id while its words are recognisable, and no id is given twice."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.exchange.document import Section
from handbook.exchange.making import make_block
from handbook.exchange.passages import PassageRecord, align_passages, match_blocks
from tests.factories.documents import identity, paragraph, section

MELDEN = "De school meldt ongeoorloofd verzuim van zestien uur binnen vier weken bij de leerplichtambtenaar."
ONDERZOEK = "De ambtenaar onderzoekt daarna wat er speelt en spreekt met ouders, jongere en school."
BESLUIT = "Pas dan kiest hij een interventie en schrijft hij op waarom juist deze past."


def ids(old: list[str], new: list[str]) -> list[int | None]:
    """The numbers of the old paragraphs whose ids the new ones get."""
    numbered = [paragraph(f"{number}: {text}") for number, text in enumerate(old, start=1)]
    found = match_blocks(numbered, [paragraph(text) for text in new])
    return [None if name is None else next(n for n in range(1, 99) if identity(n) == name) for name in found]


def test_the_same_words_keep_their_id_wherever_they_go():
    assert ids([MELDEN, ONDERZOEK, BESLUIT], [BESLUIT, MELDEN, ONDERZOEK]) == [3, 1, 2]


def test_an_edited_passage_keeps_its_id():
    assert ids([MELDEN, ONDERZOEK], [MELDEN.replace("vier", "drie"), ONDERZOEK]) == [1, 2]


def test_a_new_passage_between_kept_ones_has_none():
    assert ids([MELDEN, BESLUIT], [MELDEN, ONDERZOEK, BESLUIT]) == [1, None, 2]


def test_a_split_passage_keeps_its_id_on_the_first_half():
    assert ids([f"{ONDERZOEK} {BESLUIT}"], [ONDERZOEK, BESLUIT]) == [1, None]
    assert ids([f"{BESLUIT} {MELDEN}"], [BESLUIT, MELDEN]) == [1, None]


def test_merged_passages_leave_the_id_of_the_first():
    assert ids([ONDERZOEK, BESLUIT], [f"{ONDERZOEK} {BESLUIT}"]) == [1]
    assert ids([BESLUIT, MELDEN], [f"{BESLUIT} {MELDEN}"]) == [1]


def test_the_same_words_twice_share_no_id():
    assert ids([MELDEN, ONDERZOEK, MELDEN], [MELDEN, MELDEN, MELDEN]) == [1, 3, None]


def test_words_that_have_nothing_in_common_get_no_id():
    assert ids([MELDEN], ["Bijlage met begrippen."]) == [None]


_WORDS = st.sampled_from(["de", "school", "meldt", "verzuim", "aan", "ouders"])
_PARAGRAPHS = st.lists(st.lists(_WORDS, max_size=6).map(" ".join), max_size=6)


@settings(max_examples=200, deadline=None)
@given(old=_PARAGRAPHS, new=_PARAGRAPHS)
def test_no_id_is_given_twice(old, new):
    blocks = [paragraph(f"{number}: {text}") for number, text in enumerate(old, start=1)]
    found = [name for name in match_blocks(blocks, [paragraph(text) for text in new]) if name]
    assert len(found) == len(set(found))
    assert set(found) <= {block.id for block in blocks}


@settings(max_examples=100, deadline=None)
@given(texts=_PARAGRAPHS)
def test_an_unchanged_section_keeps_every_id_in_order(texts):
    blocks = [paragraph(f"{number}: {text}") for number, text in enumerate(filter(None, texts), start=1)]
    assert match_blocks(blocks, [replace(block, id=None) for block in blocks]) == [block.id for block in blocks]


KEY, OTHER_KEY = identity(101), identity(102)


def record(number: int, text: str, *, key: str = KEY, source: str | None = None, ordinal: int = 0) -> PassageRecord:
    return PassageRecord(identity(number), key, source, ordinal or number, text)


def aligned(register: list[PassageRecord], *sections: Section) -> list[list[str | None]]:
    return [[block.id for block in one.blocks] for one in align_passages(register, sections)]


def test_the_register_gives_ids_inside_a_section():
    register = [record(1, MELDEN), record(2, ONDERZOEK)]
    assert aligned(register, section("Een", MELDEN + " Altijd.", ONDERZOEK, key=KEY)) == [[identity(1), identity(2)]]


def test_a_passage_that_went_to_another_section_takes_its_id_along():
    register = [record(1, MELDEN), record(2, ONDERZOEK), record(3, BESLUIT, key=OTHER_KEY)]
    one, other = section("Een", MELDEN, key=KEY), section("Twee", BESLUIT, ONDERZOEK + " Dat kost tijd.", key=OTHER_KEY)
    assert aligned(register, one, other) == [[identity(1)], [identity(3), identity(2)]]


def test_the_only_passage_of_an_editors_block_keeps_its_id_when_rewritten():
    register = [record(1, MELDEN, source="blok-1")]
    block = make_block("paragraph", "<p>Iets heel anders.</p>", source="blok-1")
    assert aligned(register, Section("Een", 1, (block,), KEY)) == [[identity(1)]]


def test_an_editors_block_goes_before_likeness_across_blocks():
    register = [record(1, MELDEN, source="blok-1"), record(2, MELDEN, source="blok-2")]
    blocks = tuple(make_block("paragraph", f"<p>{MELDEN}</p>", source=source) for source in ("blok-2", "blok-1"))
    assert aligned(register, Section("Een", 1, blocks, KEY)) == [[identity(2), identity(1)]]


def test_a_second_use_of_an_id_gets_a_new_one():
    blocks = (paragraph(f"1: {MELDEN}"), paragraph(f"1: {ONDERZOEK}"))
    assert aligned([record(1, MELDEN)], Section("Een", 1, blocks, KEY)) == [[identity(1), None]]


def test_a_short_phrase_is_not_followed_to_another_section():
    register = [record(1, "Zie 2.3.")]
    assert aligned(register, section("Een", MELDEN, key=KEY), section("Twee", "Zie 2.3.", key=OTHER_KEY)) == [[None], [None]]


@settings(max_examples=100, deadline=None)
@given(old=_PARAGRAPHS, new=_PARAGRAPHS, more=_PARAGRAPHS)
def test_the_register_gives_no_id_twice(old, new, more):
    register = [record(number, text) for number, text in enumerate(old, start=1)]
    given_ids = aligned(register, section("Een", *new, key=KEY), section("Twee", *more, key=OTHER_KEY))
    found = [name for names in given_ids for name in names if name]
    assert len(found) == len(set(found))
