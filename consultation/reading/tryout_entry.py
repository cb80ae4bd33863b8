"""The way from a version to the fictional cases that its members try the method on."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from consultation.reading.access import OpenVersion
from consultation.tryouts.models import Tryout
from handbook.frameworks import framework_of_version


@dataclass(frozen=True, slots=True)
class TryoutEntry:
    """The try-out of a version that runs now: where it is, how many cases it has, and how many this reader finished."""

    url: str
    total: int
    finished: int

    @property
    def is_done(self) -> bool:
        return self.finished >= self.total


def tryout_entry(opened: OpenVersion) -> TryoutEntry | None:
    """The try-out that runs in the round of this version, if one does.

    One query, and none for a version without decision steps, outside its round, or for a visitor.
    """
    if not opened.round_is_open or not opened.user.is_authenticated or not framework_of_version(opened.version):
        return None
    running = Tryout.objects.begun(opened.at).filter(round=opened.round).with_progress(opened.user)
    found = running.filter(case_count__gt=0).first()
    if found is None:
        return None
    version = opened.round.version
    return TryoutEntry(reverse("tryout", args=[version.slug, version.label]), found.case_count, found.finished_count)
