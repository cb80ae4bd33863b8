"""A broken, hostile or huge Word file is refused with one clear code (guarantee T5)."""

from __future__ import annotations

import io
import zipfile

import pytest

from handbook.exchange.docx import inspect_docx, read_docx
from handbook.exchange.docx.package import LARGEST_FILE_BYTES
from handbook.exchange.errors import ImportRefused
from tests.factories.word import NAMESPACES, make_docx, p

BILLION = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def document(prologue: bytes, inside: str) -> bytes:
    return prologue + f"<w:document {NAMESPACES}><w:body>{inside}</w:body></w:document>".encode()


def plain_zip() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    return content.getvalue()


def damaged() -> bytes:
    """A file whose document part has other bytes than its checksum says."""
    content = bytearray(make_docx(p("De school meldt.")))
    place = content.index(b"word/document.xml") + len("word/document.xml") + 5
    content[place] ^= 0xFF
    return bytes(content)


@pytest.mark.parametrize("read", [read_docx, inspect_docx])
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "not-docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "old-word"),
        (plain_zip(), "not-docx"),
        (make_docx(p("x"))[:-40], "broken-docx"),
        (damaged(), "broken-docx"),
        (make_docx("", files={"word/document.xml": b"<w:document"}), "broken-docx"),
        (make_docx("", files={"word/document.xml": b"<html/>"}), "not-docx"),
        (make_docx("", files={"word/document.xml": document(BILLION, "<w:p><w:r><w:t>&b;</w:t></w:r></w:p>")}), "unsafe-docx"),
        (make_docx("", files={"word/document.xml": document(OUTSIDE, "<w:p><w:r><w:t>&x;</w:t></w:r></w:p>")}), "unsafe-docx"),
        (make_docx("", files={"word/media/x.bin": b"\0" * 90_000_000}), "unsafe-docx"),
        (make_docx("", files={f"word/{number}.bin": b"" for number in range(5_001)}), "unsafe-docx"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_decent_word_file_is_refused(read, content, code):
    with pytest.raises(ImportRefused) as refused:
        read(content)
    assert refused.value.code == code


def test_a_file_of_two_hundred_megabytes_is_refused_unopened():
    with pytest.raises(ImportRefused) as refused:
        read_docx(b"PK" + b"\0" * (4 * LARGEST_FILE_BYTES))
    assert refused.value.code == "too-large"


def test_elements_nested_without_end_are_refused():
    nested = "<w:sdt><w:sdtContent>" * 400 + p("x") + "</w:sdtContent></w:sdt>" * 400
    with pytest.raises(ImportRefused) as refused:
        read_docx(make_docx(nested))
    assert refused.value.code == "broken-docx"
