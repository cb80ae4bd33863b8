"""The targets that run pytest: what each leaves out, and what it demands."""

from __future__ import annotations

import os
from collections.abc import Sequence

from . import environment
from .checkout import Checkout
from .children import Family
from .console import Console
from .failures import LaunchError
from .steps import catalogue_step, front_steps, make_all, packages_step

PROCESSES = "2"
BESIDE_EACH_OTHER = ("-n", PROCESSES, "--dist", "loadgroup", "--no-loadscope-reorder")
"""One test, or one group that shares something costly, at a time and in order (tests/fixtures/sharing.py). Tests with real
transactions come last for a reason: each leaves an empty database."""

SLOWEST = ("--durations", "15", "--durations-min", "10")
"""Each run names the tests that took longest, so that it is seen when one grows."""


def set_up(*, checkout: Checkout, family: Family, front_end: bool = True) -> None:
    """Make the environment with what tests and checks need, the messages and the front end."""
    steps = [packages_step(checkout=checkout, family=family, locks=environment.TEST)]
    if front_end:
        steps += front_steps(checkout=checkout, family=family)
    steps.append(catalogue_step(checkout=checkout, family=family))
    make_all(steps, console=Console(total=sum(step.is_due for step in steps)))


def test(*, checkout: Checkout) -> int:
    """The suite on the embedded default, without the endurance tests."""
    return _pytest(checkout, [*BESIDE_EACH_OTHER, "-m", "not endurance and not services"])


def test_all(*, checkout: Checkout) -> int:
    """The suite on the embedded default, endurance tests and all."""
    return _pytest(checkout, [*BESIDE_EACH_OTHER, "-m", "not services"])


def test_services(*, checkout: Checkout) -> int:
    """The suite without the browser on the PostgreSQL and the Redis that the caller names. Raises LaunchError without."""
    missing = [name for name in ("DATABASE_URL", "REDIS_URL") if not os.environ.get(name)]
    if missing:
        raise LaunchError(f"Set {' and '.join(missing)} to a PostgreSQL and a Redis that the tests may fill and empty.")
    services = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL")}
    return _pytest(checkout, [*BESIDE_EACH_OTHER, "-m", "not browser"], KLANKBORD_MUST_RUN="services", **services)


def bench(*, checkout: Checkout) -> int:
    """The benchmarks, one after the other so that none slows another; on the caller's PostgreSQL if there is one."""
    database = {name: os.environ[name] for name in ("DATABASE_URL",) if os.environ.get(name)}
    return _pytest(checkout, ["tests/benchmarks", "--benchmarks", "-q"], **database)


def pictures(*, checkout: Checkout) -> int:
    """The screenshots of the documentation."""
    with Family() as family:
        set_up(checkout=checkout, family=family)
        return family.show([checkout.python, "-m", "tests.pictures"], environ=_environ(checkout), cwd=checkout.root)


def _pytest(checkout: Checkout, arguments: Sequence[str], **variables: str) -> int:
    with Family() as family:
        set_up(checkout=checkout, family=family)
        return family.show(
            [checkout.python, "-m", "pytest", *SLOWEST, *arguments], environ=_environ(checkout) | variables, cwd=checkout.root
        )


def _environ(checkout: Checkout) -> dict[str, str]:
    """The tests' own installation: nothing of the caller's database, broker or secrets."""
    environ = checkout.environ(KLANKBORD_MODE="test", KLANKBORD_VAR=checkout.var / "test")
    for name in ("REDIS_URL", "CACHE_URL", "SECRET_KEY", "BASE_URL", "PORT"):
        environ.pop(name, None)
    return environ
