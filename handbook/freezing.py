"""Frozen is frozen: triggers that refuse every change of a published version, on PostgreSQL and on SQLite.

They guard every model that is ``Frozen``, also in the slices above, which note something with a version. The models refuse too
(handbook/models/frozen.py); triggers also hold against raw SQL, a script and a tool of the database. They are installed after
every migrate and not by a migration, because SQLite drops a table's triggers in silence whenever a later migration remakes the
table.
"""

from __future__ import annotations

from typing import Any

from django.core import checks
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

MESSAGE = "klankbord: a published version does not change; this row cannot be updated or deleted"
_FUNCTION = "klankbord_refuse_change"


def frozen_tables() -> list[str]:
    """The tables whose rows are only ever added, of this app and of those above it: those of every ``Frozen`` model. Who reads a
    version (``readers``) and its list of files stay open."""
    from django.apps import apps

    from handbook.models.frozen import Frozen

    return [model._meta.db_table for model in apps.get_models() if issubclass(model, Frozen)]


def trigger_names(vendor: str, table: str) -> list[str]:
    """The names of the triggers that guard ``table`` on this kind of database."""
    return [f"{table}_frozen_{event}" for event in _events(vendor)]


def install_triggers(*, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Put the triggers in place, those that stand already included; runs after every migrate.

    ``using`` is the alias of the database that was migrated. Tables that do not exist (a migration back to
    nothing) are passed over.
    """
    connection = connections[using]
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ "
                f"BEGIN RAISE EXCEPTION '{MESSAGE} (%)', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
        for table in frozen_tables():
            if table in present:
                for statement in _statements(connection.vendor, table):
                    cursor.execute(statement)


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that should stand in this database and do not; empty before the tables exist."""
    present = set(connection.introspection.table_names())
    wanted = {name for table in frozen_tables() if table in present for name in trigger_names(connection.vendor, table)}
    return sorted(wanted - standing_triggers(connection))


def standing_triggers(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of all triggers that are in force in this database."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return {row[0] for row in cursor.fetchall()}


@checks.register(checks.Tags.database)
def check_triggers(*, databases: list[str] | None = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Warn when a table of published versions is not guarded (``manage.py check --database default``).

    A warning and no error: migrate runs the same checks before it begins, and an error would keep away the
    very migrate that puts the triggers back.
    """
    if DEFAULT_DB_ALIAS not in (databases or []):
        return []
    missing = missing_triggers(connections[DEFAULT_DB_ALIAS])
    if not missing:
        return []
    return [
        checks.Warning(
            f"Published versions are not guarded against change: {', '.join(missing)}.",
            hint="Run manage.py migrate, which installs the triggers.",
            id="handbook.W001",
        )
    ]


def _events(vendor: str) -> tuple[str, ...]:
    return ("update", "delete", "truncate") if vendor == "postgresql" else ("update", "delete")


def _statements(vendor: str, table: str) -> list[str]:
    statements = []
    for event, name in zip(_events(vendor), trigger_names(vendor, table), strict=True):
        if vendor == "postgresql":
            rows = "STATEMENT" if event == "truncate" else "ROW"
            statements.append(
                f"CREATE OR REPLACE TRIGGER {name} BEFORE {event.upper()} ON {table} "
                f"FOR EACH {rows} EXECUTE FUNCTION {_FUNCTION}()"
            )
        else:
            statements.append(f"DROP TRIGGER IF EXISTS {name}")
            statements.append(
                f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {table} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )
    return statements
