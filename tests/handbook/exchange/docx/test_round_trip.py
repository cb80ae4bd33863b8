"""A Word file of ours is read back as the document that it was made from, also when LibreOffice saved it again."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings

from handbook.exchange.document import Block, Document, Section
from handbook.exchange.docx import read_docx, write_docx
from handbook.exchange.making import make_block
from tests.factories.documents import documents
from tests.factories.word_files import FRONT, every_kind, with_ids


def known(document: Document) -> list[object]:
    """All that must come back: a figure's file may be called something else."""
    return [
        (section.key, section.title, section.level, section.appendix, section.number)
        if block is None
        else (block.id, block.type, block.text, {**block.data, "name": ""}, block.html if block.type != "figure" else "")
        for section in document.sections
        for block in (None, *section.blocks)
    ]


@pytest.fixture(scope="module")
def original() -> Document:
    return every_kind()


@pytest.fixture(scope="module")
def written(original: Document) -> bytes:
    return write_docx(original, front=FRONT)


def test_every_kind_of_block_comes_back_with_its_id(original: Document, written: bytes) -> None:
    again = read_docx(written)
    assert again.title == original.title
    assert known(again) == known(original)
    assert again.images.keys() == original.images.keys()
    assert again.oddities == ()


LIST_IN_A_LIST = Block(type="list", html="<ul><li><ul><li>de</li></ul></li></ul>", text="de")
AFTER_A_FRAME = Section(
    title="Vooraf",
    level=1,
    number="0",
    blocks=(Block(type="callout", html="<p>Let op</p>", text="Let op", data={"title": ""}), LIST_IN_A_LIST),
)

ANSWERS = [{"answer": "de", "target": "", "note": ":::"}, {"answer": "ja", "target": "N5", "note": "::"}]
COLONS = Section(
    title="Kader",
    level=1,
    number="1",
    blocks=(make_block("step", data={"id": "N4", "question": "", "motivate": "", "help": "", "answers": ANSWERS}),),
)


@given(documents())
@example(Document(title="", sections=(AFTER_A_FRAME,)))
@example(Document(title="", sections=(COLONS,)))
@settings(max_examples=40)
def test_whatever_document_was_written_is_read_back(document: Document) -> None:
    assume("<sub>" not in repr(document))  # Word raises or lowers a word, never both
    document = with_ids(document)
    again = read_docx(write_docx(document, front=FRONT))
    assert (again.title, known(again)) == (document.title, known(document))


def test_a_file_that_libreoffice_saved_again_comes_back_whole(original: Document, written: bytes, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if not office:
        pytest.skip("left out: a Word file saved by LibreOffice; soffice is not on the PATH")
    (tmp_path / "in.docx").write_bytes(written)
    form = ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path / "out")]
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [office, "--headless", profile, *form, str(tmp_path / "in.docx")], check=True, capture_output=True, timeout=120
    )
    assert known(read_docx((tmp_path / "out/in.docx").read_bytes())) == known(original)


def test_an_image_that_word_cannot_show_keeps_its_place_by_name(original: Document) -> None:
    again = read_docx(write_docx(replace(original, images={}), front=FRONT))
    before, after = (next(b for s in d.sections for b in s.blocks if b.type == "figure") for d in (original, again))
    assert (after.id, after.text, after.data["name"]) == (before.id, before.text, "fasen.png")
