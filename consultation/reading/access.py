"""From an address to what this reader may see: what one may not see is a 404, by whichever address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils.timezone import localdate

from consultation.rounds.models import Round, round_of
from handbook.models import HandbookPage, Status, Version


@dataclass(frozen=True, slots=True)
class OpenVersion:
    """A version that this reader may read, with its round and the newest version that she may read as well."""

    version: Version
    round: Round | None
    newest: Version
    status: str
    user: Any
    at: datetime

    @property
    def is_newest(self) -> bool:
        return self.newest.pk == self.version.pk

    @property
    def is_withdrawn(self) -> bool:
        return self.status == Status.WITHDRAWN

    @property
    def round_is_open(self) -> bool:
        return self.round is not None and self.round.is_open(self.at)

    @property
    def days_left(self) -> int | None:
        """Whole days until the round closes, in the site's time zone; 0 is today, None when it is not open."""
        return days_until(self.round.closes_at, self.at) if self.round is not None and self.round.is_open(self.at) else None


def days_until(moment: datetime, at: datetime) -> int:
    """Calendar days between two instants on the reader's wall clock; never below 0."""
    return max(0, (localdate(moment) - localdate(at)).days)


def find_handbook(slug: str) -> HandbookPage:
    """The living handbook with this address. Its title and public brief may be read by everybody.

    Raises:
        Http404: no published handbook has this address.
    """
    page = HandbookPage.objects.live().filter(slug=slug).first()
    if page is None:
        raise Http404
    return page


def open_version(*, user: Any, slug: str, label: str, at: datetime) -> OpenVersion:
    """The version at this address for this reader, in one query.

    Raises:
        Http404: there is no such version, or it is not for this reader.
    """
    visible = list(
        Version.objects.filter(handbook_key__in=HandbookPage.objects.filter(slug=slug).values("key"), frozen_at__lte=at)
        .visible_to(user)
        .with_status(why=False)
        .select_related("round", "corrects__round")
        .order_by("ordinal")
    )
    version = next((one for one in visible if one.label == label), None)
    if version is None:
        raise Http404
    standing = [one for one in visible if one.current_status != Status.WITHDRAWN] or visible
    return OpenVersion(
        version=version,
        round=round_of(version),
        newest=standing[-1],
        status=version.current_status,
        user=user,
        at=at,
    )
