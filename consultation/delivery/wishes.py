"""What receivers chose, with the defaults filled in: which kind at which pace, and when the next digest may come."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Self

from consultation.delivery import calendar
from consultation.delivery.kinds import Kind
from consultation.delivery.models import Preference, Rhythm

Pace = Preference.Pace


@dataclass(frozen=True, slots=True)
class Wishes:
    """One person's choices. ``paces`` holds only what she chose herself, by the name of the kind."""

    hour: int = Rhythm.DEFAULT_HOUR
    weekday: int = Rhythm.Weekday.MONDAY
    most_a_day: int = Rhythm.DEFAULT_MOST
    paused_until: date | None = None
    paces: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, rhythm: Rhythm | None, paces: Mapping[str, str]) -> Self:
        if rhythm is None:
            return cls(paces=paces)
        return cls(rhythm.hour, rhythm.weekday, rhythm.most_a_day, rhythm.paused_until, paces)

    def pace_of(self, kind: Kind) -> str:
        """Her pace for a kind. One that cannot wait for a digest comes at once or never, one that no mail tells by itself
        comes in a digest or never.
        """
        pace = self.paces.get(kind.name) or kind.default_pace
        if not kind.alone and pace == Pace.AT_ONCE:
            return kind.default_pace
        return pace if kind.can_wait or pace == Pace.NEVER else Pace.AT_ONCE

    def is_paused(self, at: datetime) -> bool:
        """Whether she wants no mails today."""
        return self.paused_until is not None and calendar.day_of(at) < self.paused_until

    def wants_now(self, kind: Kind, at: datetime) -> bool:
        """Whether a mail of this kind may go by itself at this instant."""
        return kind.transactional or (self.pace_of(kind) == Pace.AT_ONCE and not self.is_paused(at))

    def digest_at(self, kind: Kind, *, after: datetime) -> datetime:
        """The instant of her next digest that may tell of this kind, strictly after ``after``."""
        if self.pace_of(kind) == Pace.WEEKLY:
            return calendar.next_weekly(after, weekday=self.weekday, hour=self.hour, not_before=self.paused_until)
        return self.next_day(after=after)

    def look_at(self, kind: Kind, *, after: datetime) -> datetime | None:
        """When to look next for what is new in a stream, None when she wants to hear nothing of it."""
        return None if self.pace_of(kind) == Pace.NEVER else self.digest_at(kind, after=after)

    def next_day(self, *, after: datetime) -> datetime:
        """Her hour on the next working day that is not in her pause."""
        return calendar.next_daily(after, hour=self.hour, not_before=self.paused_until)


def wishes_of(users: Collection[int]) -> dict[int, Wishes]:
    """The wishes of each of these accounts; two queries, whatever their number."""
    paces: dict[int, dict[str, str]] = {user: {} for user in users}
    for user, kind, pace in Preference.objects.filter(user__in=users).values_list("user", "kind", "pace"):
        paces[user][kind] = pace
    rhythms = {rhythm.user_id: rhythm for rhythm in Rhythm.objects.filter(user__in=users)}
    return {user: Wishes.of(rhythms.get(user), paces[user]) for user in users}
