"""The Word file between the screens: in private storage, for its owner only, and gone after a day at the latest."""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from handbook.exchange.images import file_name
from handbook.models import Version

FOLDER = "terug-uit-word"
KEPT = timedelta(hours=24)
"""How long a file waits until its remarks are kept."""

_ABOUT = "over.json"
_CONTENT = "bestand"


class WordFileGone(Exception):
    """The file's remarks were kept, it was thrown away or forgotten, or it is somebody else's."""


@dataclass(frozen=True, slots=True)
class WordFile:
    """A file that was handed in: its name, whose it is, the version that it is about."""

    token: str
    name: str
    user: int
    version: int
    at: str

    def read(self) -> bytes:
        """The file's bytes. Raises WordFileGone."""
        try:
            with default_storage.open(f"{FOLDER}/{self.token}/{_CONTENT}", "rb") as file:
                return bytes(file.read())
        except FileNotFoundError as error:
            raise WordFileGone(self.token) from error


def keep_word_file(file: Any, *, user: Any, version: Version, at: datetime) -> WordFile:
    """Put an uploaded file into private storage until its owner decides."""
    kept = WordFile(str(uuid.uuid4()), file_name(file.name), user.pk, version.pk, at.isoformat())
    file.seek(0)
    default_storage.save(f"{FOLDER}/{kept.token}/{_CONTENT}", file)
    default_storage.save(f"{FOLDER}/{kept.token}/{_ABOUT}", ContentFile(json.dumps(asdict(kept)).encode()))
    return kept


def find_word_file(token: str, *, user: Any, version: Version) -> WordFile:
    """The file of this token (a UUID as text), if this person handed it in for this version. Raises WordFileGone."""
    kept = _about(token)
    if (kept.user, kept.version) != (user.pk, version.pk):
        raise WordFileGone(token)
    return kept


def discard_word_file(token: str) -> None:
    """Delete the file and what is known of it; nothing happens when it is gone already."""
    for name in (_CONTENT, _ABOUT, ""):
        path = f"{FOLDER}/{token}/{name}".rstrip("/")
        if default_storage.exists(path):
            default_storage.delete(path)


def forget_word_files(*, at: datetime) -> int:
    """The sweep: delete files that waited a day. Safe to run twice or late; returns how many."""
    if not default_storage.exists(FOLDER):
        return 0
    forgotten = 0
    for token in default_storage.listdir(FOLDER)[0]:
        try:
            handed_in_at = datetime.fromisoformat(_about(token).at)
        except WordFileGone:  # its second file is being written, or its first one deleted
            continue
        if handed_in_at + KEPT <= at:
            discard_word_file(token)
            forgotten += 1
    return forgotten


def _about(token: str) -> WordFile:
    try:
        with default_storage.open(f"{FOLDER}/{token}/{_ABOUT}", "rb") as file:
            return WordFile(**json.loads(file.read()))
    except FileNotFoundError as error:
        raise WordFileGone(token) from error
