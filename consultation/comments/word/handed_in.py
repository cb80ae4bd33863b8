"""A file that a member hands in: a Word file of the version that she commented in, or a comment table that she filled in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from consultation.comments.models import Comment
from consultation.comments.table.reading import ReturnedTable, open_table
from consultation.comments.table.remarks import remarks_of_table
from consultation.comments.word.remarks import Found, WordAuthor, authors_of, belongs_to, remarks_of
from consultation.comments.word.version_text import VersionText
from handbook.exchange.docx import ReturnedFile, open_returned
from handbook.exchange.package import office_kind


@dataclass(frozen=True, slots=True)
class FromWord:
    """A Word file with comments and tracked changes of one or more people."""

    file: ReturnedFile
    origin: ClassVar[str] = Comment.Origin.WORD

    @property
    def about(self) -> tuple[str, str]:
        """The handbook and the label of the version that the file says it is about; empty where it says nothing."""
        return self.file.handbook, self.file.label

    @property
    def is_empty(self) -> bool:
        return not self.file.comments and not self.file.editors

    @property
    def authors(self) -> list[WordAuthor]:
        return authors_of(self.file)

    def belongs_to(self, text: VersionText) -> bool:
        return belongs_to(self.file, text=text)

    def remarks(self, *, text: VersionText, user: Any, authors: Collection[str], at: datetime) -> Found:
        return remarks_of(self.file, text=text, user=user, authors=authors)


@dataclass(frozen=True, slots=True)
class FromTable:
    """A table of one person: who gives it back."""

    table: ReturnedTable
    origin: ClassVar[str] = Comment.Origin.TABLE

    @property
    def about(self) -> tuple[str, str]:
        return self.table.handbook, self.table.label

    @property
    def is_empty(self) -> bool:
        return not self.table.rows

    @property
    def authors(self) -> list[WordAuthor]:
        return []

    def belongs_to(self, text: VersionText) -> bool:
        """A table that somebody made herself is as good: what it names is found or told."""
        return True

    def remarks(self, *, text: VersionText, user: Any, authors: Collection[str], at: datetime) -> Found:
        return remarks_of_table(self.table, text=text, user=user, at=at)


HandedIn = FromWord | FromTable


def open_handed_in(content: bytes) -> HandedIn:
    """The file, by what is in it and not by its name. Raises `ImportRefused` for what is neither."""
    if office_kind(content) == "xlsx":
        return FromTable(open_table(content) or ReturnedTable("", "", ()))
    file = open_returned(content)
    table = None if file.handbook else open_table(content)
    is_table = table is not None and (table.handbook != "" or not (file.comments or file.editors))
    return FromTable(table) if table is not None and is_table else FromWord(file)
