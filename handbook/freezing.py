"""Frozen is frozen: triggers that refuse every change of a published version, on PostgreSQL and on SQLite."""

from __future__ import annotations

from typing import Any


def install_triggers(**kwargs: Any) -> None:
    """Puts the triggers in place; runs after every migrate, since SQLite drops them when it remakes a table."""
