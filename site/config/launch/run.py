"""`make run`: from a checkout to a page in the browser, and to nothing again on Ctrl-C."""

from __future__ import annotations

import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from . import broker, database, environment
from .checkout import Checkout, chosen_port
from .children import Child, Family, how_it_ended
from .console import Console
from .failures import LaunchError, Stopped
from .locking import hold
from .obstacles import check_disk, check_port
from .steps import Step, catalogue_step, front_steps, make_all, packages_step

START_PATIENCE_SECONDS = 60.0
LOOK_EVERY_SECONDS = 0.2
CAST = ("anna", "bram", "cas", "dewi", "eva", "fatih")


def run(*, checkout: Checkout) -> int:
    """Set up what is missing, start everything, wait for the end. Returns the exit code; raises LaunchError."""
    began = time.monotonic()
    port = chosen_port()
    with hold(checkout=checkout, port=port) as lock:
        check_port(port)
        check_disk(checkout)
        sockets, temporary = broker.socket_folder(data=checkout.data)
        with Family(held=[lock], leftover=sockets if temporary else None) as family:
            console = Console()
            prepare(checkout=checkout, family=family, console=console)
            start(checkout=checkout, family=family, console=console, port=port, sockets=sockets)
            welcome(checkout=checkout, console=console, port=port, seconds=time.monotonic() - began)
            watch(family)
    return 0


def prepare(*, checkout: Checkout, family: Family, console: Console) -> None:
    """Make what is due; the front end beside the database, since the one waits for the network and the other computes."""
    setting_up = packages_step(checkout=checkout, family=family, locks=environment.RUN)
    front = front_steps(checkout=checkout, family=family)
    back = list(_back_steps(checkout=checkout, family=family))
    console.total = sum(step.is_due for step in [setting_up, *front, *back])
    make_all([setting_up], console=console)
    with ThreadPoolExecutor(max_workers=1) as pool:
        beside = pool.submit(make_all, front, console=console)
        try:
            make_all(back, console=console)
        except BaseException:
            # The pool waits for what runs beside, so that must not go on for half a minute.
            family.end()
            raise
        beside.result()
    console.total = 0


def _back_steps(*, checkout: Checkout, family: Family) -> Iterator[Step]:
    yield catalogue_step(checkout=checkout, family=family)
    if not database.is_built(checkout=checkout):
        yield Step("Database and demo", True, lambda report: database.build(checkout=checkout, family=family, report=report))
        return
    database.look_at(checkout=checkout)
    yield Step(
        "Database migrations",
        not database.is_migrated(checkout=checkout),
        lambda report: database.migrate(checkout=checkout, family=family, report=report),
    )


def start(*, checkout: Checkout, family: Family, console: Console, port: int, sockets: Path) -> None:
    """Start broker and web; the worker and beat when the first page is there, so that they do not slow it down."""
    chosen = broker.start(checkout=checkout, data=checkout.data, sockets=sockets, family=family)
    console.line(f"Note: {chosen.told}." if not chosen.url else f"{chosen.told[0].upper()}{chosen.told[1:]}.")
    static = checkout.data / "static"
    static.mkdir(exist_ok=True)
    environ = checkout.environ(
        KLANKBORD_MODE="demo",
        KLANKBORD_VAR=checkout.data,
        STATIC_ROOT=static,
        REDIS_URL=chosen.url,
        CACHE_URL=os.environ.get("CACHE_URL", ""),
        PORT=str(port),
        BASE_URL=f"http://localhost:{port}",
    )

    def begin(name: str, *argv: str) -> Child:
        return family.start(
            [checkout.python, *argv],
            name=name,
            environ=environ,
            cwd=checkout.root,
            on_line=lambda line: console.line(f"{name:6} | {line}"),
        )

    with console.step("Starting the site"):
        begin("web", *web_arguments(port))
        await_first_page(family, port=port)
    if chosen.url:
        celery = ("-m", "celery", "--quiet", "--app", "config.celery")
        quiet = ("--loglevel", "WARNING")
        begin("worker", *celery, "worker", *quiet, "--concurrency", "2", "--without-gossip", "--without-mingle")
        begin("beat", *celery, "beat", *quiet, "--pidfile", "", "--schedule", str(checkout.data / "broker" / "beat"))
    else:
        begin("due", "manage.py", "run_due", "--loop")


def web_arguments(port: int) -> tuple[str, ...]:
    """gunicorn with threads, on the loopback address only: the demo lets anybody sign in."""
    return (
        *("-m", "gunicorn", "config.wsgi:application"),
        *("--bind", f"127.0.0.1:{port}"),
        *("--worker-class", "gthread", "--workers", "1", "--threads", "8"),
        *("--timeout", "120", "--graceful-timeout", "5"),
        *("--log-level", "warning", "--no-control-socket"),
    )


def await_first_page(family: Family, *, port: int) -> None:
    """Wait until the front page answers. Raises LaunchError when a child ends first, or it takes too long."""
    deadline = time.monotonic() + START_PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if ended := family.ended():
            raise crash(ended)
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=START_PATIENCE_SECONDS):
                return
        except urllib.error.HTTPError as error:
            if error.code >= 500:
                raise LaunchError(f"The front page answers {error.code}; the lines above say why.") from error
            return
        except OSError:
            time.sleep(0.05)
    raise LaunchError(f"The site gave no page within {START_PATIENCE_SECONDS:.0f} seconds; the lines above say what it did.")


def welcome(*, checkout: Checkout, console: Console, port: int, seconds: float) -> None:
    """Print where to look and as whom."""
    address = f"http://localhost:{port}"
    console.line()
    console.line(f"Klankbord is up after {seconds:.0f} s:  {address}")
    for person in cast(checkout):
        console.line(f"  {person['email']:28} {person['name']}, {', '.join(person['groups']) or 'in no group'}")
    console.line(f"Sign in as one of them with one click: {address}/account/login/")
    console.line(f"Every mail that is sent, the codes too: {address}/demo/postvak/")
    console.line("Ctrl-C stops it; the data stays in var/demo.")


def cast(checkout: Checkout) -> list[dict[str, Any]]:
    """The people to sign in as, from the demo's own list."""
    told = json.loads((checkout.root / "site" / "home" / "demo" / "people.json").read_text(encoding="utf-8"))
    return [person for person in told["people"] if person["key"] in CAST]


def watch(family: Family) -> None:
    """Wait until a signal stops us (Stopped) or a child ends by itself (LaunchError)."""
    parent = os.getppid() if "MAKELEVEL" in os.environ else None
    while True:
        time.sleep(LOOK_EVERY_SECONDS)
        if ended := family.ended():
            raise crash(ended)
        if not family.keeper_is_alive():
            raise LaunchError("The process that guards the children was ended, so everything is.")
        if parent is not None and os.getppid() != parent:
            raise Stopped


def crash(child: Child) -> LaunchError:
    """What to say when CHILD ended by itself."""
    ending = how_it_ended(child.process.returncode)
    sentence = f"The {child.name} process stopped by itself ({ending}), so everything is stopped."
    return LaunchError(sentence, detail="" if child.shown else child.told())
