"""What members hear of a try-out: that there are cases to walk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, override

from consultation.delivery.actions import tell
from consultation.delivery.kinds import Kind, register
from consultation.people.models import OBSERVERS, User
from consultation.rounds.models import Round, describe_instant
from consultation.tryouts.models import Tryout

OPENED = "tryouts.opened"


def register_kinds() -> None:
    """Makes the kind known; called when the app is ready."""
    register(Kind(OPENED, _("There are cases to try the method on"), "tryouts/opened", bulk=True, still_due=still_due))


def walkers(round: Round) -> QuerySet[User]:
    """Who may walk the cases of this round: active members of its audience, without observers."""
    observers = User.groups.through.objects.filter(group__name=OBSERVERS)
    return User.objects.active_in(round.audience.all()).exclude(pk__in=observers.values("user_id")).order_by("pk")


def topic_of(tryout: Tryout) -> str:
    return f"tryout:{tryout.pk}:opened"


def tell_opened(tryout: Tryout, *, at: datetime) -> int:
    """One notice and one mail to everybody who may walk the cases; returns to how many."""
    slug, label = tryout.place
    return tell(
        kind=OPENED,
        users=walkers(tryout.round),
        topic=topic_of(tryout),
        title=format_lazy(_("Try out the method: {version}"), version=Truncator(str(tryout.round.version)).chars(120)),
        body=tryout.intro,
        handbook=str(tryout.round.version),
        url=reverse("tryout", args=[slug, label]),
        context_for=_context(tryout),
        at=at,
    )


def still_due(row: Any) -> str | None:
    """Why a waiting mail, or a notice that waits for a digest, must not be told any more, or None.

    The end of a mail's lease is compared, before which it goes: none goes after the round has closed.
    """
    tryout = Tryout.objects.select_related("round").filter(pk=row.topic.split(":")[1]).first()
    now = getattr(row, "lease_until", None) or getattr(row, "digest_at", None)
    if tryout is None or now is None or not tryout.is_open(now):
        return gettext_noop("the round has closed")
    if not walkers(tryout.round).filter(pk=row.user_id).exists():
        return gettext_noop("the receiver does not take part in the round any more")
    return None


def _context(tryout: Tryout) -> Callable[[User], dict[str, Any]]:
    version, count = tryout.round.version, tryout.cases.count()

    def context_for(user: User) -> dict[str, Any]:
        with override(user.language):
            return {
                "handbook": version.title,
                "label": version.label,
                "count": count,
                "intro": tryout.intro,
                "closes_on": describe_instant(tryout.round.closes_at),
            }

    return context_for
