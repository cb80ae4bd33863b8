"""Where things are in a checkout, and what the person who typed `make` chose."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from .failures import LaunchError

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True)
class Checkout:
    """The folders that `make` reads and writes, from one root."""

    root: Path = ROOT

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def var(self) -> Path:
        return self.root / "var"

    @property
    def data(self) -> Path:
        """The demo's database and files, complete by construction: see `database.py`."""
        return self.var / "demo"

    @property
    def building(self) -> Path:
        """Where the first build grows. What lies here was interrupted and is worth nothing."""
        return self.var / "new"

    @property
    def site_packages(self) -> Path:
        """The environment's packages; only there once the environment is."""
        return next(iter(sorted((self.venv / "lib").glob("python3*/site-packages"))), self.venv / "lib")

    def environ(self, **values: str | Path) -> dict[str, str]:
        """The environment of a child: the caller's, our import roots, and VALUES.

        DATABASE_URL and DJANGO_SETTINGS_MODULE are the caller's own affairs only where a command says so.
        """
        environ = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "PYTHONHOME"}}
        environ["PYTHONPATH"] = os.pathsep.join([str(self.root), str(self.root / "site")])
        environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        environ["PYTHONUNBUFFERED"] = "1"
        # The packages' byte code is half of a quick second start, and the environment is ours to write in.
        environ.pop("PYTHONDONTWRITEBYTECODE", None)
        return environ | {name: str(value) for name, value in values.items()}


def interpreter() -> tuple[str, str]:
    """The base interpreter that runs us and its identity, also when it is itself the python of an environment."""
    executable = getattr(sys, "_base_executable", None) or sys.executable
    return executable, f"{sys.version.split()[0]} {os.path.realpath(sys.base_prefix)}"


def chosen_port() -> int:
    """PORT, or 8000. Raises LaunchError for what is no port."""
    text = os.environ.get("PORT") or "8000"
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise LaunchError(f"PORT is {text!r}; choose a number from 1024 to 65535, for example `make run PORT=8001`.")
    return int(text)
