"""`make check`: every tool says its piece, then the sum; one that fails does not hide what the next would have said."""

from __future__ import annotations

import time
from collections.abc import Sequence

from .checkout import Checkout
from .children import Family
from .console import Console
from .suite import set_up

CHECKS: dict[str, Sequence[str]] = {
    "ruff check": ("ruff", "check", "."),
    "ruff format": ("ruff", "format", "--check", "--quiet", "."),
    "djade": ("djade", "--check", "--target-version", "5.2", "templates/**/*.html"),
    "mypy": ("mypy",),
    "import rules": ("lint-imports", "--no-logo"),
    "migrations": ("python", "manage.py", "makemigrations", "--check", "--dry-run"),
    "system check": ("python", "manage.py", "check", "--fail-level", "WARNING"),
    "layout, messages, links, licences": ("python", "-m", "pytest", "tests/architecture", "-q", "-m", "not endurance"),
}


def check(*, checkout: Checkout) -> int:
    """Run every check and tell which failed. Returns 1 when one did."""
    console, failed = Console(), []
    with Family() as family:
        set_up(checkout=checkout, family=family)
        environ = checkout.environ(KLANKBORD_MODE="test", KLANKBORD_VAR=checkout.var / "test")
        for title, argv in CHECKS.items():
            began = time.monotonic()
            code = family.show(_spelled_out(argv, checkout=checkout), environ=environ, cwd=checkout.root)
            console.line(f"{'failed' if code else 'passed'}: {title} ({time.monotonic() - began:.0f} s)")
            if code:
                failed.append(title)
    console.line(f"{len(CHECKS) - len(failed)} checks passed, {len(failed)} failed{': ' if failed else ''}{', '.join(failed)}.")
    return 1 if failed else 0


def _spelled_out(argv: Sequence[str], *, checkout: Checkout) -> list[str]:
    """The command with the environment's programs and with its patterns filled in: no shell does it for us."""
    spelled = [str(checkout.venv / "bin" / argv[0])]
    for argument in argv[1:]:
        names = sorted(str(path.relative_to(checkout.root)) for path in checkout.root.glob(argument)) if "*" in argument else []
        spelled += names or [argument]
    return spelled
