"""A Word file or a spreadsheet as a zip of XML parts, opened with distrust: size, nesting and entities are looked at before
content."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from .errors import ImportRefused

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

LARGEST_FILE_BYTES = 50_000_000
LARGEST_PART_BYTES = 100_000_000
MOST_PARTS = 5_000
MOST_UNPACKED_TIMES = 200
"""A zip that unpacks to more than this many times its size (and to more than 20 MB) is a bomb, no document."""

_HARMLESS_UNPACKED_BYTES = 20_000_000
_DESCRIPTION = "{http://purl.org/dc/elements/1.1/}description"
_OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": S[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": R[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
}


@dataclass(frozen=True, slots=True)
class Relationship:
    """Where a part's reference leads: the kind (last word of its type), the target, whether outside the file."""

    kind: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of `REFUSALS` for one kind of file."""

    other: str
    locked: str
    unsafe: str
    broken: str


class OfficePackage:
    """An opened file. Making one raises `ImportRefused` for whatever is no decent file of the kind that ``codes`` tells of.

    ``root_tag`` is what the main part begins with, ``root`` that part.
    """

    def __init__(self, content: bytes, *, codes: Codes, root_tag: str) -> None:
        self.codes = codes
        self._zip = _open(content, codes)
        self._names = set(self._zip.namelist())
        main = [r for r in self.relationships("").values() if r.kind == "officeDocument"]
        if not main or main[0].target not in self._names:
            raise ImportRefused(codes.other)
        self.main = main[0].target
        root = self.xml(self.main)
        if root is None or root.tag != root_tag:
            raise ImportRefused(codes.other)
        self.root = root

    @property
    def description(self) -> str:
        """What the file's own properties say of it, "" if nothing."""
        part = next((r.target for r in self.relationships("").values() if r.kind == "core-properties" and not r.external), "")
        root = self.xml(part)
        found = root.findtext(_DESCRIPTION) if root is not None else ""
        return str(found or "")

    def related(self, kind: str) -> str:
        """The name of the part of a kind (styles, footnotes, comments) that the document refers to, "" if none."""
        return next((r.target for r in self.relationships(self.main).values() if r.kind == kind and not r.external), "")

    def relationships(self, part: str) -> dict[str, Relationship]:
        """A part's references by their id; "" is the file itself."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for element in root.iter(_RELATIONSHIP) if root is not None else ():
            external = element.get("TargetMode") == "External"
            target = element.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[element.get("Id", "")] = Relationship(element.get("Type", "").rpartition("/")[2], target, external)
        return found

    def xml(self, name: str) -> etree._Element | None:
        """The root element of a part, None if there is no such part."""
        if name not in self._names:
            return None
        content = self.bytes(name)
        for strict, usual in _STRICT.items():
            content = content.replace(strict, usual)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
        try:
            root = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise ImportRefused(self.codes.broken, f"{name}: {error}") from None
        if root.getroottree().docinfo.doctype or b"<!ENTITY" in content:
            raise ImportRefused(self.codes.unsafe, f"DOCTYPE ({name})")
        return root

    def bytes(self, name: str) -> bytes:
        """The content of a part; b"" if there is no such part."""
        if name not in self._names:
            return b""
        try:
            with self._zip.open(name) as part:
                content = part.read(LARGEST_PART_BYTES + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise ImportRefused(self.codes.broken, f"{name}: {error}") from None
        except RuntimeError:
            raise ImportRefused(self.codes.locked) from None
        if len(content) > LARGEST_PART_BYTES:
            raise ImportRefused("too-large", f"{LARGEST_PART_BYTES // 1_000_000} MB")
        return content


def office_kind(content: bytes) -> Literal["docx", "xlsx"]:
    """Which of both a file is, by what is in it. Raises `ImportRefused` for any other, one with a password too."""
    if not content:
        raise ImportRefused("empty")
    if content.startswith(_OLE_MARK):
        raise ImportRefused("old-office")
    if not content.startswith(b"PK"):
        raise ImportRefused("not-office")
    names = _open(content, Codes("not-office", "old-office", "unsafe-docx", "broken-docx")).namelist()
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if "[Content_Types].xml" not in names:
        raise ImportRefused("not-office")
    return "docx"


def _open(content: bytes, codes: Codes) -> zipfile.ZipFile:
    if not content:
        raise ImportRefused("empty")
    if len(content) > LARGEST_FILE_BYTES:
        raise ImportRefused("too-large", f"{LARGEST_FILE_BYTES // 1_000_000} MB")
    if content.startswith(_OLE_MARK):
        raise ImportRefused(codes.locked)
    if not content.startswith(b"PK"):
        raise ImportRefused(codes.other)
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ImportRefused(codes.broken, str(error)) from None
    entries = package.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise ImportRefused(codes.locked)
    unpacked = sum(entry.file_size for entry in entries)
    bomb = unpacked > max(_HARMLESS_UNPACKED_BYTES, MOST_UNPACKED_TIMES * len(content))
    if bomb or len(entries) > MOST_PARTS:
        raise ImportRefused(codes.unsafe, f"{len(entries)} x, {unpacked // 1_000_000} MB")
    return package
