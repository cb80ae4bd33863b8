"""What the terminal shows while something takes long: which step, how far, how many seconds."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

TICK_SECONDS = 0.5
PLAIN_EVERY_SECONDS = 15.0

Report = Callable[[str], None]
"""A step tells what it is doing with it: `report("31 of 60 packages")`."""


@dataclass(slots=True)
class _Running:
    title: str
    began: float
    detail: str = ""
    said_at: float = field(default=0.0)

    def seconds(self) -> int:
        return round(time.monotonic() - self.began)


class Console:
    """Prints finished steps, and keeps one line for the running ones on a terminal.

    Without a terminal (a log, CI) each step has a line when it begins, one when it ends and one every fifteen seconds.
    """

    def __init__(self, total: int = 0) -> None:
        self.total = total
        self._count = 0
        self._lock = threading.RLock()
        self._running: list[_Running] = []
        self._terminal = sys.stdout.isatty()

    def line(self, text: str = "") -> None:
        """Print TEXT above the line of the running steps."""
        with self._lock:
            self._clear()
            sys.stdout.write(text + "\n")
            self._draw()

    @contextlib.contextmanager
    def step(self, title: str) -> Iterator[Report]:
        """Show a step from here to the end of the block, with a number when the total is known."""
        with self._lock:
            self._count += 1
            running = _Running(title=f"[{self._count}/{self.total}] {title}" if self.total else title, began=time.monotonic())
            self._running.append(running)
            if not self._terminal:
                self.line(f"{running.title} …")
        ticker = threading.Event()
        thread = threading.Thread(target=self._tick, args=(ticker,), daemon=True)
        thread.start()

        def report(detail: str) -> None:
            running.detail = detail.strip()[:60]

        try:
            yield report
        except BaseException:
            self._end(running, ticker, "not finished")
            raise
        self._end(running, ticker, "done")

    def _end(self, running: _Running, ticker: threading.Event, word: str) -> None:
        ticker.set()
        with self._lock:
            self._running.remove(running)
            self.line(f"{running.title}: {word} in {running.seconds()} s")

    def _tick(self, ticker: threading.Event) -> None:
        while not ticker.wait(TICK_SECONDS):
            with self._lock:
                if self._terminal:
                    self._clear()
                    self._draw()
                else:
                    self._repeat()

    def _repeat(self) -> None:
        for running in self._running:
            now = time.monotonic()
            if now - max(running.began, running.said_at) >= PLAIN_EVERY_SECONDS:
                running.said_at = now
                self.line(f"{running.title}: {running.detail or 'busy'}, {running.seconds()} s")

    def _clear(self) -> None:
        if self._terminal and self._running:
            sys.stdout.write("\r\033[K")

    def _draw(self) -> None:
        if self._terminal and self._running:
            words = (f"{running.title} … {running.detail} {running.seconds()} s" for running in self._running)
            sys.stdout.write("  ".join(words)[:110])
        sys.stdout.flush()
