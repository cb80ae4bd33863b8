"""What members hear about a round itself: it opened later than its version, its closing moved, it closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext_lazy, gettext_noop, override

from consultation.delivery.actions import tell, withdraw_topic
from consultation.delivery.kinds import Kind, register
from consultation.people.models import User
from consultation.rounds.models import Round, WindowChange, describe_instant

OPENED = "rounds.opened"
MOVED = "rounds.moved"
CLOSED = "rounds.closed"


def register_kinds() -> None:
    """Makes the kinds of this slice known; called when the app is ready."""
    register(Kind(name=OPENED, label=gettext_lazy("A round opens"), template="rounds/opened", bulk=True))
    register(Kind(name=MOVED, label=gettext_lazy("The closing date of a round moves"), template="rounds/moved", bulk=True))
    register(Kind(name=CLOSED, label=gettext_lazy("A round closed"), template="rounds/closed", bulk=True))


def audience_of(round: Round) -> QuerySet[User]:
    """Active members of the audience, each once."""
    return User.objects.active_in(round.audience.all()).order_by("pk")


def topic_of_change(change: WindowChange) -> str:
    return f"round:{change.round_id}:move:{change.pk}"


def withdraw_waiting(*, change: WindowChange, at: datetime) -> None:
    """Takes back what still waits about an earlier move: two dates in one mailbox would contradict each other."""
    withdraw_topic(topic=topic_of_change(change), reason=gettext_noop("the closing date moved again"), at=at)


def tell_window_moved(*, round: Round, change: WindowChange, reopened: bool, at: datetime) -> int:
    """One notice and one mail to each member of the audience, with the reason."""
    facts = {"reason": change.reason, "reopened": reopened, "earlier": change.closes_after < change.closed_before}
    title = gettext_lazy("New closing date: {version}")
    return _tell(MOVED, round=round, title=title, topic=topic_of_change(change), facts=facts, body=change.reason, at=at)


def tell_opened(*, round: Round, at: datetime) -> int:
    """One notice and one mail to each member of the audience when the announced opening has come."""
    title = gettext_lazy("You can react now: {version}")
    return _tell(
        OPENED,
        round=round,
        title=title,
        topic=f"round:{round.pk}:open",
        facts={"intro": round.intro, "asked": round.asked_sections()},
        at=at,
    )


def tell_closed(*, round: Round, at: datetime) -> int:
    """One notice and one mail to each member of the audience; says until when a draft can still be posted."""
    title = gettext_lazy("The round closed: {version}")
    topic = f"round:{round.pk}:close:{round.closes_at:%Y%m%d%H%M}"
    return _tell(CLOSED, round=round, title=title, topic=topic, facts={"blind": round.blind}, at=at)


def _tell(kind: str, *, round: Round, title: Any, topic: str, facts: dict[str, Any], body: str = "", at: datetime) -> int:
    version = round.version
    return tell(
        kind=kind,
        users=audience_of(round),
        topic=topic,
        title=format_lazy(title, version=Truncator(str(version)).chars(120)),
        body=body,
        handbook=str(version),
        url=reverse("version", kwargs={"slug": version.slug, "label": version.label}),
        context_for=_context(round, facts),
        at=at,
    )


def _context(round: Round, facts: dict[str, Any]) -> Callable[[User], dict[str, Any]]:
    def context_for(user: User) -> dict[str, Any]:
        with override(user.language):
            return {
                **facts,
                "handbook": round.version.title,
                "label": round.version.label,
                "closes_on": describe_instant(round.closes_at),
                "late_until": describe_instant(round.late_until),
            }

    return context_for
