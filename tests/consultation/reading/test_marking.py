"""Quoted words are marked in the frozen markup, and the text stays what it is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from consultation.reading.marking import Quotation, mark_quotations
from handbook.exchange.making import make_block

PARAGRAPH = make_block(
    "paragraph", '<p>De school <strong>meldt</strong> het <a href="/x">verzuim</a> binnen drie dagen &amp; belt.</p>'
)
LIST = make_block("list", "<ul><li>bel de ouders</li><li>bel de <em>school</em></li></ul>")
TABLE = make_block("table", "<table><tbody><tr><td>een twee</td><td>drie</td></tr></tbody></table>")


def quotation(block, words: str, key: str = "k1", author: str = "Anna") -> Quotation:
    start = block.text.index(words)
    return Quotation(start, start + len(words), key, author)


def marked(block, *quotations: Quotation):
    markup = mark_quotations(block.html, block.text, quotations)
    root = lxml_html.fragment_fromstring(markup, create_parent="div")
    return root, [
        (one.text_content(), one.get("class"), one.get("data-quoted")) for one in root.xpath("//*[contains(@class, 'quoted')]")
    ]


def test_words_become_a_link_to_their_remark_with_the_name_of_who_quoted_them():
    root, found = marked(PARAGRAPH, quotation(PARAGRAPH, "drie dagen"))
    assert found == [("drie dagen", "quoted quoted-1", "k1")]
    (link,) = root.xpath("//a[@data-quoted]")
    assert (link.get("href"), link.get("data-whose"), link.get("aria-describedby")) == ("#r-k1", "Anna", "ra-k1")


def test_a_quote_over_markup_is_one_stop_for_the_keyboard_and_no_link_in_a_link():
    root, found = marked(PARAGRAPH, quotation(PARAGRAPH, "school meldt het verzuim binnen"))
    assert "".join(words for words, _css, _key in found) == "school meldt het verzuim binnen"
    assert len(root.xpath("//a[@data-quoted][not(@tabindex)]")) == 1
    assert not root.xpath("//a//a")


def test_overlapping_quotes_get_denser():
    _root, found = marked(
        PARAGRAPH, quotation(PARAGRAPH, "binnen drie dagen"), quotation(PARAGRAPH, "drie dagen & belt", key="k2", author="Bram")
    )
    assert found == [
        ("binnen ", "quoted quoted-1", "k1"),
        ("drie dagen", "quoted quoted-2", "k1 k2"),
        (" & belt", "quoted quoted-1", "k2"),
    ]


def test_a_quote_inside_another_leads_to_its_own_remark_and_both_are_a_stop():
    root, found = marked(
        PARAGRAPH, quotation(PARAGRAPH, "binnen drie dagen & belt"), quotation(PARAGRAPH, "drie dagen", key="k2", author="Bram")
    )
    assert [key for _words, _css, key in found] == ["k1", "k2 k1", "k1"]
    stops = root.xpath("//a[@data-quoted][not(@tabindex)]")
    assert [(one.get("href"), one.get("data-whose")) for one in stops] == [("#r-k1", "Anna"), ("#r-k2", "Bram, Anna")]


def test_four_who_quote_the_same_words_are_as_dense_as_three():
    _root, found = marked(PARAGRAPH, *(quotation(PARAGRAPH, "drie dagen", key=f"k{number}") for number in range(4)))
    assert found == [("drie dagen", "quoted quoted-3", "k0 k1 k2 k3")]


def test_lists_and_tables_are_marked_across_their_items_and_cells():
    assert [words for words, _css, _key in marked(LIST, quotation(LIST, "ouders\nbel de school"))[1]] == [
        "ouders",
        "bel de ",
        "school",
    ]
    assert [words for words, _css, _key in marked(TABLE, quotation(TABLE, "twee\tdrie"))[1]] == ["twee", "drie"]


def test_markup_that_the_text_does_not_account_for_stays_as_it_was():
    assert mark_quotations("<p>Iets anders.</p>", "De school meldt.", (Quotation(0, 5, "k", "A"),)) == "<p>Iets anders.</p>"
    assert mark_quotations(PARAGRAPH.html, PARAGRAPH.text, ()) == PARAGRAPH.html


@given(st.lists(st.tuples(st.integers(0, 70), st.integers(1, 40)), max_size=6), st.sampled_from([PARAGRAPH, LIST, TABLE]))
def test_the_text_is_the_same_to_the_character(spans, block):
    quotations = tuple(
        Quotation(start, min(start + length, len(block.text)), f"k{number}", "A")
        for number, (start, length) in enumerate(spans)
        if start < len(block.text)
    )
    root, found = marked(block, *quotations)
    assert root.text_content() == lxml_html.fragment_fromstring(block.html, create_parent="div").text_content()
    assert found or not any(block.text[one.start : one.end].strip() for one in quotations)
