"""The targets by name, and how each ends: exit code 0, 1 (it failed), 2 (asked wrongly), 130 (stopped)."""

from __future__ import annotations

import errno
import signal
import sys
from types import FrameType

from .checkout import Checkout
from .failures import LaunchError, Stopped
from .run import run


def main(arguments: list[str]) -> int:
    """Do the target that ARGUMENTS name. Returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    try:
        return run(checkout=Checkout())
    except LaunchError as error:
        return fail(str(error), detail=error.detail)
    except Stopped:
        sys.stdout.write("\nStopped.\n")
        return 0
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        return fail("The disk is full; make room and try again.")


def stop(number: int, frame: FrameType | None) -> None:
    """Turn a signal into an exception of the main thread, so that every `with` ends what it began."""
    raise Stopped


def fail(sentence: str, *, detail: str = "") -> int:
    """Tell why, last so that it is the line that stays in sight."""
    if detail:
        sys.stderr.write(detail + "\n\n")
    sys.stderr.write(f"Klankbord: {sentence}\n")
    return 1
