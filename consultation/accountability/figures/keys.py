"""Keys gathered by the database: who is in a group, as one text, since thousands of rows cost more than what is in them."""

from __future__ import annotations

from typing import Any

from django.db.models import Aggregate, TextField


class KeysOf(Aggregate):
    """The keys of a group with commas in between, one for each of its rows; None for no rows. Read them with ``keys_in``."""

    output_field = TextField()
    template = "%(function)s(%(expressions)s%(separated)s)"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return super().as_sql(compiler, connection, function="GROUP_CONCAT", separated="", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return super().as_sql(compiler, connection, function="STRING_AGG", separated="::text, ','", **context)


def keys_in(text: str | None) -> list[int]:
    return [int(key) for key in text.split(",")] if text else []
