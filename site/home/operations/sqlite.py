"""The embedded database: copied while it is in use, and put back in one step that other processes never see half done."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from django.db import connection

from home.operations import quieting
from home.operations.errors import OperationError
from home.operations.manifest import Manifest

FILE = "database.sqlite3"


def quote(table: str) -> str:
    return f'"{table}"'


def dump(*, target: Path) -> tuple[dict[str, int], int]:
    """Copy the database to ``target`` with SQLite's own backup, which sees one moment of it.

    Returns the rows per table and the number of waiting mails, both counted in the copy.
    """
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
        # One file, without the write-ahead log that the live database keeps beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
        return _counts(copy), _number(copy, quieting.count_waiting(quote=quote))


def load(*, source: Path, manifest: Manifest) -> None:
    """Check a copy of ``source``, quieten it, then put it in place of the live database in one transaction.

    Raises:
        OperationError: the file is no database, is damaged inside, or holds other rows than the manifest says; the live
            database was not touched.
    """
    with tempfile.TemporaryDirectory(prefix="klankbord-restore-") as folder:
        staged = Path(folder) / FILE
        try:
            shutil.copyfile(source, staged)
            with closing(sqlite3.connect(staged)) as copy:
                _check(copy, manifest)
                for statement in quieting.statements(tables=manifest.tables, quote=quote):
                    copy.execute(statement)
                copy.commit()
                connection.ensure_connection()
                copy.backup(connection.connection)
        except sqlite3.Error as error:
            raise OperationError(f"SQLite refused {source.name}: {error}.") from error
    connection.close()


def _check(copy: sqlite3.Connection, manifest: Manifest) -> None:
    found = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        raise OperationError(f"The database in the backup is damaged: {found}.")
    counts = _counts(copy)
    for table, rows in manifest.tables.items():
        if counts.get(table) != rows:
            raise OperationError(f"The table {table} holds {counts.get(table, 'no')} rows, the manifest says {rows}.")


def _counts(database: sqlite3.Connection) -> dict[str, int]:
    """Rows per table; the inside of the search index is SQLite's own affair."""
    names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    own = [name for (name,) in names if not name.startswith("sqlite_") and "_fts" not in name]
    return {name: _number(database, f"SELECT count(*) FROM {quote(name)}") for name in own}  # noqa: S608


def _number(database: sqlite3.Connection, sql: str) -> int:
    return int(database.execute(sql).fetchone()[0])
