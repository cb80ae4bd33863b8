"""How characters and white space are normalised, and what counts as the same words."""

from __future__ import annotations

import pytest

from handbook.exchange.plaintext import clean_line, fold_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('f."startkwalificatie"', 'f. "startkwalificatie"'),
        ("a.wat de inrichting", "a.  wat de inrichting"),
        ("subonderdelen 1 en 2 »", "subonderdelen 1 en 2»"),
        ("Transactie* € 100 per dag*", "Transactie *€ 100 per dag*"),
        ("minimaal € 250 *t.a.v.", "minimaal € 250* t.a.v."),
        ("De School", "de school"),
        ("cafe\u0301", "café"),
        ("no\u00a0break", "no break"),
    ],
)
def test_white_space_case_and_stray_marks_do_not_count(one, other):
    assert fold_words(one) == fold_words(other)


@pytest.mark.parametrize(("one", "other"), [("op nemen", "opnemen"), ("16 uur", "12 uur"), ("niet", "")])
def test_other_words_do_count(one, other):
    assert fold_words(one) != fold_words(other)


def test_a_line_has_no_invisible_characters():
    assert clean_line(" ge\u00adheim\u202e \u200b tekst\ufeff\n") == "geheim tekst"
