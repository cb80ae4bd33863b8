"""The kinds of jobs: which function does the work of which kind. Slices register theirs when their app is ready."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.utils.functional import Promise

from consultation.jobs.errors import UnknownKind

if TYPE_CHECKING:
    from consultation.jobs.models import Job


class Progress(Protocol):
    """Tells how far a job is and renews its lease; cheap to call for every row. Raises LeaseLost."""

    def __call__(self, done: int, total: int, step: str = "") -> None: ...


Run = Callable[["Job", Progress], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class JobKind:
    """One kind: its work, and what its status page calls it."""

    run: Run
    label: str | Promise
    private: bool = False


_kinds: dict[str, JobKind] = {}


def job_kind(name: str, *, label: str | Promise = "", private: bool = False) -> Callable[[Run], Run]:
    """Registers the decorated function as the work of kind ``name``; ``label`` is the title of its status page.
    A ``private`` one is seen by who asked for it and by nobody else, editors and administrators included.

    The function takes the job row and ``progress``. It returns what the row keeps as its result (JSON), or None. It
    may run again after a worker was killed in the middle, so it does all in one transaction or goes on where it was;
    work that must not be tried again raises ``JobRefused`` with a sentence for the person who asked. A result with a
    ``url`` becomes a link on the status page.
    """

    def decorate(function: Run) -> Run:
        known = _kinds.get(name)
        if known is not None and known.run.__module__ != function.__module__:
            raise ValueError(f"the kind {name} is registered already, by {known.run.__module__}")
        _kinds[name] = JobKind(function, label, private)
        return function

    return decorate


def work_of(kind: str) -> Run:
    """The function of ``kind``. Raises UnknownKind."""
    try:
        return _kinds[kind].run
    except KeyError:
        raise UnknownKind(f"no work is registered for {kind!r}") from None


def label_of(kind: str) -> str | Promise:
    """What the status page calls ``kind``; empty for one that is not known any more."""
    return _kinds[kind].label if kind in _kinds else ""


def private_kinds() -> list[str]:
    """The kinds whose jobs only those see who asked for them."""
    return [name for name, kind in _kinds.items() if kind.private]
