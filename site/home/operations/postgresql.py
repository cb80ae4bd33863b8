"""PostgreSQL: its own programs do the work, within one snapshot out and one transaction in.

Passwords travel in the environment of the programs, never on their command line, which every process can read.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import IO

from django.db import connection, transaction

from home.operations import quieting
from home.operations.errors import OperationError
from home.operations.manifest import Manifest

FILE = "database.dump"
FROM_SETTINGS = {"NAME": "PGDATABASE", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "HOST": "PGHOST", "PORT": "PGPORT"}
FROM_OPTIONS = {
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "passfile": "PGPASSFILE",
    "service": "PGSERVICE",
}
CLEAR = """
SET lock_timeout = '20s';
DO $clear$ DECLARE found record; BEGIN
  FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user LOOP
    EXECUTE format('DROP TABLE IF EXISTS public.%I CASCADE', found.tablename);
  END LOOP;
  FOR found IN SELECT p.oid::regprocedure AS signature FROM pg_proc p
      WHERE p.pronamespace = 'public'::regnamespace AND pg_get_userbyid(p.proowner) = current_user
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
    EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', found.signature);
  END LOOP;
END $clear$;
"""
"""What stands there goes within the same transaction; what belongs to an extension or to another role stays."""


def quote(table: str) -> str:
    return f'public."{table}"'


def dump(*, target: Path) -> tuple[dict[str, int], int]:
    """Write the database to ``target`` with pg_dump. Returns the rows per table and the number of waiting mails, counted
    in the very snapshot that pg_dump reads.

    Raises:
        OperationError: pg_dump is not on the PATH, or it failed.
    """
    program = _program("pg_dump")
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        argv = [program, "--format=custom", "--no-owner", "--no-privileges", "--no-comments"]
        result = subprocess.run(
            [*argv, f"--snapshot={snapshot}", f"--file={target}"], env=_environ(), capture_output=True, text=True, check=False
        )
        if result.returncode:
            raise OperationError(f"pg_dump failed: {_last_line(result.stderr)}")
        counts = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT count(*) FROM {quote(table)}")  # noqa: S608
            counts[table] = cursor.fetchone()[0]
        cursor.execute(quieting.count_waiting(quote=quote))
        return counts, cursor.fetchone()[0]


def load(*, source: Path, manifest: Manifest) -> None:
    """Replace everything in the database by ``source``, count, quieten, and only then commit.

    Raises:
        OperationError: a program is missing or failed, or the rows are not what the manifest says; the database is as
            it was.
    """
    restore_program, psql_program = _program("pg_restore"), _program("psql")
    connection.close()
    with tempfile.TemporaryFile("w+") as restore_errors, tempfile.TemporaryFile("w+") as psql_errors:
        psql = subprocess.Popen(
            [psql_program, "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--file=-"],
            env=_environ(),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=psql_errors,
        )
        restore = subprocess.Popen(
            [restore_program, "--file=-", "--no-owner", "--no-privileges", str(source)],
            stdout=subprocess.PIPE,
            stderr=restore_errors,
        )
        try:
            _feed(psql, restore, tail=_tail(manifest))
        except BaseException:
            # Without the end of its input psql commits nothing.
            psql.kill()
            restore.kill()
            raise
        finally:
            restore.wait()
            psql.wait()
        if psql.returncode:
            raise OperationError(f"PostgreSQL refused the backup and kept what it had: {_last_line(_text(psql_errors))}")
        if restore.returncode:
            raise OperationError(f"pg_restore failed: {_last_line(_text(restore_errors))}")


def _feed(psql: subprocess.Popen[bytes], restore: subprocess.Popen[bytes], *, tail: str) -> None:
    """Clear, the dump, the checks: one stream. A dump that breaks off must not be followed by a commit."""
    assert psql.stdin is not None  # noqa: S101
    assert restore.stdout is not None  # noqa: S101
    try:
        psql.stdin.write(CLEAR.encode())
        shutil.copyfileobj(restore.stdout, psql.stdin)
        restore.stdout.close()
        if restore.wait():
            psql.kill()
        else:
            psql.stdin.write(tail.encode())
        psql.stdin.close()
    except BrokenPipeError:
        restore.kill()


def _tail(manifest: Manifest) -> str:
    """What follows the dump: the counts, which abort the transaction when they differ, then the quietening."""
    checks = [
        f"SELECT count(*) INTO found FROM {quote(table)}; IF found <> {rows} THEN "  # noqa: S608
        f"RAISE EXCEPTION 'the table {table} holds % rows, the manifest says {rows}', found; END IF;"
        for table, rows in manifest.tables.items()
    ]
    counting = "DO $count$ DECLARE found bigint; BEGIN\n" + "\n".join(checks) + "\nEND $count$;"
    return "\n".join(["", counting, *(f"{sql};" for sql in quieting.statements(tables=manifest.tables, quote=quote)), ""])


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise OperationError(
            f"{name} is not on the PATH: install PostgreSQL's client programs, of the server's version or newer "
            "(Debian: postgresql-client)."
        )
    return found


def _environ() -> dict[str, str]:
    """Where the database is, for libpq, from the same settings that Django uses."""
    settings = connection.settings_dict
    options = settings.get("OPTIONS", {})
    chosen = {variable: settings.get(key) for key, variable in FROM_SETTINGS.items()}
    chosen |= {variable: options.get(key) for key, variable in FROM_OPTIONS.items()}
    return os.environ | {"PGCLIENTENCODING": "UTF8"} | {variable: str(value) for variable, value in chosen.items() if value}


def _text(file: IO[str]) -> str:
    file.seek(0)
    return file.read()


def _last_line(text: str) -> str:
    """The line that says why: the first with an error, else the last."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return next((line for line in lines if "error" in line.lower()), lines[-1] if lines else "it said nothing")
