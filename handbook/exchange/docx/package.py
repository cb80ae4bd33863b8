"""A Word file as a zip of XML parts."""

from __future__ import annotations

from ..package import LARGEST_FILE_BYTES, Codes, OfficePackage, R, Relationship, W

__all__ = ["LARGEST_FILE_BYTES", "R", "Relationship", "W", "WordPackage"]


class WordPackage(OfficePackage):
    """An opened Word file. Making one raises `ImportRefused` for whatever is no decent .docx."""

    def __init__(self, content: bytes) -> None:
        codes = Codes("not-docx", "old-word", "unsafe-docx", "broken-docx")
        super().__init__(content, codes=codes, root_tag=f"{W}document")
        self.document = self.root
