"""Taking words out of plain texts and of the markup of mails."""

from __future__ import annotations

from html import unescape

import pytest
from django.template.defaultfilters import linebreaks

from consultation.comments.blackout import Blackout, black_out, black_out_markup, blackouts_for, stands_in
from consultation.delivery.composing import _inliner


@pytest.mark.parametrize(
    ("text", "words", "result"),
    [
        ("Kevin bleef thuis.", "Kevin", "[weggelakt] bleef thuis."),
        ("kevin en KEVIN", "Kevin", "[weggelakt] en [weggelakt]"),
        ("Jan is er in januari niet.", "Jan", "[weggelakt] is er in januari niet."),
        ("Kevin\n  de Vries", "Kevin de Vries", "[weggelakt]"),
        ("kamer 12-3.", "12-3", "kamer [weggelakt]."),
        ("(A. B.)", "A. B.", "([weggelakt])"),
        ("niets", "iets", "niets"),
    ],
)
def test_words_go_whole_whatever_their_capitals_and_spaces(text, words, result):
    assert black_out(text, blackouts_for([words], [text])) == result


def test_the_guards_own_placeholder_stands_where_it_knows_one():
    text = "Kevin de V. (BSN 123456782) woont bij Oma."
    blackouts = blackouts_for(["kevin de v.", "123456782", "Oma"], [text])
    assert black_out(text, blackouts) == "[leerling] (BSN [bsn]) woont bij [weggelakt]."


def test_longer_words_go_first_and_no_placeholder_is_taken_for_words():
    blackouts = blackouts_for(["Kevin", "Kevin de V.", "leerling"], ["Kevin de V. was de leerling"])
    assert black_out("Kevin de V. was de leerling Kevin", blackouts) == "[leerling] was de [weggelakt] [weggelakt]"


def test_the_same_words_twice_are_one():
    assert blackouts_for(["Kevin", " kevin ", ""], []) == [Blackout("kevin")]


@pytest.mark.parametrize("words", ["Kevin de Vries", 'O\'Neil & "zoon"', "a < b", "Zoë"])
def test_in_a_mail_they_go_as_the_mail_wrote_them(words):
    twice = linebreaks(f"Over {words} en " + words.replace(" ", "\n"), autoescape=True)
    html = _inliner().inline(f"<html><body>{twice}</body></html>")
    cleaned = unescape(black_out_markup(html, [Blackout(words)]))
    assert cleaned.count("[weggelakt]") == 2
    assert words not in cleaned


def test_what_is_not_there_is_not_found():
    assert stands_in("de vries", "Kevin DE  VRIES")
    assert not stands_in("Kev", "Kevin")
    assert not stands_in(" ", "Kevin")
