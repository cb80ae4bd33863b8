"""A backup put back: verified before anything changes, exchanged as a whole, checked before it counts."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath

from django.conf import settings
from django.db import connection
from wagtail.models import Site

from handbook.freezing import install_triggers, missing_triggers
from home.operations import installation, manifest, media
from home.operations.engines import engine_of
from home.operations.errors import OperationError
from home.operations.manifest import Manifest, Progress

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, and the migrations of this code that it still has to go through."""

    manifest: Manifest
    pending_migrations: list[str]


def restore(*, folder: Path, overwrite: bool, at: datetime, progress: Progress) -> Restored:
    """Put the backup in ``folder`` in place of what is here.

    The database is replaced in one transaction that counts the rows of every table before it commits; the files are
    exchanged around it and go back when it fails. Waiting mail is held and sessions end (``quieting``).

    Args:
        folder: what ``back_up`` wrote.
        overwrite: whether accounts, handbooks or files that are here may go.
        at: now, for the log line.
        progress: told (done, total, step).

    Raises:
        OperationError: the backup is damaged, of another kind of database or of a newer version; something is here and
            ``overwrite`` is not given; or the database refused it. In each case the installation is as it was.
    """
    backup = manifest.read(folder=folder)
    if backup.vendor != connection.vendor:
        raise OperationError(f"The backup is of a {backup.vendor} database and this installation uses {connection.vendor}.")
    engine = engine_of(connection.vendor)
    if unknown := installation.unknown_migrations(backup.migrations):
        raise OperationError(
            f"The backup is of Klankbord {backup.versions.get('klankbord')}, newer than this one: it has the migrations "
            f"{', '.join(unknown)}. Install that version first."
        )
    if not overwrite and (found := installation.contents()):
        raise OperationError(f"This installation is not empty ({', '.join(found)}). Give --overwrite to replace all of it.")
    manifest.verify(backup, folder=folder, progress=progress)
    facts = {PurePath(path): fact for path, fact in backup.media.items()}
    with media.exchanged(facts, source=folder / manifest.MEDIA, root=Path(settings.MEDIA_ROOT), progress=progress):
        progress(0, 1, "database")
        engine.load(source=folder / backup.database, manifest=backup)
    install_triggers()
    if missing := missing_triggers(connection):
        raise OperationError(f"The data is back, but published versions are not guarded: {', '.join(missing)} could not be made.")
    Site.clear_site_root_paths_cache()
    logger.info("restore: backup of %s put back at %s, %s files", backup.made_at, at.isoformat(), len(facts))
    return Restored(manifest=backup, pending_migrations=installation.pending_migrations())
