"""A file between two screens: in private storage with what is known of it, and gone as soon as nobody needs it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

KEPT = timedelta(hours=24)
"""How long a file waits for the next screen."""

_ABOUT = "over.json"
_CONTENT = "bestand"
Record = TypeVar("Record")


class Shelf(Generic[Record]):
    """The files that wait for one kind of screen.

    Args:
        folder: their folder in the storage.
        make: makes what is known of a file out of its fields: a dataclass with ``token`` (a UUID as text) and ``at`` (ISO).
        gone: raised with the token when a file is not there any more.
    """

    def __init__(self, folder: str, make: Callable[..., Record], gone: type[Exception]) -> None:
        self.folder, self.make, self.gone = folder, make, gone

    def keep(self, record: Any, file: Any) -> None:
        """Puts an uploaded file away with what is known of it."""
        default_storage.save(self._path(record.token, _CONTENT), file)
        default_storage.save(self._path(record.token, _ABOUT), ContentFile(json.dumps(asdict(record)).encode()))

    def find(self, token: str) -> Record:
        """What is known of the file of this token."""
        return self.make(**json.loads(self._bytes(token, _ABOUT)))

    def read(self, token: str) -> bytes:
        """The file's bytes."""
        return self._bytes(token, _CONTENT)

    def discard(self, token: str) -> None:
        """Deletes the file and what is known of it; nothing happens when it is gone already."""
        for path in (self._path(token, _CONTENT), self._path(token, _ABOUT), f"{self.folder}/{token}"):
            if default_storage.exists(path):
                default_storage.delete(path)

    def forget(self, *, at: datetime) -> int:
        """For a sweep: deletes files that waited for ``KEPT``. Safe to run twice or late; returns how many."""
        tokens = self.tokens(lambda record: datetime.fromisoformat(record.at) + KEPT <= at)
        for token in tokens:
            self.discard(token)
        return len(tokens)

    def tokens(self, is_meant: Callable[[Any], bool]) -> list[str]:
        """The tokens of the files of which ``is_meant`` says so."""
        if not default_storage.exists(self.folder):
            return []
        found = []
        for token in default_storage.listdir(self.folder)[0]:
            try:
                record: Any = self.find(token)
            except self.gone:  # its second file is being written, or its first one deleted
                continue
            if is_meant(record):
                found.append(token)
        return found

    def _path(self, token: str, name: str) -> str:
        return f"{self.folder}/{token}/{name}"

    def _bytes(self, token: str, name: str) -> bytes:
        try:
            with default_storage.open(self._path(token, name), "rb") as file:
                return bytes(file.read())
        except FileNotFoundError as error:
            raise self.gone(token) from error
