"""Where words changed between two texts: moves, splits and mergers keep theirs."""

from __future__ import annotations

from dataclasses import replace

from handbook.exchange.document import Block, Section
from handbook.tracing import ADDED, CHANGED, REMOVED, trace_text


def block(key: str, text: str) -> Block:
    return Block("paragraph", f"<p>{text}</p>", text, id=key)


MELDEN = Section("Melden", 1, (block("a", "De school meldt het verzuim."), block("b", "Binnen drie dagen.")), key="1", number="1")
PRATEN = Section("Praten", 1, (block("c", "Spreek eerst met de leerling alleen."),), key="2", number="2")
TEXT = (MELDEN, PRATEN)


def test_the_same_text_has_no_changes_whatever_its_case_and_space():
    shouted = replace(MELDEN, blocks=(block("a", "De  School meldt het verzuim."), MELDEN.blocks[1]))
    assert trace_text(TEXT, (shouted, PRATEN)).sections == ()


def test_moved_split_and_merged_sections_keep_their_words():
    moved = (replace(PRATEN, number="1"), replace(MELDEN, number="2"))
    split = (replace(MELDEN, blocks=MELDEN.blocks[:1]), Section("Termijn", 1, MELDEN.blocks[1:], key="3", number="2"), PRATEN)
    merged = (replace(MELDEN, blocks=MELDEN.blocks + PRATEN.blocks),)
    assert [trace_text(TEXT, text).sections for text in (moved, split, merged)] == [(), (), ()]


def test_a_changed_passage_touches_the_section_that_it_came_from():
    after = replace(MELDEN, blocks=(MELDEN.blocks[0], block("b", "Binnen vijf dagen.")))
    trace = trace_text(TEXT, (after, PRATEN))
    (one,) = trace.sections
    assert (one.key, one.kind, one.share) == ("1", CHANGED, 2 / 16)
    assert trace.has_changed("1", "b")
    assert trace.has_changed("1")
    assert not trace.has_changed("1", "a")
    assert not trace.has_changed("2")


def test_a_passage_that_moved_and_changed_touches_where_it_stood():
    after = (
        replace(MELDEN, blocks=MELDEN.blocks[:1]),
        replace(PRATEN, blocks=(*PRATEN.blocks, block("b", "Binnen vijf dagen."))),
    )
    trace = trace_text(TEXT, after)
    assert [(one.key, set(one.old_keys)) for one in trace.sections] == [("2", {"1", "2"})]
    assert (trace.has_changed("1"), trace.has_changed("2")) == (True, False)


def test_a_new_passage_may_answer_what_was_said_of_its_neighbour():
    trace = trace_text(TEXT, (replace(MELDEN, blocks=(*MELDEN.blocks, block("n", "Ook bij ziekte."))), PRATEN))
    assert trace.has_changed("1", "a")
    assert not trace.has_changed("2", "c")


def test_a_reworded_title_is_a_change_of_its_section():
    trace = trace_text(TEXT, (replace(MELDEN, title="Verzuim melden"), PRATEN))
    (one,) = trace.sections
    assert one.title
    assert one.blocks == ()
    assert (trace.has_changed("1"), trace.has_changed("1", "a")) == (True, False)


def test_new_sections_and_those_that_are_gone_count_whole():
    trace = trace_text(TEXT, (MELDEN, Section("Beslissen", 1, (block("n", "U besluit."),), key="9", number="2")))
    assert [(one.key, one.kind, one.share) for one in trace.sections] == [("9", ADDED, 1.0), ("2", REMOVED, 1.0)]
    assert trace.has_changed("2", "c")


def test_what_is_left_out_of_a_section_that_was_merged_is_missed_where_it_went():
    after = (replace(PRATEN, blocks=(*PRATEN.blocks, MELDEN.blocks[0])),)
    (one,) = trace_text(TEXT, after).sections
    assert (one.key, [change.op for change in one.blocks]) == ("2", ["deleted"])


def test_the_very_same_words_under_another_id_are_the_same_passage():
    after = replace(MELDEN, blocks=(block("x", "De school meldt het verzuim."), MELDEN.blocks[1]))
    assert trace_text(TEXT, (after, PRATEN)).sections == ()
