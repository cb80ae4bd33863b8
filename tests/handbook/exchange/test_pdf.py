"""A document as a PDF: tagged, in order, with every kind of block, whatever signs and images are in it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from handbook.exchange.document import Document, Image, Section
from handbook.exchange.making import make_block
from handbook.exchange.markdown import read_markdown
from handbook.exchange.pdf import ARCHIVAL, PdfFront, Remark, write_pdf
from handbook.exchange.pdf.compiling import _shaped
from handbook.exchange.pdf.pieces import text_pieces
from tests.factories.pdf import bookmarks, heading_levels, is_accessible, roles

DEMO = Path(__file__).resolve().parents[3] / "site/home/demo/handbook"
KINDS = {name: name for name in ("callout", "example", "definition", "law", "step", "outcome")}
FRONT = PdfFront(
    address="https://klankbord.example/handreiking/mas/0.1/", made_on=date(2026, 5, 3), contents="Inhoud", kinds=KINDS
)


def one_section(*blocks, level: int = 1) -> Document:
    return Document("Proef", (Section("Eerste", level, blocks, number="1"),))


@pytest.fixture(scope="module")
def demo() -> Document:
    """Every kind of block, an image, appendices."""
    image = {"fasen.png": (DEMO / "fasen.png").read_bytes()}
    return read_markdown((DEMO / "0.1.md").read_text(encoding="utf-8"), images=image)


@pytest.fixture(scope="module")
def pdf(demo: Document) -> bytes:
    return write_pdf(demo, front=FRONT)


def test_it_is_tagged_and_says_its_language_and_title(pdf, demo):
    assert is_accessible(pdf)
    assert b"/Lang(nl)" in pdf
    assert demo.title.encode() in pdf


def test_every_section_is_a_bookmark_and_a_heading_and_no_level_is_skipped(pdf, demo):
    assert sorted(bookmarks(pdf)) == sorted(f"{section.number} {section.title}" for section in demo.sections)
    levels = heading_levels(pdf)
    assert len(levels) >= len(demo.sections)
    assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))


def test_lists_tables_figures_and_links_are_what_they_are(pdf):
    assert roles(pdf) >= {"L", "LI", "Table", "TH", "TD", "Figure", "Link", "TOC", "Caption"}
    assert re.search(rb"/S/Figure[^>]*/Alt[(<]", pdf)


def test_every_passage_leads_to_its_place_on_the_site(demo):
    block = make_block("paragraph", "<p>Kort.</p>", id="11111111-1111-1111-1111-111111111111")
    made = write_pdf(one_section(block), front=FRONT)
    assert b"handreiking/mas/0.1/1/#b-11111111-1111-1111-1111-111111111111" in made


def test_the_same_document_gives_the_same_file(demo, pdf):
    assert write_pdf(demo, front=FRONT) == pdf


def test_for_the_archive_it_is_pdf_a(demo):
    made = write_pdf(demo, front=FRONT, standard=ARCHIVAL)
    assert b"<pdfaid:part>2</pdfaid:part>" in made
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in made
    assert b"/StructTreeRoot" in made


def test_a_level_that_the_text_skips_is_not_skipped_in_the_file():
    deep = one_section(level=4)
    assert heading_levels(write_pdf(deep, front=replace(FRONT, contents="Inhoud")))[-1] == 1


def test_a_sign_without_a_shape_is_told_by_its_name_and_one_without_a_sound_falls_away():
    words = {"a": ["Fijn 😀", "e\u0301\u200d!", "en \ue000"]}
    assert _shaped(words) == {"a": ["Fijn [grinning face]", "é!", "en "]}
    made = write_pdf(one_section(make_block("paragraph", "<p>Fijn 😀 你</p>")), front=FRONT)
    assert is_accessible(made)


@pytest.mark.parametrize("words", ['#panic("x")', "$ x $ @x <y> \\ *a* _b_ `c`", '"]) #read("/etc/passwd")'])
def test_what_people_typed_is_never_read_as_layout(words):
    remark = Remark(head=words, quoted=words, parts=[(words, words)])
    block = make_block("callout", "<p></p>", data={"title": words})
    made = write_pdf(one_section(block), front=replace(FRONT, lines=(words,)), remarks={"1": [remark]})
    assert is_accessible(made)


def test_an_image_that_cannot_be_read_is_told_in_words():
    figure = make_block("figure", data={"name": "stuk.png", "alt": "Vijf stappen", "caption": "", "sha256": "a" * 64})
    whole = (DEMO / "fasen.png").read_bytes()
    for content in (whole[: len(whole) // 2], b"", b"\x89PNG"):
        document = replace(one_section(figure), images={"a" * 64: Image("stuk.png", content, "image/png")})
        assert "Figure" not in roles(write_pdf(document, front=FRONT))
    shown = replace(one_section(figure), images={"a" * 64: Image("stuk.png", whole, "image/png")})
    assert "Figure" in roles(write_pdf(shown, front=FRONT))


def test_remarks_stand_behind_their_section_under_a_heading_of_their_own():
    document = one_section(make_block("paragraph", "<p>Kort.</p>"))
    with_remarks = write_pdf(document, front=FRONT, remarks={"1": [Remark("R1 · Anna", "Kort", [("", "Te kort."), ("Nee", "")])]})
    assert heading_levels(with_remarks) == [*heading_levels(write_pdf(document, front=FRONT)), 2]


def test_a_link_on_the_site_gets_its_address_and_a_place_on_a_page_is_no_link():
    html = '<p><a href="/handreiking/x/">hier</a> <a href="#b-1">daar</a></p>'
    ((here, *_rest, there),) = [piece["runs"] for piece in text_pieces(html, site="https://a.example/handreiking/mas/0.1/")]
    assert here[2] == "https://a.example/handreiking/x/"
    assert "daar" in there[0]
    assert there[2] == ""
