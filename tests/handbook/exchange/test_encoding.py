"""Bytes become text as a careful person would read them."""

from __future__ import annotations

import pytest

from handbook.exchange.encoding import decode_text, mend_mojibake
from handbook.exchange.errors import ImportRefused

SENTENCE = "De coördinator zei: “één keer is geen keer” – € 100 méér."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_with_and_without_a_mark(encoding):
    assert decode_text(SENTENCE.encode(encoding)) == (SENTENCE, ())


def test_windows_text_is_read_and_told():
    text, oddities = decode_text(SENTENCE.encode("cp1252"))
    assert (text, [oddity.code for oddity in oddities]) == (SENTENCE, ["not-utf-8"])


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "empty"), (b" \n", "empty"), (b"PK\0\0x", "not-text"), (b"\xff\xfe\x00", "not-text")]
)
def test_what_is_no_text_is_refused(content, code):
    with pytest.raises(ImportRefused) as refused:
        decode_text(content)
    assert refused.value.code == code


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_letters_that_went_through_the_wrong_encoding_are_mended(encoding, times):
    text = right = "coördinatie, één, naïef, façade"
    for _ in range(times):
        text = text.encode().decode(encoding)
    assert mend_mojibake(text)[0] == right


def test_windows_punctuation_that_went_wrong_is_mended():
    assert mend_mojibake("â€œja”".replace("”", "â€\x9d") + " â‚¬ 5")[0] == "“ja” € 5"


@pytest.mark.parametrize("text", [SENTENCE, "à\xa0«mot»", "Ångström Øre Ãlvaro", "50 °C ± 2"])
def test_letters_that_are_right_stay(text):
    assert mend_mojibake(text) == (text, [])
