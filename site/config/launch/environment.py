"""The environment `.venv`: made with `venv` or `virtualenv`, filled from the lock files, hashes checked.

uv does the filling: measured on a bare machine with cold caches, 8 s with its own installation against pip's 39 s. Where
uv cannot be had, or cannot reach an index that only pip is configured for, pip does it.
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from . import stamps
from .checkout import Checkout, interpreter
from .children import Family
from .console import Report
from .failures import LaunchError

RUN = ("requirements.lock", "requirements-build.lock")
"""What `make run` needs: the product with its embedded broker; what builds the front end, and uv."""
TEST = (*RUN, "requirements-dev.lock")


def is_due(*, checkout: Checkout, locks: Sequence[str]) -> bool:
    """Whether the environment lacks what LOCKS ask for, or belongs to another interpreter."""
    if not checkout.python.exists():
        return True
    made = _stamp(checkout)
    return made.get("python") != interpreter()[1] or any(made.get(name) != _fingerprint(checkout, name) for name in locks)


def make(*, checkout: Checkout, locks: Sequence[str], family: Family, report: Report) -> None:
    """Bring `.venv` to what LOCKS say. An interrupted run is taken up by the next. Raises LaunchError."""
    if not _usable(checkout):
        report("making it")
        shutil.rmtree(checkout.venv, ignore_errors=True)
        _create(checkout=checkout, family=family)
    made = {name: value for name, value in _stamp(checkout).items() if name.endswith(".lock")}
    _stamp_file(checkout).unlink(missing_ok=True)
    _fill(checkout=checkout, locks=locks, family=family, report=report)
    made |= {name: _fingerprint(checkout, name) for name in locks}
    stamps.write(_stamp_file(checkout), json.dumps({"python": interpreter()[1]} | made, indent=1))


def _stamp_file(checkout: Checkout) -> Path:
    return checkout.venv / "klankbord.json"


def _stamp(checkout: Checkout) -> dict[str, str]:
    try:
        return dict(json.loads(stamps.read(_stamp_file(checkout)) or "{}"))
    except ValueError:
        return {}


def _fingerprint(checkout: Checkout, name: str) -> str:
    return stamps.digest([checkout.root / name], root=checkout.root)


def _usable(checkout: Checkout) -> bool:
    """Whether `.venv` runs, has pip, and was made from the interpreter that we run on."""
    version = interpreter()[1]
    ask = "import os, sys, pip; print(sys.version.split()[0], os.path.realpath(sys.base_prefix))"
    try:
        answer = subprocess.run([checkout.python, "-c", ask], capture_output=True, text=True, check=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return False
    return answer.stdout.strip() == version


def _create(*, checkout: Checkout, family: Family) -> None:
    """Make an empty environment with pip, by the first of three ways that works."""
    base = interpreter()[0]
    folder = str(checkout.venv)
    ways = [[base, "-m", "venv", folder], [base, "-m", "virtualenv", folder]]
    if shutil.which("virtualenv"):
        ways.append(["virtualenv", "--python", base, folder])
    for argv in ways:
        with contextlib.suppress(LaunchError):
            family.run(argv, name="venv", environ=checkout.environ(), cwd=checkout.root)
            return
        shutil.rmtree(checkout.venv, ignore_errors=True)
    raise LaunchError(
        f"{base} can make no environment: install its venv module (Debian and Ubuntu: `apt install python3-venv`) or "
        "virtualenv, or choose another interpreter with `make run PYTHON=…`."
    )


def _fill(*, checkout: Checkout, locks: Sequence[str], family: Family, report: Report) -> None:
    environ = checkout.environ(PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1")
    asked = [part for name in locks for part in ("-r", checkout.root / name)]

    def run(*argv: str | Path) -> None:
        family.run(argv, name=Path(argv[0]).name, environ=environ, cwd=checkout.root, on_line=report)

    pip = (checkout.python, "-m", "pip", "install", "--quiet", "--require-hashes")
    try:
        report("getting uv")
        with _lock_of_one(checkout.root / "requirements-build.lock", package="uv") as lock:
            run(*pip, "--no-deps", "-r", lock)
        report("resolving")
        uv = checkout.venv / "bin" / "uv"
        run(uv, "pip", "install", "--system-certs", "--no-config", "--python", checkout.python, "--require-hashes", *asked)
    except LaunchError:
        report("uv could not; pip takes over")
        try:
            run(*pip, *asked)
        except LaunchError as error:
            raise LaunchError(
                "The Python packages could not be installed; check the connection to the package registry (or the "
                "settings of its proxy or mirror) and run the same command again.",
                detail=error.detail,
            ) from error


@contextlib.contextmanager
def _lock_of_one(lock: Path, *, package: str) -> Iterator[Path]:
    """A lock file with PACKAGE only, so that pip checks the hashes of what installs the rest too."""
    entry = re.search(rf"^{re.escape(package)}==[^\n]*\\\n(?:[ \t]+[^\n]*\n?)+", lock.read_text(encoding="utf-8"), re.MULTILINE)
    if not entry:
        raise LaunchError(f"{lock.name} does not hold {package}; `make lock` writes it anew.")
    with tempfile.TemporaryDirectory(prefix="klankbord-") as folder:
        path = Path(folder) / "one.lock"
        path.write_text(entry[0], encoding="utf-8")
        yield path
