"""One folder that holds all: the database, the uploaded files, and a manifest by which a restore knows that it is whole."""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from pathlib import Path, PurePath
from types import ModuleType

from django.conf import settings
from django.db import connection

from home.operations import installation, manifest, media
from home.operations.engines import engine_of
from home.operations.errors import OperationError
from home.operations.manifest import Manifest, Progress


def back_up(*, folder: Path, at: datetime, progress: Progress) -> Manifest:
    """Write a backup to ``folder``, which does not exist yet or is empty.

    It grows in a folder beside it that takes the name when it is whole, so what bears the name can be restored. The
    database comes first: a file that is uploaded later is too much, never too little. Nobody but the owner may read it.

    Raises:
        OperationError: the folder holds something or lies in the media folder, or the database could not be written out.
    """
    folder = folder.absolute()
    engine = engine_of(connection.vendor)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OperationError(f"{folder} is not empty; a backup gets a folder of its own.")
    if folder.is_relative_to(Path(settings.MEDIA_ROOT).absolute()):
        raise OperationError(f"{folder} lies in the media folder, which the backup has to copy; choose a place outside it.")
    partial = folder.with_name(f".{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True, mode=0o700)
    former_umask = os.umask(0o077)
    try:
        result = _fill(partial, engine=engine, at=at, progress=progress)
        if folder.exists():
            folder.rmdir()
        partial.rename(folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    finally:
        os.umask(former_umask)
    return result


def _fill(folder: Path, *, engine: ModuleType, at: datetime, progress: Progress) -> Manifest:
    progress(0, 1, "database")
    database = folder / engine.FILE
    tables, waiting_mail = engine.dump(target=database)
    files = {database.name: manifest.fact(database)}
    target = folder / manifest.MEDIA
    target.mkdir()
    copied = media.copy(installation.media_files(), source=Path(settings.MEDIA_ROOT), target=target, progress=progress)
    files |= {str(PurePath(manifest.MEDIA, path).as_posix()): fact for path, fact in copied.items()}
    made = Manifest(
        made_at=at.isoformat(),
        versions=installation.versions(),
        vendor=connection.vendor,
        database=database.name,
        migrations=installation.last_migrations(),
        tables=tables,
        waiting_mail=waiting_mail,
        files=files,
    )
    manifest.write(made, folder=folder)
    return made
