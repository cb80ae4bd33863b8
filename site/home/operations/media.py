"""The uploaded files: copied out with their hashes, and put back beside the old ones until everything stands.

The media folder may be the mount point of a volume, which cannot be renamed; so the work happens inside it, in folders
whose names begin with a dot.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath

from home.operations.errors import OperationError
from home.operations.manifest import CHUNK_BYTES, FileFact, Progress

STAGED = ".restoring"
ASIDE = ".before-restore"
DONE = ".replaced"


def copy(paths: Iterable[PurePath], *, source: Path, target: Path, progress: Progress) -> dict[PurePath, FileFact]:
    """Copy the files at ``paths`` from ``source`` to ``target``; returns what each was while it was copied.

    A file that goes while we copy belongs to a row that went after the database was copied: it is left out.
    """
    wanted = list(paths)
    facts = {}
    for number, path in enumerate(wanted, start=1):
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        try:
            facts[path] = _copy_file(source / path, target / path)
        except FileNotFoundError:
            continue
        progress(number, len(wanted), "files")
    return facts


@contextmanager
def exchanged(facts: dict[PurePath, FileFact], *, source: Path, root: Path, progress: Progress) -> Iterator[None]:
    """Within the block the files of the backup stand in ``root``; an exception puts the old ones back.

    Raises:
        OperationError: a file changed between its verification and its copy; nothing was exchanged.
    """
    root.mkdir(parents=True, exist_ok=True)
    _finish_interrupted(root)
    staged, aside = root / STAGED, root / ASIDE
    staged.mkdir()
    try:
        if copy(facts, source=source, target=staged, progress=progress) != facts:
            raise OperationError("The backup changed while it was being read; the installation is as it was.")
        aside.mkdir()
        _move(root, aside)
        try:
            _move(staged, root)
            yield
        except BaseException:
            for entry in _entries(root):
                _remove(entry)
            _move(aside, root)
            raise
        # The new name says that these are no longer needed, should we be killed while they go.
        aside.rename(root / DONE)
    finally:
        for leftover in (STAGED, ASIDE, DONE):
            shutil.rmtree(root / leftover, ignore_errors=True)


def _finish_interrupted(root: Path) -> None:
    """A restore that was killed left its folders. What it set aside is the installation's only copy: move it back."""
    aside = root / ASIDE
    if aside.is_dir():
        for entry in _entries(aside):
            if (root / entry.name).exists():
                _remove(root / entry.name)
        _move(aside, root)
        aside.rmdir()
    for leftover in (STAGED, DONE):
        shutil.rmtree(root / leftover, ignore_errors=True)


def _entries(folder: Path) -> list[Path]:
    return [entry for entry in folder.iterdir() if entry.name not in {STAGED, ASIDE, DONE}]


def _move(source: Path, target: Path) -> None:
    for entry in _entries(source):
        entry.rename(target / entry.name)


def _remove(entry: Path) -> None:
    if entry.is_dir() and not entry.is_symlink():
        shutil.rmtree(entry)
    else:
        entry.unlink()


def _copy_file(source: Path, target: Path) -> FileFact:
    result, size = hashlib.sha256(), 0
    with source.open("rb") as reader, target.open("xb") as writer:
        while piece := reader.read(CHUNK_BYTES):
            result.update(piece)
            size += len(piece)
            writer.write(piece)
    return FileFact(sha256=result.hexdigest(), size=size)
