"""The bell: wakes a worker after a commit. The database is the record, so a nudge that is lost costs a few seconds."""

from __future__ import annotations

import functools
import logging
import time
from collections.abc import Callable

from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu import Connection

logger = logging.getLogger(__name__)
TASK = "consultation.jobs.tasks.run_due"
PATIENCE_SECONDS = 1
"""How long the bell waits for the broker, for each of the two answers that it needs."""
KEEP_SECONDS = 30
"""A nudge that nobody picked up in this time is dropped: the ticks have done its work by then."""

_quiet_until = 0.0


def nudge(sweep: str = "") -> None:
    """Asks for a run of ``sweep`` (all quick ones when empty) as soon as the present transaction is committed.

    Never raises and never makes a request wait for long: a broker that refuses costs nothing, one that hangs two
    seconds once, after which nobody rings for ``settings.NUDGE_PAUSE`` (guarantees G7). Without a broker it does
    nothing, since ``run_due --loop`` looks by itself. Many nudges in one transaction ring once.
    """
    bell = _bell(sweep)
    connection = transaction.get_connection()
    if any(function is bell for _, function, _ in connection.run_on_commit):
        return
    transaction.on_commit(bell, robust=True)


def prepare() -> None:
    """Loads what ringing needs, which takes a second the first time; a web process does it while it starts."""
    if _has_broker():
        current_app.finalize()
        current_app.connection_for_write(settings.CELERY_BROKER_URL).transport  # noqa: B018  (looking loads it)


def _has_broker() -> bool:
    return not settings.CELERY_BROKER_URL.startswith("memory:")


def broker_answers() -> bool | None:
    """Whether the broker answers at this moment, within a second or two; None without a broker. Sends nothing."""
    if not _has_broker():
        return None
    try:
        with _connection() as connection, connection.channel() as channel:
            channel.client.ping()
    except Exception:  # every transport has errors of its own
        return False
    return True


def _connection() -> Connection:
    options = {
        **settings.CELERY_BROKER_TRANSPORT_OPTIONS,
        "socket_connect_timeout": PATIENCE_SECONDS,
        "socket_timeout": PATIENCE_SECONDS,
        "max_retries": 0,
    }
    return current_app.connection_for_write(settings.CELERY_BROKER_URL, transport_options=options)


@functools.lru_cache(maxsize=32)
def _bell(sweep: str) -> Callable[[], object]:
    return functools.partial(ring, sweep)


def ring(sweep: str = "") -> bool:
    """Rings now; returns whether the broker took it. See ``nudge``, which is what to call."""
    global _quiet_until
    if not _has_broker() or time.monotonic() < _quiet_until:
        return False
    try:
        with _connection() as connection:
            current_app.send_task(
                TASK, kwargs={"only": [sweep]} if sweep else {}, connection=connection, retry=False, expires=KEEP_SECONDS
            )
    except Exception as error:  # every transport has errors of its own, and none of them may reach a request
        _quiet_until = time.monotonic() + settings.NUDGE_PAUSE.total_seconds()
        logger.warning("the broker does not answer (%s); the ticks take over", type(error).__name__)
        return False
    return True
