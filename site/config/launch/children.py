"""Starts child processes in one group, watches them, and ends them all: on Ctrl-C, on a crash, on our own death."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from .failures import LaunchError

PATIENCE_SECONDS = 10.0
"""How long children may take to finish what they do; after that they are killed. What was claimed has a lease."""
LINES_KEPT = 40


@dataclass(slots=True)
class Child:
    """One running program with the last lines that it wrote, and whether the terminal showed them all along."""

    name: str
    process: subprocess.Popen[str]
    shown: bool = False
    last: deque[str] = field(default_factory=lambda: deque(maxlen=LINES_KEPT))
    reader: threading.Thread | None = None

    def told(self) -> str:
        """Its last lines, once it has ended."""
        if self.reader:
            self.reader.join(timeout=2)
        return "\n".join(self.last)


class Family:
    """The children of one launcher, as a context: at its end none of them is alive.

    `held` are file descriptors (a lock) that must stay open until the last child has gone; `leftover` is a temporary
    folder that goes with them.
    """

    def __init__(self, *, held: Sequence[int] = (), leftover: Path | None = None) -> None:
        self._held = tuple(held)
        self._leftover = leftover
        self._keeper: subprocess.Popen[str] | None = None
        self.children: list[Child] = []

    def __enter__(self) -> Family:
        script = Path(__file__).with_name("keeper.py")
        self._keeper = subprocess.Popen(
            [sys.executable, "-S", "-E", str(script), str(PATIENCE_SECONDS), *([str(self._leftover)] if self._leftover else [])],
            stdin=subprocess.PIPE,
            pass_fds=self._held,
            process_group=0,
            text=True,
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        keeper = self._keeper
        if keeper is None or keeper.stdin is None:
            return
        with ignoring_signals():
            self.end()
            with contextlib.suppress(OSError):
                keeper.stdin.close()
            keeper.wait()

    def start(
        self,
        argv: Sequence[str | Path],
        *,
        name: str,
        environ: Mapping[str, str],
        cwd: Path,
        on_line: Callable[[str], None] | None = None,
    ) -> Child:
        """Start ARGV in the family's group. Every line that it writes goes to `on_line` and to the child's last lines."""
        process = self._open(argv, name=name, environ=environ, cwd=cwd, piped=True)
        child = Child(name=name, process=process, shown=on_line is not None)
        self.children.append(child)
        child.reader = threading.Thread(target=_read, args=(child, on_line), daemon=True)
        child.reader.start()
        return child

    def run(
        self,
        argv: Sequence[str | Path],
        *,
        name: str,
        environ: Mapping[str, str],
        cwd: Path,
        on_line: Callable[[str], None] | None = None,
    ) -> str:
        """Run ARGV to its end and return its last lines. Raises LaunchError when it fails."""
        child = self.start(argv, name=name, environ=environ, cwd=cwd, on_line=on_line)
        code = child.process.wait()
        self.children.remove(child)
        if code:
            raise LaunchError(f"{name} failed ({how_it_ended(code)}).", detail=child.told())
        return child.told()

    def show(self, argv: Sequence[str | Path], *, environ: Mapping[str, str], cwd: Path) -> int:
        """Run ARGV with our own output, so that it can use the terminal as it likes. Returns its exit code."""
        process = self._open(argv, name=Path(argv[0]).name, environ=environ, cwd=cwd, piped=False)
        child = Child(name=Path(argv[0]).name, process=process, shown=True)
        self.children.append(child)
        code = process.wait()
        self.children.remove(child)
        return code

    def ended(self) -> Child | None:
        """The first child that is no longer running, if there is one."""
        return next((child for child in self.children if child.process.poll() is not None), None)

    def keeper_is_alive(self) -> bool:
        """False when somebody killed the keeper: then nobody would end the children of a killed launcher."""
        return self._keeper is not None and self._keeper.poll() is None

    def _open(
        self, argv: Sequence[str | Path], *, name: str, environ: Mapping[str, str], cwd: Path, piped: bool
    ) -> subprocess.Popen[str]:
        """Start a process in the keeper's group and tell the keeper its id."""
        if self._keeper is None or self._keeper.stdin is None:
            raise RuntimeError("a Family starts children inside its `with` only")
        try:
            process = subprocess.Popen(
                [str(part) for part in argv],
                cwd=cwd,
                env=dict(environ),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE if piped else None,
                stderr=subprocess.STDOUT if piped else None,
                text=True,
                errors="replace",
                process_group=self._keeper.pid,
            )
        except OSError as error:
            raise LaunchError(f"{name} could not be started: {error.strerror} ({argv[0]}).") from error
        self._keeper.stdin.write(f"{process.pid}\n")
        self._keeper.stdin.flush()
        return process

    def end(self) -> None:
        """End every child, the last started first: what uses the broker goes before the broker."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        for child in reversed(self.children):
            with contextlib.suppress(ProcessLookupError):
                child.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(timeout=max(0.1, deadline - time.monotonic()))
        for child in self.children:
            if child.process.poll() is None:
                child.process.kill()
                child.process.wait()


def how_it_ended(code: int) -> str:
    """An exit code in words: `subprocess` gives the negative number of the signal that ended a process."""
    if code < 0:
        with contextlib.suppress(ValueError):
            return f"ended by {signal.Signals(-code).name}"
    return f"exit code {code}"


@contextlib.contextmanager
def ignoring_signals() -> Iterator[None]:
    """While the children are being ended, another Ctrl-C must not leave half of them running."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _read(child: Child, on_line: Callable[[str], None] | None) -> None:
    """Pass a child's lines on until it closes its output."""
    for line in child.process.stdout or ():
        text = line.rstrip()
        if text:
            child.last.append(text)
            if on_line:
                on_line(text)
