"""The kinds of jobs: which function does the work of which kind. Slices register theirs when their app is ready."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from consultation.jobs.errors import UnknownKind

if TYPE_CHECKING:
    from consultation.jobs.models import Job


class Progress(Protocol):
    """Tells how far a job is and renews its lease; cheap to call for every row. Raises LeaseLost."""

    def __call__(self, done: int, total: int, step: str = "") -> None: ...


Run = Callable[["Job", Progress], Mapping[str, Any] | None]
_kinds: dict[str, Run] = {}


def job_kind(name: str) -> Callable[[Run], Run]:
    """Registers the decorated function as the work of kind ``name``.

    The function takes the job row and ``progress``. It returns what the row keeps as its result (JSON), or None. It
    may run again after a worker was killed in the middle, so it does all in one transaction or goes on where it was;
    work that must not be tried again raises ``JobRefused`` with a sentence for the person who asked.
    """

    def decorate(function: Run) -> Run:
        known = _kinds.get(name)
        if known is not None and (known.__module__, known.__qualname__) != (function.__module__, function.__qualname__):
            raise ValueError(f"the kind {name} is registered already, by {known.__module__}")
        _kinds[name] = function
        return function

    return decorate


def work_of(kind: str) -> Run:
    """The function of ``kind``. Raises UnknownKind."""
    try:
        return _kinds[kind]
    except KeyError:
        raise UnknownKind(f"no work is registered for {kind!r}") from None


def known_kinds() -> list[str]:
    """The names of all registered kinds."""
    return sorted(_kinds)
