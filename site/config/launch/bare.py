"""`make test-bare`: the README's two commands on a machine that has nothing of ours.

A clean copy of what is committed, an empty home, an environment of a handful of variables and a PATH with only Python,
make, a shell and the core utilities. A developer's machine hides what is missing; this shows it.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .checkout import Checkout, interpreter
from .children import ignoring_signals
from .console import Console
from .failures import LaunchError
from .upkeep import MADE

TOOLS = (
    *("basename", "cat", "chmod", "cp", "cut", "date", "dirname", "env", "expand", "expr", "false", "grep", "head", "id"),
    *("kill", "ln", "ls", "make", "mkdir", "mktemp", "mv", "printf", "pwd", "readlink", "rm", "rmdir", "sed", "sh", "sleep"),
    *("sort", "tail", "test", "touch", "tr", "true", "uname", "uniq", "wc"),
)
REGISTRY_PREFIXES = ("PIP_", "UV_", "NPM_CONFIG_", "npm_config_")
REGISTRY_NAMES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")
"""How this machine reaches the package registries, which is no property of the project and therefore handed through."""
RECORD_NAMES = ("KLANKBORD_PASSED",)
"""Where the tests write down what passed, for the later steps of `.ci/run`."""
FIRST_PATIENCE_SECONDS = 600.0
AGAIN_PATIENCE_SECONDS = 60.0
STOP_PATIENCE_SECONDS = 30.0


def test_bare(*, checkout: Checkout) -> int:
    """Run `make run` twice and `make test` in the bare copy. Returns the exit code of the tests; raises LaunchError."""
    console = Console()
    with tempfile.TemporaryDirectory(prefix="klankbord-bare-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        bare = Bare(copy=folder / "copy", environ=_environ(folder))
        _copy(checkout.root, bare.copy)
        first = bare.run(console, "make run, the first time", patience=FIRST_PATIENCE_SECONDS)
        again = bare.run(console, "make run, again", patience=AGAIN_PATIENCE_SECONDS)
        if first != again:
            raise LaunchError(f"The second start did not keep the data of the first: {first} became {again}.")
        console.line("make test …")
        code = bare.call("make", "test")
        console.line(f"bare machine: make run twice and make test ended with exit code {code}")
        return code


@dataclass(frozen=True, slots=True)
class Bare:
    """A copy of the project and the environment to meet it in."""

    copy: Path
    environ: dict[str, str]

    def call(self, *argv: str) -> int:
        """Run a command to its end, its output to ours."""
        process = self._open(argv, output=None)
        try:
            return process.wait()
        except BaseException:
            self._end(process)
            raise

    def run(self, console: Console, title: str, *, patience: float) -> tuple[str, ...]:
        """`make run` until its front page answers, then Ctrl-C. Returns marks of the data that it shows."""
        log = self.copy.parent / "run.log"
        port = _free_port()
        with console.step(title) as report, log.open("wb") as output:
            began = time.monotonic()
            process = self._open(("make", "run", f"PORT={port}"), output=output)
            try:
                page = self._first_page(process, port=port, patience=patience, log=log)
                seconds = time.monotonic() - began
                report("stopping it")
                os.killpg(process.pid, signal.SIGINT)
                process.wait(timeout=STOP_PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                raise LaunchError("Ctrl-C did not end `make run`.", detail=_end_of(log)) from None
            finally:
                self._end(process)
        if left := list(_processes_in(self.copy)):
            raise LaunchError(f"Ctrl-C left children of `make run` behind: {'; '.join(left)}", detail=_end_of(log))
        console.line(f"{title}: first page of {len(page)} bytes after {seconds:.1f} s; Ctrl-C left no child")
        return _marks(self.copy / "var" / "demo" / "klankbord.sqlite3")

    def _open(self, argv: tuple[str, ...], *, output: io.BufferedWriter | None) -> subprocess.Popen[bytes]:
        """Start in a session of its own: the group that a terminal would send its Ctrl-C to."""
        return subprocess.Popen(
            argv,
            cwd=self.copy,
            env=self.environ,
            executable=shutil.which(argv[0], path=self.environ["PATH"]),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            start_new_session=True,
        )

    def _first_page(self, process: subprocess.Popen[bytes], *, port: int, patience: float, log: Path) -> bytes:
        """The front page, once the address is printed. Raises LaunchError when it does not come or holds nothing."""
        deadline = time.monotonic() + patience
        while f"http://localhost:{port}\n" not in log.read_text(encoding="utf-8", errors="replace"):
            if process.poll() is not None:
                raise LaunchError("`make run` ended before it was up.", detail=_end_of(log))
            if time.monotonic() > deadline:
                raise LaunchError(f"`make run` was not up within {patience:.0f} s.", detail=_end_of(log))
            time.sleep(0.1)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
            page: bytes = answer.read()
        if b"<h1" not in page or b"<main" not in page:
            raise LaunchError(f"The front page shows nothing: {page[:300]!r}", detail=_end_of(log))
        return page

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        """Make sure that nothing goes on, whatever went wrong; the launcher's keeper ends what it started."""
        with ignoring_signals():
            if process.poll() is None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGTERM)
                try:
                    process.wait(timeout=STOP_PATIENCE_SECONDS)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()


def _environ(folder: Path) -> dict[str, str]:
    """A PATH of links to the tools, an empty home, and how this machine reaches the registries."""
    programs, home = folder / "bin", folder / "home"
    programs.mkdir()
    home.mkdir()
    (programs / "python3").symlink_to(os.path.realpath(interpreter()[0]))
    for tool in TOOLS:
        if found := shutil.which(tool):
            (programs / tool).symlink_to(found)
    handed = {
        name: value
        for name, value in os.environ.items()
        if name.startswith(REGISTRY_PREFIXES) or name in (*REGISTRY_NAMES, *RECORD_NAMES) or name.lower().endswith("_proxy")
    }
    return handed | {"PATH": str(programs), "HOME": str(home)}


def _copy(root: Path, target: Path) -> None:
    """What is committed; without git's records, what lies there less what make made."""
    if (root / ".git").exists() and shutil.which("git"):
        subprocess.run(["git", "checkout-index", "--all", f"--prefix={target}/"], cwd=root, check=True)
        return
    made = {root / name for name in (*MADE, "var")}
    shutil.copytree(root, target, ignore=lambda parent, names: [name for name in names if Path(parent, name) in made])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _marks(database: Path) -> tuple[str, ...]:
    """What only this build of the database has: when its migrations ran, and how many people there are."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        applied = connection.execute("SELECT min(applied), max(applied) FROM django_migrations").fetchone()
        people = connection.execute("SELECT count(*) FROM people_user").fetchone()
    return tuple(str(value) for value in (*applied, *people))


def _processes_in(folder: Path) -> Iterator[str]:
    """Every living process that has FOLDER in its command, its own working directory or among its programs."""
    listing = subprocess.run(["ps", "-A", "-o", "pid=,stat=,args="], capture_output=True, text=True, check=True).stdout
    for line in listing.splitlines():
        pid, state, command = line.split(maxsplit=2)
        if int(pid) == os.getpid() or state.startswith("Z"):
            continue
        try:
            cwd = os.readlink(f"/proc/{pid}/cwd")
        except OSError:
            cwd = ""
        if str(folder) in command or cwd.startswith(str(folder)):
            yield f"{pid} {command[:120]}"


def _end_of(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-40:])
