"""The targets by name, and how each ends: exit code 0, 1 (it failed), 2 (asked wrongly), 130 (stopped)."""

from __future__ import annotations

import errno
import signal
import sys
from collections.abc import Callable
from types import FrameType

from . import bare, quality, suite, upkeep
from .checkout import Checkout
from .failures import LaunchError, Stopped
from .run import run

TARGETS: dict[str, Callable[..., int]] = {
    "run": run,
    "test": suite.test,
    "test-all": suite.test_all,
    "test-bare": bare.test_bare,
    "test-services": suite.test_services,
    "bench": suite.bench,
    "pictures": suite.pictures,
    "check": quality.check,
    "messages": upkeep.messages,
    "lock": upkeep.lock,
    "clean": upkeep.clean,
    "reset": upkeep.reset,
}


def main(arguments: list[str]) -> int:
    """Do the target that ARGUMENTS name. Returns the exit code."""
    target = TARGETS.get(arguments[0]) if len(arguments) == 1 else None
    if arguments[:1] == ["catalogue"]:
        return catalogue(arguments[1:])
    if target is None:
        sys.stderr.write(f"Klankbord: name one of {', '.join(TARGETS)}; `make` alone tells what each does.\n")
        return 2
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    try:
        return target(checkout=Checkout())
    except LaunchError as error:
        return fail(str(error), detail=error.detail)
    except Stopped:
        sys.stdout.write("\nStopped.\n")
        return 0
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        return fail("The disk is full; make room and try again.")


def catalogue(arguments: list[str]) -> int:
    """`catalogue compile` and `catalogue update`, on the environment's interpreter: Babel is not the system's."""
    from . import catalogue as catalogues

    root = Checkout().root
    if arguments == ["compile"]:
        catalogues.compile_(catalogues.read(root=root), root=root)
        return 0
    missing, dropped = catalogues.update(root=root)
    for message in dropped:
        sys.stdout.write(f"no longer used, removed: {message}\n")
    for message in missing:
        sys.stdout.write(f"no Dutch yet: {message}\n")
    sys.stdout.write(f"{len(missing)} messages without Dutch, {len(dropped)} removed.\n")
    return 1 if missing else 0


def stop(number: int, frame: FrameType | None) -> None:
    """Turn a signal into an exception of the main thread, so that every `with` ends what it began."""
    raise Stopped


def fail(sentence: str, *, detail: str = "") -> int:
    """Tell why, last so that it is the line that stays in sight."""
    if detail:
        sys.stderr.write(detail + "\n\n")
    sys.stderr.write(f"Klankbord: {sentence}\n")
    return 1
