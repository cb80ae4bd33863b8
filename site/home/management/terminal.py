"""How a command shows that it is at work."""

from __future__ import annotations

from django.core.management.base import OutputWrapper

from home.operations.manifest import Progress


def progress_on(stream: OutputWrapper) -> Progress:
    """A progress function that keeps rewriting one line of a terminal, and is silent in a log file."""

    def show(done: int, total: int, step: str) -> None:
        if stream.isatty():
            stream.write(f"\r{step}: {done} of {total}    ", ending="\n" if done == total else "")

    return show
