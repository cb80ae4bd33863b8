"""A document as one page of HTML: whole without anything from outside, and harmless."""

from __future__ import annotations

import base64

from handbook.exchange.document import Document, Image, Section
from handbook.exchange.making import make_block
from handbook.exchange.webpage import without_links, write_webpage

PICTURE = Image("x.png", b"\x89PNG-inhoud", "image/png")


def page_of(*blocks, images=None, title="Proef") -> str:
    return write_webpage(Document(title, (Section("Een & twee", 1, blocks, number="1"),), images or {}), lines=["Versie <0.1>"])


def test_an_address_stands_behind_its_words_unless_it_is_its_words():
    html = page_of(
        make_block(
            "paragraph", '<p><a href="https://a.example/x">hier</a> en <a href="https://b.example">https://b.example</a></p>'
        )
    )
    assert "<a " not in html
    assert "hier (https://a.example/x)" in html
    assert html.count("https://b.example") == 1


def test_a_place_on_the_page_is_plain_words():
    assert without_links('<p><a href="#b-1">daar</a></p>') == "<p>daar</p>"


def test_an_image_is_inside_and_one_that_is_not_there_is_told_in_words():
    figure = make_block("figure", data={"name": "x.png", "alt": "Vijf <stappen>", "caption": "Fig", "sha256": "a"})
    shown = page_of(figure, images={"a": PICTURE})
    assert f'src="data:image/png;base64,{base64.b64encode(PICTURE.content).decode()}" alt="Vijf &lt;stappen&gt;"' in shown
    assert "<figcaption>Fig</figcaption>" in shown
    assert "<p>Vijf &lt;stappen&gt;</p>" in page_of(figure)


def test_titles_and_lines_are_words_and_every_passage_has_its_number():
    html = page_of(make_block("paragraph", "<p>Kort.</p>"), title="<b>Titel</b>")
    assert "<title>&lt;b&gt;Titel&lt;/b&gt;</title>" in html
    assert "Versie &lt;0.1&gt;" in html
    assert '<h2 id="1">1 Een &amp; twee</h2>' in html
    assert 'id="1-1"' in html
