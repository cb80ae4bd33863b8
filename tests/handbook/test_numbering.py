"""Numbers come from the tree."""

from __future__ import annotations

import pytest

from handbook.numbering import number_sections, passage_number


def test_sections_count_within_their_parent():
    levels = [1, 2, 2, 3, 1, 2]
    assert number_sections([(level, False) for level in levels]) == ["1", "1.1", "1.2", "1.2.1", "2", "2.1"]


def test_the_preamble_is_nought_and_the_first_chapter_still_one():
    assert number_sections([(1, False), (1, False), (2, False)], preamble=True) == ["0", "1", "1.1"]


def test_appendices_get_letters_and_what_hangs_under_them_counts_on():
    sections = [(1, False), (1, True), (2, False), (2, True), (1, True)]
    assert number_sections(sections) == ["1", "A", "A.1", "A.2", "B"]


def test_appendices_inside_a_chapter_do_not_use_up_its_numbers():
    assert number_sections([(1, False), (2, True), (2, False), (3, False)]) == ["1", "A", "1.1", "1.1.1"]


def test_a_skipped_level_counts_as_the_next_one():
    assert number_sections([(1, False), (4, False), (2, False)]) == ["1", "1.1", "1.2"]


@pytest.mark.parametrize(("count", "letter"), [(26, "Z"), (27, "AA"), (53, "BA")])
def test_letters_go_on_after_z(count, letter):
    assert number_sections([(1, True)] * count)[-1] == letter


def test_a_passage_is_cited_by_its_section_and_place():
    assert passage_number("2.3", 4) == "2.3-4"
