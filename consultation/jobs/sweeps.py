"""The sweeps: functions that look up what is due and do it. Celery's ticks, ``run_due`` and the nudges all come here."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.db import DatabaseError, transaction

from consultation.jobs.models import Heartbeat

logger = logging.getLogger(__name__)
BEAT_EVERY = timedelta(seconds=15)
"""A heartbeat is written this often at most: ticks come every few seconds, and each write takes SQLite's only lock."""


class SweepFunction(Protocol):
    """Does what is due at ``at`` and returns how much that was. Safe to run twice, late, or beside itself."""

    def __call__(self, *, at: datetime) -> int: ...


@dataclass(frozen=True, slots=True)
class Sweep:
    """One registered sweep; a slow one has a lane of its own, so that a long job never holds up a sign-in code."""

    name: str
    function: SweepFunction
    slow: bool = False


Announce = Callable[[str, int | None], None]
_sweeps: dict[str, Sweep] = {}


def register(name: str, function: SweepFunction, *, slow: bool = False) -> None:
    """Adds a sweep, or replaces the one of this name. ``slow`` puts it in the lane of the long jobs."""
    _sweeps[name] = Sweep(name, function, slow)


def names(*, slow: bool | None = None) -> list[str]:
    """The registered sweeps, in the order in which they came; of one lane when ``slow`` is given."""
    return [sweep.name for sweep in _sweeps.values() if slow is None or sweep.slow == slow]


def run_all(at: datetime, *, only: Iterable[str] | None = None, announce: Announce | None = None) -> dict[str, int | None]:
    """Runs the sweeps one after the other and records that they came to their end.

    A sweep that fails is logged and does not stop the others; without its heartbeat ``/health/ready`` turns red.

    Args:
        at: the instant of the run, aware.
        only: names of the sweeps to run; unknown ones are passed over, since a newer process may have asked for them.
        announce: called after each sweep with its name and what it did, None when it failed.

    Returns:
        For each sweep what it did; None for one that failed.
    """
    chosen = list(_sweeps.values()) if only is None else [_sweeps[name] for name in only if name in _sweeps]
    done: dict[str, int | None] = {}
    for sweep in chosen:
        try:
            done[sweep.name] = sweep.function(at=at)
        except Exception:
            logger.exception("the sweep %s failed", sweep.name)
            done[sweep.name] = None
        if announce is not None:
            announce(sweep.name, done[sweep.name])
    _beat([name for name, count in done.items() if count is not None], at=at)
    return done


def _beat(ended: list[str], *, at: datetime) -> None:
    """Writes the heartbeats that are old enough, in one statement."""
    try:
        fresh = set(Heartbeat.objects.filter(at__gt=at - BEAT_EVERY).values_list("name", flat=True))
        rows = [Heartbeat(name=name, at=at) for name in ended if name not in fresh]
        if rows:
            with transaction.atomic():
                Heartbeat.objects.bulk_create(rows, update_conflicts=True, unique_fields=["name"], update_fields=["at"])
    except DatabaseError:
        logger.exception("the heartbeats could not be written")
