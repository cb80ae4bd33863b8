"""A wish to stop: a signal sets it, and work that takes long looks at it where it can leave off without harm."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator

_asked = threading.Event()


@contextlib.contextmanager
def listening() -> Iterator[threading.Event]:
    """Within it SIGTERM and Ctrl-C ask this process to stop, which sets the event; a second one ends it at once.

    An exception raised by a signal can strike between any two steps, also half-way into a transaction, so we do not
    let it: work ends where it looks.
    """
    before = {number: signal.signal(number, _ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield _asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def asked() -> bool:
    """Was this process asked to stop?"""
    return _asked.is_set()


def _ask(number: int, _frame: object) -> None:
    _asked.set()
    signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
