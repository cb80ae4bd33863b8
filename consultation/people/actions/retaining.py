"""What is done when a period of this slice is over, and the nightly sweep that asks every slice."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F, Max, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.timezone import localtime
from wagtail.models import ModelLogEntry, PageLogEntry

from consultation.delivery.actions import queue_email
from consultation.people import retention
from consultation.people.actions.personal_data import erase_person
from consultation.people.errors import CannotBeErased
from consultation.people.models import Application, Consent, IdleWarning, Invitation, RetentionRun, User
from consultation.people.notices import IDLE
from consultation.people.trail import forget_labels

NIGHT = time(3, 0)
"""On the wall clock of Amsterdam: nothing is cleared up before it."""
RUNS_KEPT = timedelta(days=400)
WARN_DAYS = (30, 7)
"""How many days before it the owner of an idle account hears that it will be erased."""


def apply_nightly(*, at: datetime) -> int:
    """The sweep: once a day, after ``NIGHT``. The row of the day is its claim, so two workers do it once."""
    local = localtime(at)
    if local.time() < NIGHT or RetentionRun.objects.filter(day=local.date()).exists():
        return 0
    run, is_new = RetentionRun.objects.get_or_create(day=local.date(), defaults={"begun_at": at})
    if not is_new:
        return 0
    counts = retention.apply(at=at)
    RetentionRun.objects.filter(pk=run.pk).update(counts=counts, ended_at=at)
    RetentionRun.objects.filter(begun_at__lt=at - RUNS_KEPT).delete()
    return sum(count or 0 for count in counts.values())


def retire_idle(*, at: datetime) -> int:
    """Warns the owners of accounts that nobody used for a long time, and erases those that were warned in time.

    An account is erased ``WARN_DAYS`` after the first warning at the earliest, however long it was idle before; whoever
    signs in begins anew. A closed account is not warned, since nobody can sign in with it: its owner hears that it is gone.
    The only administrator stays. Returns how many accounts were erased.
    """
    idle_at = retention.cut("idle_accounts", at=at)
    seen_before = idle_at + timedelta(days=WARN_DAYS[0])
    idle = User.objects.annotate(seen_at=Coalesce("last_login", "joined_at")).filter(seen_at__lte=seen_before)
    told = Max("idle_warnings__warned_at", filter=Q(idle_warnings__warned_at__gt=F("seen_at")))
    erased = 0
    for user in idle.annotate(told_at=told).order_by("pk"):
        if user.is_active:
            erased += _retire(user, at=at)
        elif user.seen_at <= idle_at:
            erased += _erase(user, at=at)
    return erased


def _retire(user: User, *, at: datetime) -> int:
    """The next step for one idle account; returns whether it was erased."""
    last = user.idle_warnings.filter(warned_at=user.told_at).order_by("days_left").first() if user.told_at else None
    if last is None:
        _warn(user, WARN_DAYS[0], at=at)
        return 0
    further = next((days for days in WARN_DAYS if days < last.days_left), 0)
    if at < last.warned_at + timedelta(days=last.days_left - further):
        return 0
    if further:
        _warn(user, further, at=at)
        return 0
    return _erase(user, at=at)


def _erase(user: User, *, at: datetime) -> int:
    try:
        erase_person(email=user.email, reason="retention", farewell=True, at=at)
    except CannotBeErased:
        return 0
    return 1


@transaction.atomic
def _warn(user: User, days_left: int, *, at: datetime) -> None:
    IdleWarning.objects.create(user=user, days_left=days_left, warned_at=at)
    queue_email(
        kind=IDLE,
        to_address=user.email,
        to_name=user.name,
        language=user.language,
        context={
            "name": user.name,
            "days_left": days_left,
            "seen_on": user.last_login or user.joined_at,
            "erased_on": at + timedelta(days=days_left),
            "login_url": settings.BASE_URL + reverse("account_login"),
        },
        dedup_key=f"{IDLE}:{user.pk}:{days_left}:{at.isoformat()}",
        topic=f"account:{user.pk}",
        user=user,
        at=at,
    )


def forget_decided(*, at: datetime) -> int:
    """Deletes applications some time after they were decided about; what a member told is in her account."""
    old = Application.objects.filter(decided_at__lt=retention.cut("applications", at=at))
    forget_labels(Application, old.values_list("pk", flat=True))
    return old.delete()[0]


def forget_invitations(*, at: datetime) -> int:
    """Deletes invitations some time after they were accepted, withdrawn or out of date."""
    old = Invitation.objects.filter(expires_at__lt=retention.cut("invitations", at=at))
    forget_labels(Invitation, old.values_list("pk", flat=True))
    return old.delete()[0]


def forget_sessions(*, at: datetime) -> int:
    """Deletes sessions that ended, and what we know of where they were."""
    count = Session.objects.filter(expire_date__lt=at).delete()[0]
    return count + UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()[0]


def forget_withdrawn(*, at: datetime) -> int:
    """Deletes the proof of a consent some years after it was withdrawn."""
    count = 0
    for end in Consent.objects.filter(withdrawn=True, given_at__lt=retention.cut("consents", at=at)):
        same = Consent.objects.filter(subject=end.subject_id, purpose=end.purpose, pk__lte=end.pk)
        count += same.delete()[0]
    return count


def forget_trail(*, at: datetime) -> int:
    """Deletes what is very old from the audit trail and the history of pages."""
    before = retention.cut("audit_trail", at=at)
    return sum(model.objects.filter(timestamp__lt=before).delete()[0] for model in (ModelLogEntry, PageLogEntry))
