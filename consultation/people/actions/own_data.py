"""What somebody asks about her own data: a copy, and to be erased. Both are work for a job; the second begins at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from wagtail.log_actions import log

from consultation.jobs.actions import enqueue, forget_private
from consultation.jobs.models import Job
from consultation.jobs.registry import private_kinds
from consultation.people import registry
from consultation.people.actions.accounts import end_sessions
from consultation.people.actions.consents import subject_of
from consultation.people.actions.personal_data import person_of
from consultation.people.errors import CannotBeErased
from consultation.people.models import User

COPY_JOB = "people.copy"
ERASE_JOB = "people.erase"
COPY_KEPT = timedelta(days=1)
"""How long the file with a copy lies ready."""


@transaction.atomic
def ask_copy(*, user: User, at: datetime) -> Job:
    """Begins to put together a copy of everything that we keep of ``user``; an earlier copy goes.

    While one is in the making, asking again gives that one.
    """
    making = Job.objects.filter(kind=COPY_JOB, requested_by=user, state__in=[Job.State.QUEUED, Job.State.RUNNING])
    if (known := making.first()) is not None:
        return known
    forget_private(kinds=[COPY_JOB], requested_by=user)
    key = f"{COPY_JOB}:{user.pk}:{at.isoformat()}"
    return enqueue(kind=COPY_JOB, arguments={"user": user.pk}, dedup_key=key, requested_by=user, at=at)


@transaction.atomic
def ask_erasure(*, user: User, at: datetime) -> Job:
    """Closes the account of who wants to be erased, ends every session, and leaves the rest to a job. Twice is once.

    From this moment nobody signs in with it. The job's row holds the number of the account and nothing else.

    Raises CannotBeErased when something must be out of the way first; nothing is changed then.
    """
    stops = [one for one in registry.obstacles_of(person_of(user.email), at=at) if one.stops]
    if stops:
        raise CannotBeErased([str(one.words) for one in stops])
    log(subject_of(user), "klankbord.people.ask_erase")
    User.objects.filter(pk=user.pk).update(is_active=False)
    end_sessions(user)
    return enqueue(kind=ERASE_JOB, arguments={"user": user.pk}, dedup_key=f"{ERASE_JOB}:{user.pk}", at=at)


def stuck_erasures() -> list[User]:
    """Who asked to be erased and is still there, because the job gave up; an administrator does it by hand."""
    gave_up = Job.objects.filter(kind=ERASE_JOB, state=Job.State.FAILED)
    return list(User.objects.filter(pk__in=[job.arguments["user"] for job in gave_up]).order_by("pk"))


def forget_copies(*, at: datetime) -> int:
    """Deletes the copies and other private files that lay ready for ``COPY_KEPT``, and what erasing left; returns how many.

    An erasure that gave up stays for the administrators, who do it by hand (`stuck_erasures`).
    """
    ended = at - COPY_KEPT
    files = forget_private(kinds=set(private_kinds()) - {ERASE_JOB}, ended_before=ended)
    erased: int = Job.objects.filter(kind=ERASE_JOB, state=Job.State.DONE, finished_at__lt=ended).delete()[0]
    return files + erased
