"""The Word file between the screens: in private storage, for its owner only, and gone after a day at the latest."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from handbook.exchange.images import file_name
from handbook.models import Version
from handbook.waiting import Shelf

FOLDER = "terug-uit-word"


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
        return SHELF.read(self.token)


SHELF = Shelf(FOLDER, WordFile, WordFileGone)


def keep_word_file(file: Any, *, user: Any, version: Version, at: datetime) -> WordFile:
    """Put an uploaded file into private storage until its owner decides."""
    kept = WordFile(str(uuid.uuid4()), file_name(file.name), user.pk, version.pk, at.isoformat())
    file.seek(0)
    SHELF.keep(kept, file)
    return kept


def find_word_file(token: str, *, user: Any, version: Version) -> WordFile:
    """The file of this token (a UUID as text), if this person handed it in for this version. Raises WordFileGone."""
    kept = SHELF.find(token)
    if (kept.user, kept.version) != (user.pk, version.pk):
        raise WordFileGone(token)
    return kept


def discard_word_file(token: str) -> None:
    """Delete the file and what is known of it; nothing happens when it is gone already."""
    SHELF.discard(token)


def forget_word_files(*, at: datetime) -> int:
    """The sweep: delete files that waited a day. Safe to run twice or late; returns how many."""
    return SHELF.forget(at=at)


def forget_word_files_of(*, user: Any) -> int:
    """Delete, after the commit, the files that somebody handed in and did not decide about; returns how many."""
    tokens = SHELF.tokens(lambda record: record.user == user.pk)
    for token in tokens:
        transaction.on_commit(partial(discard_word_file, token))
    return len(tokens)
