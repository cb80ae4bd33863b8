"""Whatever markup comes in leaves safe, in one spelling, with all its words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.exchange.errors import ImportRefused
from handbook.exchange.sanitise import KINDS, clean_html, plain_text

_MARKUP = ["<p>", "</p>", "<ul>", "<li>", "</ul>", "<table>", "<tr>", "<td>", "</table>", "<b>", "</b>", "<script>", "</script>"]
_MARKUP += [
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:x">',
    "</a>",
    "<h2>",
    "<svg/onload=x>",
    "<style>",
    "<br>",
    "<!--",
]
_MARKUP += [
    "tekst",
    " ",
    "&amp;",
    "&lt;script&gt;",
    "<blockquote>",
    "</blockquote>",
    "<ol start=3>",
    '<a href="https://a.example">',
]


@settings(max_examples=200, deadline=None)
@given(html=st.lists(st.sampled_from(_MARKUP), max_size=14).map("".join), kind=st.sampled_from(KINDS))
def test_clean_markup_is_safe_and_stays_as_it_is(html, kind):
    clean = clean_html(html, kind=kind)
    assert clean_html(clean, kind=kind) == clean
    for danger in ("<script", "onerror", "onload", "javascript:", "<style", "<svg", "<img"):
        assert danger not in clean


def test_scripts_go_with_their_content_and_unknown_elements_leave_their_words():
    assert clean_html("<p>a<script>alert(1)</script> <u>b</u> <marquee>c</marquee></p>", kind="paragraph") == "<p>a b c</p>"


def test_spellings_of_one_look_become_one():
    one = clean_html("<p><b>a</b><strong>b </strong><i>c</i></p>", kind="paragraph")
    assert one == clean_html("<strong>ab</strong>\n <em>c</em>", kind="paragraph") == "<p><strong>ab</strong> <em>c</em></p>"


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "bijlage.docx", "//evil.example/x", " java\tscript:x"]
)
def test_a_link_that_is_unsafe_or_leads_nowhere_becomes_words(href):
    assert clean_html(f'<a href="{href}">hier</a>', kind="inline") == "hier"


@pytest.mark.parametrize("href", ["https://wetten.example/a?b=1&amp;c=2", "mailto:a@b.example", "tel:+31", "/pad/", "#b-1"])
def test_a_link_that_leads_somewhere_stays(href):
    assert clean_html(f'<a href="{href}" target="_blank">hier</a>', kind="inline") == f'<a href="{href}">hier</a>'


def test_items_and_rows_are_lines_and_cells_are_parted_by_tabs():
    assert plain_text("<ul><li>een<ul><li>a</li></ul></li><li>twee</li></ul>") == "een\na\ntwee"
    assert plain_text("<table><tr><th>a</th><th>b</th></tr><tr><td>c<br>d</td><td>e</td></tr></table>") == "a\tb\nc d\te"


def test_white_space_is_folded_across_elements():
    assert plain_text("<p> De\n <em> school </em> &nbsp; meldt </p>") == "De school meldt"


def test_asked_for_another_kind_no_word_is_lost():
    html = "<p>vooraf</p><ul><li>een</li><li>twee</li></ul>"
    assert clean_html(html, kind="inline") == "vooraf<br>een<br>twee"
    assert clean_html(html, kind="list") == "<ul><li>vooraf</li><li>een</li><li>twee</li></ul>"


def test_markup_nested_without_end_is_refused():
    with pytest.raises(ImportRefused) as refused:
        clean_html("<blockquote>" * 5000 + "x" + "</blockquote>" * 5000, kind="body")
    assert refused.value.code == "too-deep"
