"""The file between the screens of the import: kept in private storage, and gone as soon as nobody needs it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handbook.exchange.images import file_name
from handbook.models import HandbookPage
from handbook.opening import format_of
from handbook.waiting import Shelf

FOLDER = "inlezen"


class UploadGone(Exception):
    """The file was imported, thrown away or forgotten."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was handed in: its name and form, and the handbook it is meant for ("" for a new one at ``slug``)."""

    token: str
    name: str
    file_format: str
    handbook: str
    slug: str
    title: str
    at: str

    def read(self) -> bytes:
        """The file's bytes. Raises UploadGone."""
        return SHELF.read(self.token)

    def find_handbook(self) -> HandbookPage | None:
        """The handbook it is meant for; None for a new one."""
        return HandbookPage.objects.get(key=self.handbook) if self.handbook else None


SHELF = Shelf(FOLDER, Upload, UploadGone)


def keep_upload(file: Any, *, handbook: HandbookPage | None, slug: str, title: str, at: datetime) -> Upload:
    """Put an uploaded file into private storage until somebody confirms it."""
    upload = Upload(
        token=str(uuid.uuid4()),
        name=file_name(file.name),
        file_format=format_of(file.name),
        handbook=str(handbook.key) if handbook else "",
        slug=slug,
        title=title,
        at=at.isoformat(),
    )
    SHELF.keep(upload, file)
    return upload


def find_upload(token: str) -> Upload:
    """The upload of this token (a UUID as text). Raises UploadGone."""
    return SHELF.find(token)


def discard_upload(token: str) -> None:
    """Delete the file and what is known of it; nothing happens when it is gone already."""
    SHELF.discard(token)


def forget_uploads(*, at: datetime) -> int:
    """The sweep: delete files that waited a day for a confirmation. Safe to run twice or late; returns how many."""
    return SHELF.forget(at=at)
