"""How many: subscriptions by month, and what became of the mails of an issue. Nobody's opening or clicking is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min
from django.db.models.functions import TruncMonth

from consultation.delivery.models import Email
from consultation.newsletter.letters import ISSUE
from consultation.newsletter.models import IssuePage, Subscription, SubscriptionConsent

MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class IssueCounts:
    """Of the mails of one issue; ``first`` leads to the sending in the list of sendings, None before it has one."""

    total: int
    waiting: int
    sent: int
    failed: int
    uncertain: int
    withdrawn: int
    first: int | None


@dataclass(frozen=True, slots=True)
class MonthCounts:
    """How many confirmed and how many stopped in a month; who moved to another address counts in both."""

    month: datetime
    given: int
    withdrawn: int


def counts_of(issues: Sequence[IssuePage]) -> dict[int, IssueCounts]:
    """One query, however many issues and mails."""
    by_topic = {issue.topic: issue.pk for issue in issues}
    mails = Email.objects.filter(kind=ISSUE, topic__in=by_topic).order_by()
    found: dict[int, Counter[str]] = {pk: Counter() for pk in by_topic.values()}
    first: dict[int, int] = {}
    for topic, state, count, lowest in mails.values_list("topic", "state").annotate(n=Count("pk"), low=Min("pk")):
        pk = by_topic[topic]
        found[pk][state] = count
        first[pk] = min(lowest, first.get(pk, lowest))
    return {pk: _issue_counts(states, first.get(pk)) for pk, states in found.items()}


def standing() -> dict[str, int]:
    """How many get the newsletter at this moment, and how many have yet to confirm."""
    state = Subscription.State
    rows = dict(Subscription.objects.order_by().values_list("state").annotate(n=Count("pk")))
    return {"active": rows.get(state.ACTIVE, 0), "waiting": rows.get(state.UNCONFIRMED, 0)}


def months(*, at: datetime) -> list[MonthCounts]:
    """The last ``MONTHS_SHOWN`` months in which something happened, newest first."""
    since = at - timedelta(days=31 * MONTHS_SHOWN)
    rows = (
        SubscriptionConsent.objects.filter(happened_at__gte=since)
        .order_by()
        .annotate(month=TruncMonth("happened_at"))
        .values_list("month", "act")
        .annotate(n=Count("pk"))
    )
    counted: dict[datetime, Counter[str]] = {}
    for month, act, count in rows:
        counted.setdefault(month, Counter())[act] = count
    act = SubscriptionConsent.Act
    return [
        MonthCounts(month, counted[month][act.GIVEN], counted[month][act.WITHDRAWN]) for month in sorted(counted, reverse=True)
    ]


def _issue_counts(states: Counter[str], first: int | None) -> IssueCounts:
    state = Email.State
    return IssueCounts(
        total=states.total(),
        waiting=states[state.QUEUED] + states[state.SENDING] + states[state.PAUSED],
        sent=states[state.SENT],
        failed=states[state.FAILED],
        uncertain=states[state.UNCERTAIN],
        withdrawn=states[state.WITHDRAWN],
        first=first,
    )
