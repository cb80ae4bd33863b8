"""The targets that keep a checkout in order: messages, lock files, and away with what make made."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

from . import environment
from .checkout import Checkout, chosen_port
from .children import Family
from .console import Console
from .failures import LaunchError
from .locking import hold
from .steps import make_all, packages_step
from .suite import set_up

MADE = (
    ".venv",
    "node_modules",
    "site/static",
    "var/new",
    "var/test",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".import_linter_cache",
    ".hypothesis",
    "dist",
)
LOCKED = {
    "requirements.lock": ("pyproject.toml", "--extra", "embedded"),
    "requirements-build.lock": ("--group", "pyproject.toml:build", "-c", "requirements.lock"),
    "requirements-dev.lock": ("--group", "pyproject.toml:dev", "-c", "requirements.lock"),
}


def messages(*, checkout: Checkout) -> int:
    """Bring the Dutch catalogue to the messages of the code; exit code 1 as long as one lacks its Dutch."""
    with Family() as family:
        set_up(checkout=checkout, family=family, front_end=False)
        argv = [str(checkout.python), str(Path(__file__).parent), "catalogue", "update"]
        return family.show(argv, environ=checkout.environ(), cwd=checkout.root)


def lock(*, checkout: Checkout) -> int:
    """Write the lock files anew, for every platform and Python at once, with hashes and without an address."""
    console = Console()
    with Family() as family:
        make_all([packages_step(checkout=checkout, family=family, locks=environment.RUN)], console=console)
        uv = (str(checkout.venv / "bin" / "uv"), "pip", "compile", "--quiet", "--system-certs")
        universal = ("--universal", "--python-version", "3.11", "--generate-hashes")
        bare = ("--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate")
        for name, sources in LOCKED.items():
            with console.step(name):
                argv = [*uv, *universal, *bare, *sources, "-o", name]
                family.run(argv, name="uv", environ=checkout.environ(), cwd=checkout.root)
                refuse_address(checkout.root / name)
    return 0


def refuse_address(path: Path) -> None:
    """Raises LaunchError when a lock file names a host: it must install from whatever registry a machine reaches."""
    if found := re.search(r"\S*(?:https?|file)://\S*", path.read_text(encoding="utf-8")):
        raise LaunchError(f"{path.name} holds an address ({found[0]}); a lock file holds names, versions and hashes only.")


def clean(*, checkout: Checkout) -> int:
    """Remove what make made: environment, packages, builds, caches. The data stays."""
    with hold(checkout=checkout, port=chosen_port()):
        for name in MADE:
            shutil.rmtree(checkout.root / name, ignore_errors=True)
        for path in (checkout.root / "locale").rglob("*.mo"):
            path.unlink()
        _remove_byte_code(checkout.root)
    return 0


def reset(*, checkout: Checkout) -> int:
    """Remove the data too, after a yes. Without a terminal and without YES=1 it refuses."""
    with hold(checkout=checkout, port=chosen_port()):
        if os.environ.get("YES") != "1" and not _agreed(checkout):
            sys.stdout.write("Nothing was removed.\n")
            return 1
        shutil.rmtree(checkout.data, ignore_errors=True)
        shutil.rmtree(checkout.building, ignore_errors=True)
    sys.stdout.write("The data is gone; `make run` makes a new demo.\n")
    return 0


def _agreed(checkout: Checkout) -> bool:
    sys.stdout.write(f"This removes {checkout.data} with everything that was written in the demo. Type yes to go on: ")
    sys.stdout.flush()
    try:
        return input().strip().lower() in {"yes", "ja"}
    except EOFError:
        return False


def _remove_byte_code(root: Path) -> None:
    for room in ("site", "handbook", "consultation", "tests"):
        for folder in [*(root / room).rglob("__pycache__")]:
            shutil.rmtree(folder, ignore_errors=True)
