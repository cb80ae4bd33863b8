"""What may have to be made before anything can start, each with the question whether it is due."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import environment, frontend
from .checkout import Checkout
from .children import Family
from .console import Console, Report


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that may have to be made before the start."""

    title: str
    is_due: bool
    make: Callable[[Report], None]


def packages_step(*, checkout: Checkout, family: Family, locks: Sequence[str]) -> Step:
    """The step that makes the environment from LOCKS."""
    return Step(
        "Python packages",
        environment.is_due(checkout=checkout, locks=locks),
        lambda report: environment.make(checkout=checkout, locks=locks, family=family, report=report),
    )


def front_steps(*, checkout: Checkout, family: Family) -> list[Step]:
    """The steps from npm packages to style sheet and script."""
    packages = frontend.packages_are_due(checkout=checkout)
    return [
        Step(
            "Front-end packages",
            packages,
            lambda report: frontend.install_packages(checkout=checkout, family=family, report=report),
        ),
        Step(
            "Front-end build",
            packages or frontend.build_is_due(checkout=checkout),
            lambda report: frontend.build(checkout=checkout, family=family, report=report),
        ),
    ]


def catalogue_step(*, checkout: Checkout, family: Family) -> Step:
    """The step that compiles the Dutch messages."""
    source = checkout.root / "locale" / "nl" / "LC_MESSAGES" / "django.po"
    compiled = source.with_suffix(".mo")
    argv = [str(checkout.python), str(Path(__file__).parent), "catalogue", "compile"]
    return Step(
        "Dutch messages",
        source.exists() and (not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime),
        lambda report: _discard(family.run(argv, name="catalogue", environ=checkout.environ(), cwd=checkout.root)),
    )


def _discard(_lines: str) -> None:
    return None


def make_all(steps: Sequence[Step], *, console: Console) -> None:
    """Make what is due, in this order, and show it."""
    for step in steps:
        if step.is_due:
            with console.step(step.title) as report:
                step.make(report)
