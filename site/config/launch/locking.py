"""One `make run` for a checkout at a time, and one that fills the environment."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator

from .checkout import Checkout
from .failures import LaunchError

HANDOVER_SECONDS = 12.0
"""After a killed launcher its keeper still ends the children; a new start waits for that and no longer."""


@contextlib.contextmanager
def hold(*, checkout: Checkout, port: int) -> Iterator[int]:
    """Hold the lock of this checkout's data; gives its file descriptor. Raises LaunchError when another run holds it.

    The lock is the kernel's, so that a killed run leaves none behind. What stands in the file only tells who holds it.
    """
    checkout.var.mkdir(parents=True, exist_ok=True)
    path = checkout.var / "run.lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _take(descriptor)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()} {port}\n".encode(), 0)
        yield descriptor
    finally:
        os.close(descriptor)


def _take(descriptor: int) -> None:
    deadline = time.monotonic() + HANDOVER_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            pid, port = _holder(descriptor)
            if _runs(pid) or time.monotonic() > deadline:
                raise LaunchError(
                    f"Klankbord already runs from this folder, at http://localhost:{port} (process {pid}); "
                    "stop it there with Ctrl-C first."
                ) from None
            time.sleep(0.1)


def _holder(descriptor: int) -> tuple[int, int]:
    with contextlib.suppress(ValueError):
        pid, port = os.pread(descriptor, 64, 0).split()
        return int(pid), int(port)
    return 0, 0


def _runs(pid: int) -> bool:
    if pid <= 0:
        return False
    with contextlib.suppress(PermissionError):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
    return True
