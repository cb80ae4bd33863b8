"""A table read back: heads by any name, cells as people and programs leave them, and hostile files refused."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from xml.sax.saxutils import escape

import pytest
from django.utils import translation

from consultation.comments.models import Comment
from consultation.comments.table.columns import COLUMNS
from consultation.comments.table.reading import open_table
from consultation.comments.table.sections import SectionNames
from consultation.comments.table.words import GROUNDS, KINDS, value_of
from handbook.exchange.document import Section
from handbook.exchange.errors import ImportRefused
from handbook.exchange.grid import Cell
from tests.factories.tables import HEADS, paper, row, sheet

FORMULA = '=HYPERLINK("https://elders.example";"Klik")'


def bodies(content: bytes) -> list[str]:
    table = open_table(content)
    assert table is not None
    return [one.body for one in table.rows]


def as_written(cell: str) -> bytes:
    """A table of one row with this cell, as a program writes it, for its comment."""
    content = sheet([row("1", body="x")])
    page = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    changed, count = re.subn(r'<c r="G2"[^>]*>.*?</c>', lambda _found: cell, page)
    assert count == 1
    return with_part(content, "xl/worksheets/sheet1.xml", changed.encode())


@pytest.mark.parametrize("make", [sheet, paper])
def test_rows_with_words_come_back_and_others_do_not(make):
    content = make([row("2.1", "binnen drie werkdagen", "Te kort."), row("2.2"), row("1", proposed="Anders.")])
    table = open_table(content)
    assert [(one.section.text, one.passage.text, one.body, one.proposed) for one in table.rows] == [
        ("2.1", "binnen drie werkdagen", "Te kort.", ""),
        ("1", "", "", "Anders."),
    ]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_heads_that_we_write_are_read_in_every_language(language):
    with translation.override(language):
        heads = [str(column.head) for column in COLUMNS]
    hidden = ["key", "section", "passage", "prefix", "suffix"]
    cells = ["R1", "Waterlo", "2.1", "drie", "vraag", "taal", "Waarom?", "vier", "", "", ""]
    key = "0d4f0d0e-52c5-4cf1-8a3b-4a2a6f0f5a0e"
    (one,) = open_table(sheet([[*cells, key, key, key, "binnen ", " werkdagen"]], heads=[*heads, *hidden])).rows
    assert (one.number, one.section.text, one.passage.text, one.body, one.proposed) == ("R1", "2.1", "drie", "Waarom?", "vier")
    assert (one.kind, one.ground) == ("vraag", "taal")
    assert (one.key, one.section_key, one.passage_id) == (key, key, key)
    assert (one.prefix, one.suffix) == ("binnen", "werkdagen")


def test_a_head_in_other_words_under_a_title_and_in_another_order_is_known():
    heads = ["Opmerking", "VOORGESTELDE TEKST:", "Citaat", "Hoofdstuk"]
    content = sheet(
        [["Te kort.", "vijf", "drie", "2.1"]], heads=heads, change=lambda page: (page.insert_rows(1, 2), page.cell(1, 1, "Titel"))
    )
    (one,) = open_table(content).rows
    assert (one.line, one.body, one.proposed, one.passage.text, one.section.text) == (4, "Te kort.", "vijf", "drie", "2.1")


def test_a_file_without_such_a_head_is_no_table():
    assert open_table(sheet([["a", "b"]], heads=["Naam", "Adres"])) is None
    assert open_table(paper([["a", "b"]], heads=["Naam", "Adres"])) is None


@pytest.mark.parametrize("text", [FORMULA, "+31", "-vijf dagen", "@iedereen", "'t Is zo", "regel een\nregel twee"])
def test_text_that_looks_like_a_formula_is_text(text):
    assert bodies(as_written(f'<c r="G2" t="inlineStr"><is><t>{escape(text)}</t></is></c>')) == [text]
    assert bodies(as_written(f'<c r="G2" t="str"><v>{escape(text)}</v></c>')) == [text]


def test_what_a_spreadsheet_escapes_is_what_it_was_and_how_it_is_pronounced_is_no_text():
    parts = '<r><t>Te </t></r><r><t>kort_x000D_\nis dit</t></r><rPh sb="0" eb="1"><t>te kort</t></rPh>'
    assert bodies(as_written(f'<c r="G2" t="inlineStr"><is>{parts}</is></c>')) == ["Te kort\nis dit"]


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ('<c r="G2" t="e"><f>-vijf dagen</f><v>#NAME?</v></c>', "-vijf dagen"),
        ('<c r="G2" t="e"><f>SOM(A1</f><v>#NAME?</v></c>', "=SOM(A1"),
        ('<c r="G2" t="str"><f>G3</f><v>Zie hierboven.</v></c>', "Zie hierboven."),
        ('<c r="G2"><f>2+2</f><v>4</v></c>', "4"),
        ('<c r="G2"><f>-vijf dagen</f></c>', "-vijf dagen"),
    ],
)
def test_of_a_formula_counts_what_the_file_shows_and_else_what_was_typed(cell, read):
    assert bodies(as_written(cell)) == [read]


def test_numbers_and_dates_are_words_too():
    content = sheet([row(2.3, "x", 5), row(date(2026, 3, 2), "x", date(2026, 12, 24))])
    first, second = open_table(content).rows
    assert (first.section, first.body) == (Cell("2.3", is_number=True), "5")
    assert (second.section.when, second.body) == (date(2026, 3, 2), "24-12-2026")


def test_what_is_merged_down_holds_for_every_row_and_a_comment_for_the_first():
    rows = [row("2.1", "drie", "Een"), row("", "", "Twee"), row("", "", "")]

    def merge(page):
        for column in "CDG":
            page.merge_cells(f"{column}2:{column}4")
        page["H3"] = "Drie"

    first, second = open_table(sheet(rows, change=merge)).rows
    assert (first.section.text, first.body) == ("2.1", "Een")
    assert (second.section.text, second.passage.text, second.body, second.proposed) == ("2.1", "drie", "", "Drie")

    def merge_paper(document):
        table = document.tables[0]
        table.cell(1, 2).merge(table.cell(2, 2))
        table.cell(1, 4).merge(table.cell(1, 5))

    first, second = open_table(paper(rows, change=merge_paper)).rows
    assert [(one.section.text, one.body) for one in (first, second)] == [("2.1", "Een"), ("2.1", "Twee")]


def test_a_table_that_was_split_in_word_goes_on():
    def split(document):
        more = document.add_table(rows=1, cols=len(HEADS))
        for cell, text in zip(more.rows[0].cells, row("2.2", "", "Nog een."), strict=True):
            cell.text = text
        more.rows[0].cells[0].text, more.rows[0].cells[7].text = "x", "y"

    assert bodies(paper([row("1", "", "Een.", nr="1")], change=split)) == ["Een.", "Nog een."]


def test_hostile_and_broken_files_are_refused_in_a_sentence():
    good = sheet([row("1", "", "x")])
    for content, code in [
        (b"", "empty"),
        (b"%PDF-1.7", "not-office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old-office"),
        (good[:-40], "broken-docx"),
        (with_part(good, "xl/worksheets/sheet1.xml", b"<worksheet"), "broken-xlsx"),
        (with_part(good, "xl/worksheets/sheet1.xml", sheet_xml('<c r="hier" t="n"><v>1</v></c>')), "broken-xlsx"),
        (with_part(good, "xl/worksheets/sheet1.xml", b'<!DOCTYPE x [<!ENTITY a "b">]>' + sheet_xml("")), "unsafe-xlsx"),
        (with_part(good, "xl/media/x.bin", b"\0" * 60_000_000), "unsafe-docx"),
    ]:
        with pytest.raises(ImportRefused) as refused:
            open_table(content)
        assert refused.value.code == code


def sheet_xml(cells: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData><row r="1">{cells}</row></sheetData></worksheet>'.encode()


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, data)
    return out.getvalue()


def test_kinds_and_grounds_are_known_by_their_words_in_both_languages():
    for choices, words in ((Comment.Kind, KINDS), (Comment.Ground, GROUNDS)):
        for choice in choices:
            if choice == Comment.Kind.ANSWER:
                continue
            for language in ("nl", "en"):
                with translation.override(language):
                    assert value_of(str(choice.label), words) == choice.value
    assert value_of(" Inhoudelijke ", KINDS) == "inhoudelijk"
    assert value_of("ed.", KINDS) == "redactioneel"
    assert value_of("AVG", GROUNDS) == "privacy"
    assert value_of("", GROUNDS) == ""
    assert value_of("ruimtevaart", GROUNDS) is None


@pytest.fixture(scope="module")
def names() -> SectionNames:
    numbered = [("0", "Vooraf", 1), ("2", "Van melding naar gesprek", 1), ("2.1", "De melding beoordelen", 2)]
    numbered += [("2.3", "Het gesprek voeren", 2), ("2.3.4", "Met de ouders", 3), ("2.10", "Afsluiten", 2), ("A", "Bijlage", 1)]
    return SectionNames([Section(title, level, (), number, number) for number, title, level in numbered])


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        (Cell("2.3 Het gesprek voeren"), ["2.3"]),
        (Cell("paragraaf 2.3"), ["2.3"]),
        (Cell("§ 2,3."), ["2.3"]),
        (Cell("2.3: het gesprek"), ["2.3"]),
        (Cell("A"), ["A"]),
        (Cell("Bijlage A"), ["A"]),
        (Cell("het gesprek  voeren"), ["2.3"]),
        (Cell("Het gesprk voeren"), ["2.3"]),
        (Cell("2.3", is_number=True), ["2.3"]),
        (Cell("2.1", is_number=True), ["2.1", "2.10"]),
        (Cell("2", is_number=True), ["2"]),
        (Cell("2-3-2026", when=date(2026, 3, 2)), ["2.3"]),
        (Cell("2-3-2004", when=date(2004, 3, 2)), ["2.3.4"]),
        (Cell("2-10-2026", when=date(2026, 10, 2)), ["2.10"]),
        (Cell("2.3 Afsluiten"), ["2.3", "2.10"]),
        (Cell("9.9 Afsluiten"), ["2.10"]),
        (Cell("9.9"), []),
        (Cell("iets heel anders"), []),
        (Cell(""), []),
    ],
)
def test_a_section_is_known_by_its_number_or_title_whatever_became_of_them(names, cell, numbers):
    assert [names.sections[index].number for index in names.named(cell)] == numbers
