"""The file between the screens of the import: kept in private storage, and gone as soon as nobody needs it."""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from handbook.exchange.images import file_name
from handbook.models import HandbookPage
from handbook.opening import format_of

FOLDER = "inlezen"
KEPT = timedelta(hours=24)
"""How long a file waits for its confirmation."""

_ABOUT = "over.json"
_CONTENT = "bestand"


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
        try:
            with default_storage.open(f"{FOLDER}/{self.token}/{_CONTENT}", "rb") as file:
                return bytes(file.read())
        except FileNotFoundError as error:
            raise UploadGone(self.token) from error

    def find_handbook(self) -> HandbookPage | None:
        """The handbook it is meant for; None for a new one."""
        return HandbookPage.objects.get(key=self.handbook) if self.handbook else None


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
    default_storage.save(f"{FOLDER}/{upload.token}/{_CONTENT}", file)
    about = json.dumps(asdict(upload)).encode()
    default_storage.save(f"{FOLDER}/{upload.token}/{_ABOUT}", ContentFile(about))
    return upload


def find_upload(token: str) -> Upload:
    """The upload of this token (a UUID as text). Raises UploadGone."""
    try:
        with default_storage.open(f"{FOLDER}/{token}/{_ABOUT}", "rb") as file:
            return Upload(**json.loads(file.read()))
    except FileNotFoundError as error:
        raise UploadGone(token) from error


def discard_upload(token: str) -> None:
    """Delete the file and what is known of it; nothing happens when it is gone already."""
    for name in (_CONTENT, _ABOUT, ""):
        path = f"{FOLDER}/{token}/{name}".rstrip("/")
        if default_storage.exists(path):
            default_storage.delete(path)


def forget_uploads(*, at: datetime) -> int:
    """The sweep: delete files that waited a day for a confirmation. Safe to run twice or late; returns how many."""
    if not default_storage.exists(FOLDER):
        return 0
    forgotten = 0
    for token in default_storage.listdir(FOLDER)[0]:
        try:
            handed_in_at = datetime.fromisoformat(find_upload(token).at)
        except UploadGone:  # its second file is being written, or its first one deleted
            continue
        if handed_in_at + KEPT <= at:
            discard_upload(token)
            forgotten += 1
    return forgotten
