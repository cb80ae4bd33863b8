"""Long work of this slice, as jobs: a copy of somebody's data, and erasing her."""

from __future__ import annotations

from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.jobs.actions import attach_file
from consultation.jobs.errors import JobRefused
from consultation.jobs.registry import job_kind
from consultation.people.actions import COPY_JOB, ERASE_JOB, erase_person, export_person
from consultation.people.copying import copy_of
from consultation.people.errors import CannotBeErased
from consultation.people.models import User


@job_kind(COPY_JOB, label=gettext_lazy("A copy of your data"), private=True)
def run_copy(job: Any, progress: Any) -> dict[str, Any]:
    """Puts the copy together and keeps it with the job. Running it again makes it anew."""
    user = User.objects.get(pk=job.arguments["user"])
    at = timezone.now()
    with translation.override(user.language):
        data = export_person(email=user.email, progress=progress, at=at)
        name = _("my-data")
        attach_file(job=job, name=f"{name}-{at:%Y-%m-%d}.zip", content=copy_of(data))
    return {}


@job_kind(ERASE_JOB, private=True)
def run_erasure(job: Any, progress: Any) -> dict[str, Any]:
    """Erases the account that its owner closed by asking for it. The row names it by its number only.

    One transaction: when an earlier attempt got through and only its record was lost, there is nobody left.
    """
    user = User.objects.filter(pk=job.arguments["user"]).first()
    if user is None:
        return {}
    try:
        erase_person(email=user.email, farewell=True, progress=progress, at=timezone.now())
    except CannotBeErased as error:
        User.objects.filter(pk=user.pk).update(is_active=True)
        raise JobRefused(str(error)) from error
    return {}
