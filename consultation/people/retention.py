"""The registry of periods: how long each kind of data is kept, and what makes it less after that (AVG art. 5(1)(e); G25).

Each slice registers its periods when its app is ready. The nightly sweep, the admin page and the privacy statement read
the same ones, so that what we say is what happens.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.db import transaction
from django.utils.functional import Promise

logger = logging.getLogger(__name__)


class Reduce(Protocol):
    """Deletes or empties what is past its period; returns how many. Safe to run twice or late."""

    def __call__(self, *, at: datetime) -> int: ...


@dataclass(frozen=True)
class Period:
    """How long one kind of data is kept.

    Args:
        name: its key; the ``KEEP_…_DAYS`` of the environment is named after it where it can be set.
        what: what is kept, and from which moment the days count, in the reader's words.
        days: gives the number of days as it is set now.
        reduce: does it; None where a sweep of its own does so within the minute.
        announce_days: how many days before it those are told who lose something, or who answer for it.
    """

    name: str
    what: str | Promise
    days: Callable[[], int]
    reduce: Reduce | None
    announce_days: tuple[int, ...] = ()


_periods: dict[str, Period] = {}


def register(period: Period) -> None:
    """Adds a period, or replaces the one of this name."""
    _periods[period.name] = period


def periods() -> list[Period]:
    """Every period, the longest first."""
    return sorted(_periods.values(), key=lambda period: (-period.days(), period.name))


def cut(period: str, *, at: datetime) -> datetime:
    """The instant before which what this period is about is kept no longer."""
    return at - timedelta(days=_periods[period].days())


def kept_until(period: str, *, since: datetime) -> datetime:
    """Until when something is kept of which the days count from ``since``."""
    return since + timedelta(days=_periods[period].days())


def apply(*, dry_run: bool = False, only: Iterable[str] | None = None, at: datetime) -> dict[str, int | None]:
    """Makes everything less that is past its period, each period in a transaction of its own.

    Args:
        dry_run: does the same work and rolls it back, so that its figures are the true ones.
        only: the names of the periods to look at.

    Returns:
        How many rows by the name of the period; None for one that failed, which the log explains.
    """
    wanted = None if only is None else set(only)
    done: dict[str, int | None] = {}
    for period in periods():
        if period.reduce is None or (wanted is not None and period.name not in wanted):
            continue
        try:
            with transaction.atomic():
                done[period.name] = period.reduce(at=at)
                if dry_run:
                    transaction.set_rollback(True)
        except Exception:  # one that fails must not keep the others
            logger.exception("the period %s could not be applied", period.name)
            done[period.name] = None
    return done
