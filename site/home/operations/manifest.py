"""What a backup says of itself: versions, rows per table, and a SHA-256 of each file. Pure, but for reading files."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from home.operations.errors import OperationError

FORMAT = "klankbord-backup/1"
NAME = "manifest.json"
MEDIA = "media"
CHUNK_BYTES = 1024 * 1024

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class FileFact:
    """What a file of the backup must be: its SHA-256 in hexadecimal and its size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """The facts of one backup.

    ``vendor`` is sqlite or postgresql and ``database`` the name of its file; ``migrations`` holds the last migration of
    each app; ``waiting_mail`` counts the mails that had not gone when the backup was made; ``files`` is keyed by the path
    in the backup, with forward slashes.
    """

    made_at: str
    versions: dict[str, str]
    vendor: str
    database: str
    migrations: dict[str, str]
    tables: dict[str, int]
    waiting_mail: int
    files: dict[str, FileFact]

    @property
    def media(self) -> dict[PurePosixPath, FileFact]:
        """The files of the media folder, by their path in it."""
        paths = ((PurePosixPath(name), fact) for name, fact in self.files.items())
        return {path.relative_to(MEDIA): fact for path, fact in paths if path.parts[0] == MEDIA}


def write(manifest: Manifest, *, folder: Path) -> None:
    """Write ``manifest.json``; the last act of a backup."""
    text = json.dumps({"format": FORMAT} | asdict(manifest), indent=1, ensure_ascii=False)
    (folder / NAME).write_text(text + "\n", encoding="utf-8")


def read(*, folder: Path) -> Manifest:
    """The manifest of the backup in ``folder``.

    Raises:
        OperationError: there is none, it is of another format, or it names a file outside the folder or a table that
            is no table's name.
    """
    try:
        data = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise OperationError(f"{folder} holds no {NAME}, so it is no backup, or one that was never finished.") from error
    except (OSError, ValueError) as error:
        raise OperationError(f"{folder / NAME} cannot be read: {error}.") from error
    if not isinstance(data, dict) or data.pop("format", None) != FORMAT:
        raise OperationError(f"{folder / NAME} is not of the format {FORMAT}.")
    try:
        data["files"] = {name: FileFact(**fact) for name, fact in data["files"].items()}
        manifest = Manifest(**data)
        _refuse_strange_names(manifest)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise OperationError(f"{folder / NAME} is damaged: {error}.") from error
    return manifest


def verify(manifest: Manifest, *, folder: Path, progress: Progress) -> None:
    """Read every file that the manifest names and compare it.

    Raises:
        OperationError: a file is missing or is not what it was.
    """
    for number, (name, fact) in enumerate(manifest.files.items(), start=1):
        path = folder / name
        if not path.is_file():
            raise OperationError(f"The backup is not whole: {name} is missing.")
        if path.stat().st_size != fact.size or digest(path) != fact.sha256:
            raise OperationError(f"The backup is damaged: {name} is not the file that the manifest describes.")
        progress(number, len(manifest.files), "verify")


def digest(path: Path) -> str:
    """The SHA-256 of a file, read in pieces."""
    result = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(CHUNK_BYTES):
            result.update(piece)
    return result.hexdigest()


def fact(path: Path) -> FileFact:
    return FileFact(sha256=digest(path), size=path.stat().st_size)


def _refuse_strange_names(manifest: Manifest) -> None:
    """A manifest comes from a disk elsewhere: its names become paths and SQL, so they must be plain names."""
    for name in manifest.files:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or not path.parts:
            raise ValueError(f"it names the file {name!r}")
    if manifest.database not in manifest.files:
        raise ValueError("it names no database file")
    for table, rows in manifest.tables.items():
        if not re.fullmatch(r"\w+", table) or not isinstance(rows, int):
            raise ValueError(f"it names the table {table!r}")
