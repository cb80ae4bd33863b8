"""A Word file is written so that people can use it: what Word, a screen reader and an eye make of it."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pytest
from docx.oxml.ns import qn

from handbook.exchange.docx import write_docx
from tests.factories.word_files import FRONT, every_kind


@pytest.fixture(scope="module")
def written() -> bytes:
    return write_docx(every_kind(), front=FRONT)


def part(content: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()


def test_headings_tables_and_figures_are_what_word_and_a_screen_reader_know_them_for(written: bytes) -> None:
    word = docx.Document(io.BytesIO(written))
    headings = [(p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert headings[0] == ("Heading 1", "1\u2002Melden")
    assert headings[-1] == ("Heading 1", "A\u2002Begrippen")
    assert all(table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for table in word.tables)
    shown = word.inline_shapes[0]._inline.docPr
    assert shown.get("descr") == "Vijf vakken in een rij."
    assert word.core_properties.title == "Handreiking"
    assert word.core_properties.language == "nl-NL"
    assert 'w:lang w:val="nl-NL"' in part(written, "word/styles.xml")
    assert "PAGE" in word.sections[0].footer._element.xml
    assert [p.text for p in word.paragraphs[:3]] == ["Handreiking", "Versie 0.2", "Inhoud"]


def test_every_passage_shows_its_citable_number_in_a_style_of_its_own(written: bytes) -> None:
    word = docx.Document(io.BytesIO(written))
    numbers = [run.text for p in word.paragraphs for run in p.runs if run.style.name == "Klankbord nummer"]
    expected = [f"{s.number}-{ordinal}" for s in every_kind().sections for ordinal in range(1, len(s.blocks) + 1)]
    assert numbers == expected


def test_the_look_stands_in_styles_and_in_nothing_formatted_by_hand(written: bytes) -> None:
    text = part(written, "word/document.xml")
    assert not re.search(r"<w:(sz|color|shd|pBdr|jc|rFonts)\b", text)


def test_the_file_says_which_handbook_and_version_it_is(written: bytes) -> None:
    properties = part(written, "docProps/custom.xml")
    assert "mas" in properties
    assert "0.2" in properties


def test_the_names_of_bookmarks_are_hidden_and_short_enough_for_word(written: bytes) -> None:
    names = re.findall(r'w:bookmarkStart w:id="\d+" w:name="([^"]+)"', part(written, "word/document.xml"))
    assert names
    assert all(name.startswith("_") and len(name) <= 40 for name in names)
    assert len(names) == len(set(names))


def test_nothing_of_the_template_shows_through(written: bytes) -> None:
    names = zipfile.ZipFile(io.BytesIO(written)).namelist()
    assert not [name for name in names if "thumbnail" in name or "stylesWithEffects" in name]
    assert re.search(r'compatibilityMode"[^>]*w:val="15"', part(written, "word/settings.xml"))
    assert "en-US" not in part(written, "word/settings.xml") + part(written, "word/styles.xml")
