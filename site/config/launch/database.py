"""The demo's database and files under `var/demo`.

The first build happens in `var/new` and gets its name when it is complete, so that an interrupted one leaves nothing half
done and nobody has to know how far it came. After that the data is never touched but by a migration.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from . import stamps
from .checkout import Checkout
from .children import Family
from .console import Report
from .failures import LaunchError

NAME = "klankbord.sqlite3"
ROOMS_WITH_MIGRATIONS = ("site", "handbook", "consultation")


def is_built(*, checkout: Checkout) -> bool:
    return checkout.data.is_dir()


def is_migrated(*, checkout: Checkout) -> bool:
    """Whether the tables are those of the migrations in this checkout and in the packages that it locks."""
    return stamps.read(_stamp(checkout.data)) == _digest(checkout)


def build(*, checkout: Checkout, family: Family, report: Report) -> None:
    """Make tables and demo content in `var/new`, then rename it to `var/demo`. Raises LaunchError, leaving neither."""
    shutil.rmtree(checkout.building, ignore_errors=True)
    checkout.building.mkdir(parents=True)
    try:
        _migrate(checkout=checkout, data=checkout.building, family=family, report=report)
        _manage("demo", checkout=checkout, data=checkout.building, family=family, report=report)
        os.rename(checkout.building, checkout.data)
    except BaseException:
        shutil.rmtree(checkout.building, ignore_errors=True)
        raise


def migrate(*, checkout: Checkout, family: Family, report: Report) -> None:
    """Bring the tables of the kept data to this checkout. Raises LaunchError; each migration is all or nothing."""
    _migrate(checkout=checkout, data=checkout.data, family=family, report=report)


def look_at(*, checkout: Checkout) -> None:
    """Open the kept database and read one row. Raises LaunchError when it cannot be read, before anything is started."""
    path = checkout.data / NAME
    advice = "Put a backup in its place, or begin anew with `make reset`."
    if not path.is_file():
        raise LaunchError(f"{_shown(path, checkout)} is not there, though its folder is. {advice}")
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=10)) as connection:
            connection.execute("SELECT count(*) FROM django_migrations").fetchone()
    except sqlite3.Error as error:
        raise LaunchError(f"{_shown(path, checkout)} cannot be read as our database ({error}). {advice}") from error


def _migrate(*, checkout: Checkout, data: Path, family: Family, report: Report) -> None:
    digest = _digest(checkout)
    applied = 0

    def count(line: str) -> None:
        nonlocal applied
        if line.startswith("  Applying "):
            applied += 1
            report(f"{applied} migrations")

    # The cache table first: what runs after the migrations already uses the cache.
    _manage("createcachetable", checkout=checkout, data=data, family=family, report=report)
    _manage("migrate", checkout=checkout, data=data, family=family, report=count)
    stamps.write(_stamp(data), digest)


def _manage(command: str, *, checkout: Checkout, data: Path, family: Family, report: Report) -> None:
    environ = checkout.environ(KLANKBORD_MODE="demo", KLANKBORD_VAR=data)
    argv = [str(checkout.python), "manage.py", command, "--no-color"]
    try:
        family.run(argv, name=f"manage.py {command}", environ=environ, cwd=checkout.root, on_line=report)
    except LaunchError as error:
        raise LaunchError(
            f"The database could not be prepared: {error} The lines above say why; `make reset` begins anew.", detail=error.detail
        ) from error


def _stamp(data: Path) -> Path:
    return data / "migrations.stamp"


def _digest(checkout: Checkout) -> str:
    return stamps.digest(_migrations(checkout.root), root=checkout.root)


def _migrations(root: Path) -> Iterator[Path]:
    yield root / "requirements.lock"
    for room in ROOMS_WITH_MIGRATIONS:
        yield from (path for path in (root / room).rglob("migrations/*.py"))


def _shown(path: Path, checkout: Checkout) -> Path:
    return path.relative_to(checkout.root)
