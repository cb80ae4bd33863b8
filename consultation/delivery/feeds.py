"""Streams of events that concern many people, of which each digest tells what is new since the last.

A reply concerns one person and is a notice at once. A new remark concerns every member of the round; a notice for each of
them would be hundreds of rows for every remark. So a slice keeps such events in a numbered order of its own and turns
what is new into notices when a reader's digest is due, together with her ``Cursor``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

Collect = Callable[[datetime], int]
_feeds: dict[str, Collect] = {}


def register(kind: str, collect: Collect) -> None:
    """Adds a stream, or replaces the one of this kind.

    Args:
        kind: the name of the kind of its notices and of its cursors.
        collect: writes the notices that are due at an instant and moves the cursors; returns how many notices.
    """
    _feeds[kind] = collect


def collect_all(*, at: datetime) -> int:
    """Lets every stream write what is due; returns how many notices that were."""
    return sum(collect(at) for collect in _feeds.values())
