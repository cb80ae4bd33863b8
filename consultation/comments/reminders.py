"""The mail before a round closes: to whom, what it says, and whether it is still true when it is about to go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, override

from consultation.comments.models import NothingToAdd
from consultation.comments.passing import pass_path
from consultation.comments.planning import Planned
from consultation.comments.work_left import WorkLeft, work_left
from consultation.delivery.actions import tell
from consultation.delivery.calendar import day_of
from consultation.delivery.kinds import Kind, register
from consultation.people.models import OBSERVERS, User
from consultation.rounds.models import Round, describe_instant

CLOSES_SOON = "comments.closes_soon"
AT_A_TIME = 500


def register_kind() -> None:
    """Makes the kind known; called when the app is ready."""
    label = _("A round closes soon and you still have something to do")
    register(Kind(CLOSES_SOON, label, "comments/closes_soon", bulk=True, still_due=still_due, can_wait=False))


def receivers(round: Round, *, joined_by: datetime) -> QuerySet[User]:
    """Active members of the audience who had joined by then: no observers, and nobody who has nothing to add."""
    observers = User.groups.through.objects.filter(group__name=OBSERVERS)
    passed = NothingToAdd.objects.filter(round=round, submitter__user__isnull=False)
    members = User.objects.active_in(round.audience.all()).filter(joined_at__lte=joined_by)
    return members.exclude(pk__in=observers.values("user_id")).exclude(pk__in=passed.values("submitter__user")).order_by("pk")


def tell_closes_soon(*, round: Round, planned: Planned, at: datetime) -> int:
    """One notice and one mail to each member with work left; who has drafts is led to these. Returns how many.

    A fixed number of queries for every five hundred members.
    """
    told = 0
    for people in _pieces(receivers(round, joined_by=planned.at)):
        left = work_left(round=round, users=people)
        busy = [user for user in people if not left[user.pk].is_done]
        for has_drafts in (True, False):
            told += tell(
                kind=CLOSES_SOON,
                users=[user for user in busy if bool(left[user.pk].drafts) is has_drafts],
                topic=topic_of(round, planned),
                title=_title(round, has_drafts=has_drafts),
                url=_drafts_path(round) if has_drafts else reverse("first-section"),
                context_for=_context(round, left, at),
                at=at,
            )
    return told


def topic_of(round: Round, planned: Planned) -> str:
    """Names the reminder and the closing that it tells, to the minute."""
    return f"round:{round.pk}:reminder:{planned.days}:{_stamp(round.closes_at)}"


def still_due(row: Any) -> str | None:
    """Why a waiting reminder must not go any more, or None.

    Asked with a claimed mail only, since no digest tells it. The end of its lease is compared and not its beginning: a mail
    goes before its lease runs out, so that none goes after the round has closed, however slow the mail server is.
    """
    _round, round_id, _reminder, _days, stamp = row.topic.split(":")
    round = Round.objects.select_related("version").filter(pk=round_id).first()
    if round is None or row.user is None or row.lease_until is None or not round.is_open(row.lease_until):
        return gettext_noop("the round has closed")
    if _stamp(round.closes_at) != stamp:
        return gettext_noop("the closing date moved")
    if not receivers(round, joined_by=row.created_at).filter(pk=row.user_id).exists():
        return gettext_noop("the receiver left the round or has nothing to add")
    if work_left(round=round, users=[row.user])[row.user_id].is_done:
        return gettext_noop("the receiver has nothing left to do")
    return None


def _title(round: Round, *, has_drafts: bool) -> Any:
    closes_on = lazy(describe_instant, str)(round.closes_at)
    label = round.version.label
    if has_drafts:
        return format_lazy(_("Your drafts are not posted yet: version {label} closes on {date}"), label=label, date=closes_on)
    return format_lazy(_("Version {label} closes on {date}"), label=label, date=closes_on)


def _context(round: Round, left: dict[int, WorkLeft], at: datetime) -> Callable[[User], dict[str, Any]]:
    days_left = (day_of(round.closes_at) - day_of(at)).days

    def context_for(user: User) -> dict[str, Any]:
        mine = left[user.pk]
        with override(user.language):
            return {
                "handbook": round.version.title,
                "label": round.version.label,
                "closes_on": describe_instant(round.closes_at),
                "closing_day": date_format(localtime(round.closes_at), "j F"),
                "days_left": days_left,
                "drafts": mine.drafts,
                "sections": mine.sections,
                "minutes": mine.minutes,
                "questions": mine.questions,
                "read_url": settings.BASE_URL + reverse("first-section"),
                "pass_url": settings.BASE_URL + pass_path(user=user, round_id=round.pk),
            }

    return context_for


def _drafts_path(round: Round) -> str:
    return reverse("round-drafts", args=[round.pk])


def _stamp(closes_at: datetime) -> str:
    return f"{closes_at.astimezone(UTC):%Y%m%d%H%M}"


def _pieces(users: QuerySet[User]) -> Iterator[list[User]]:
    walk: Iterable[User] = users.iterator(chunk_size=AT_A_TIME)
    rows = iter(walk)
    while people := list(islice(rows, AT_A_TIME)):
        yield people
