"""Triggers that mark a row of the board whenever something changes from which it follows, on PostgreSQL and on SQLite.

A line that is kept has to be drawn up again after each change, and there are many who change: the actions of remarks and of
weighing, imports, erasing, retention, a script. One that forgot it would leave a board that is wrong in silence. So the database
itself writes the mark, in the transaction of the change, and who reads the board draws up what is marked
(consultation/weighing/lines.py). They are installed after every migrate, since SQLite drops the triggers of a table that a
migration remakes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core import checks
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model

from consultation.comments.models import Comment
from consultation.people.models import Organisation
from consultation.weighing.models import Assignment, Contest, Decision, Grouped, Position, StaleMark, StandsAside
from handbook.freezing import standing_triggers

_EVENTS = ("insert", "update", "delete")

_OF_ROW = "INSERT INTO weighing_stalemark (comment_id) VALUES ({row}.comment_id)"
_ITSELF = "INSERT INTO weighing_stalemark (comment_id) VALUES ({row}.id)"
_GROUP = "INSERT INTO weighing_stalemark (comment_id) SELECT comment_id FROM weighing_grouped WHERE group_id = {row}.group_id"
_ALL_SPOKEN_OF = "INSERT INTO weighing_stalemark (comment_id) SELECT DISTINCT comment_id FROM weighing_position"
_OF_A_REMARK = (
    *("posted_at", "withdrawn_at", "removed_at", "number", "section_id", "passage_id"),
    *("kind", "ground", "late"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """A table from which lines follow: which statements mark them, and on a change of which columns (of any, when empty)."""

    model: type[Model]
    marks: tuple[str, ...]
    columns: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def name(self) -> str:
        return f"{self.table}_marks"

    @property
    def changes(self) -> str:
        """The event of a change, in the words of both databases."""
        return f"UPDATE OF {', '.join(self.columns)}" if self.columns else "UPDATE"

    def trigger_names(self, vendor: str) -> list[str]:
        return [self.name] if vendor == "postgresql" else [f"{self.name}_{event}" for event in _EVENTS]

    def statements(self, *rows: str) -> str:
        return " ".join(f"{mark.format(row=row)};" for row in rows for mark in self.marks)


SOURCES = (
    Source(Comment, (_ITSELF,), _OF_A_REMARK),
    Source(Decision, (_OF_ROW,), ("value", "decided_at", "published_at")),
    Source(Contest, (_OF_ROW,), ("at", "settled_at")),
    Source(Position, (_OF_ROW,)),
    Source(Assignment, (_OF_ROW,)),
    # Who leaves a group changes the line of those that stay.
    Source(Grouped, (_OF_ROW, _GROUP)),
    # Unanimous are all partners: one more or less changes that for every remark of which anybody spoke.
    Source(Organisation, (_ALL_SPOKEN_OF,), ("is_partner",)),
    Source(StandsAside, (_ALL_SPOKEN_OF,)),
)


def install_marks(*, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Put the triggers in place, those that stand already included; runs after every migrate, with the alias of its database."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    if not present.issuperset({StaleMark._meta.db_table, *(source.table for source in SOURCES)}):
        return
    with connection.cursor() as cursor:
        for source in SOURCES:
            for statement in _on_postgresql(source) if connection.vendor == "postgresql" else _on_sqlite(source):
                cursor.execute(statement)


def drop_marks(*, using: str = DEFAULT_DB_ALIAS) -> None:
    """Take the triggers away again."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for source in SOURCES:
            place = f" ON {source.table}" if connection.vendor == "postgresql" else ""
            for name in source.trigger_names(connection.vendor):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{place}")


@checks.register(checks.Tags.database)
def check_marks(*, databases: list[str] | None = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Warn when a change may go unmarked (``manage.py check --database default``). A warning and no error, since the migrate that
    puts the triggers back runs the same checks first."""
    if DEFAULT_DB_ALIAS not in (databases or []):
        return []
    connection = connections[DEFAULT_DB_ALIAS]
    if StaleMark._meta.db_table not in connection.introspection.table_names():
        return []
    wanted = {name for source in SOURCES for name in source.trigger_names(connection.vendor)}
    missing = sorted(wanted - standing_triggers(connection))
    if not missing:
        return []
    return [
        checks.Warning(
            f"The weighing board may show what is not true any more, without these triggers: {', '.join(missing)}.",
            hint="Run manage.py migrate, which installs them.",
            id="weighing.W001",
        )
    ]


def _on_postgresql(source: Source) -> list[str]:
    return [
        f"CREATE OR REPLACE FUNCTION {source.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP <> 'INSERT' THEN {source.statements('OLD')} END IF; "
        f"IF TG_OP <> 'DELETE' THEN {source.statements('NEW')} END IF; "
        "RETURN NULL; END $$",
        f"CREATE OR REPLACE TRIGGER {source.name} AFTER INSERT OR DELETE OR {source.changes} ON {source.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {source.name}()",
    ]


def _on_sqlite(source: Source) -> list[str]:
    events = ("INSERT", source.changes, "DELETE")
    rows = (("NEW",), ("OLD", "NEW"), ("OLD",))
    statements = []
    for name, event, among in zip(source.trigger_names("sqlite"), events, rows, strict=True):
        statements.append(f"DROP TRIGGER IF EXISTS {name}")
        statements.append(f"CREATE TRIGGER {name} AFTER {event} ON {source.table} BEGIN {source.statements(*among)} END")
    return statements
