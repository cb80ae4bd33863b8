"""Who weighs: the working group and the editors decide, the editors publish (contract.md, Who may do what)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from consultation.comments.models import Comment
from consultation.delivery.calendar import day_of, instant
from consultation.people.models import Organisation
from consultation.weighing.models import Contest, Decision, StandsAside

DECIDE = "weighing.decide_comment"
PUBLISH = "weighing.publish_answer"


def can_decide(user: Any) -> bool:
    return bool(user.is_authenticated and user.has_perm(DECIDE))


def can_take_over(user: Any) -> bool:
    """Who may change the living text by a proposal: who may publish it."""
    return can_decide(user) and bool(user.has_perm("handbook.publish_version"))


def can_publish(user: Any) -> bool:
    return can_decide(user) and bool(user.has_perm(PUBLISH))


def partners_of(handbook_key: UUID) -> QuerySet[Organisation]:
    """The organisations that weigh along for a handbook, by name."""
    aside = StandsAside.objects.filter(handbook_key=handbook_key).values("organisation")
    return Organisation.objects.filter(is_partner=True).exclude(pk__in=aside).order_by("name")


def organisation_of_partner(user: Any) -> Organisation | None:
    """The organisation of this person, when both weigh along for any handbook."""
    organisation: Organisation | None = user.organisation if can_decide(user) else None
    return organisation if organisation is not None and organisation.is_partner else None


def partner_of(user: Any, handbook_key: UUID) -> Organisation | None:
    """The organisation for which this person takes a position: her own, when it weighs along for this handbook and she does too.
    One query for who may be one."""
    organisation = organisation_of_partner(user)
    return partners_of(handbook_key).filter(pk=organisation.pk).first() if organisation is not None else None


def last_day_to_contest(sent_at: datetime) -> date:
    """The last day on which an author may say that an answer of this instant misses what she meant."""
    return day_of(sent_at) + timedelta(days=settings.CONTEST_DAYS)


def is_in_time(sent_at: datetime, at: datetime) -> bool:
    """To the end of the last day, on the wall clock."""
    return at < instant(last_day_to_contest(sent_at) + timedelta(days=1), 0)


def contest_of(comment: Comment) -> Contest | None:
    """What its author said of an answer, once. The remark comes with ``select_related("contest__answer")``."""
    found: Contest | None = getattr(comment, "contest", None)
    return found


def may_be_contested(comment: Comment, at: datetime) -> bool:
    """Whether its author may say now that the answer misses what she meant; ``decision`` and ``contest`` are at hand."""
    decision: Decision | None = getattr(comment, "decision", None)
    if decision is None or decision.published_at is None or contest_of(comment) is not None:
        return False
    return comment.stands and is_in_time(decision.published_at, at)
