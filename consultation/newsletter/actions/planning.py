"""An issue is tried, planned, taken back and begun. Writing its mails is a job (``sending``)."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from consultation.delivery.actions import queue_email
from consultation.jobs.actions import enqueue
from consultation.newsletter.errors import InThePast, NothingToSend, NotPlanned, NotSendable, SendingBegan
from consultation.newsletter.letters import mail_words, nowhere, own_words
from consultation.newsletter.models import IssuePage, Mailing
from consultation.newsletter.notices import TRY

SEND_JOB = "newsletter.send"


@transaction.atomic
def plan_issue(*, issue: IssuePage, send_at: datetime, by: Any, at: datetime) -> Mailing:
    """Plans the sending of an issue as it is saved now; what is changed after that stays a draft.

    The page is published, since what is published is what is sent; readers see it when the sending begins.

    Args:
        issue: the page; of its drafts the newest counts.
        send_at: when to begin, aware and after ``at``.
        by: the editor.
        at: now.

    Raises:
        InThePast, NothingToSend, NotSendable: nothing was changed.
    """
    if send_at <= at:
        raise InThePast
    return _plan(issue, send_at=send_at, verb="plan", by=by, at=at)


@transaction.atomic
def send_issue(*, issue: IssuePage, by: Any, at: datetime) -> Mailing:
    """Sends an issue now. Raises NothingToSend, NotSendable."""
    mailing = _plan(issue, send_at=at, verb="send", by=by, at=at)
    _begin(mailing, by=by, at=at)
    return mailing


@transaction.atomic
def take_back(*, issue: IssuePage, by: Any, at: datetime) -> None:
    """Takes a plan back, as long as the sending has not begun; the issue is a draft again.

    Raises:
        NotPlanned, SendingBegan.
    """
    mailing = Mailing.objects.select_for_update().filter(issue=issue).first()
    if mailing is None:
        raise NotPlanned
    if mailing.begun_at is not None:
        raise SendingBegan
    mailing.delete()
    IssuePage.objects.get(pk=issue.pk).unpublish(user=by)
    log(issue, "klankbord.newsletter.take_back", user=by)


@transaction.atomic
def try_issue(*, issue: IssuePage, language: str, by: Any, at: datetime) -> None:
    """Mails the newest draft of an issue to ``by`` and nobody else; its links to unsubscribe lead nowhere.

    Raises:
        NothingToSend.
    """
    edition = _newest(issue).edition(language)
    words = own_words(name=by.name, language=language, manage_url=nowhere("newsletter-manage"))
    queue_email(
        kind=TRY,
        to_address=by.email,
        to_name=by.name,
        language=edition.language,
        context={**mail_words(edition, web_url="", until=None), **words},
        dedup_key=f"{TRY}:{secrets.token_hex(16)}",
        topic=f"test:{by.pk}",
        user=by,
        at=at,
    )


def begin_due(*, at: datetime) -> int:
    """The sweep that begins the sendings whose moment has come; returns how many.

    An issue that was unpublished by Wagtail's own button, alone, in bulk or with its archive, loses its plan first.
    """
    begun = 0
    for planned in Mailing.objects.select_related("issue").filter(begun_at=None, issue__live=False):
        planned.delete()
        log(planned.issue, "klankbord.newsletter.take_back")
    for pk in Mailing.objects.due(at).values_list("pk", flat=True):
        with transaction.atomic():
            mailing = Mailing.objects.select_for_update().due(at).filter(pk=pk).first()
            if mailing is not None:
                _begin(mailing, by=None, at=at)
                begun += 1
    return begun


def _plan(issue: IssuePage, *, send_at: datetime, verb: str, by: Any, at: datetime) -> Mailing:
    _newest(issue)
    mailing, is_new = Mailing.objects.get_or_create(issue=issue, defaults={"send_at": send_at, "planned_at": at})
    if not is_new:
        raise NotSendable
    revision = issue.get_latest_revision() or issue.save_revision(user=by)
    revision.publish(user=by, skip_permission_checks=True)
    log(issue, f"klankbord.newsletter.{verb}", user=by, data={"send_at": send_at.isoformat()})
    return mailing


def _begin(mailing: Mailing, *, by: Any, at: datetime) -> None:
    mailing.begun_at = at
    mailing.save(update_fields=["begun_at"])
    enqueue(kind=SEND_JOB, arguments={"mailing": mailing.pk}, dedup_key=f"{SEND_JOB}:{mailing.pk}", requested_by=by, at=at)


def _newest(issue: IssuePage) -> IssuePage:
    """The issue as it was saved last."""
    newest: IssuePage = issue.get_latest_revision_as_object()
    if not newest.subject.strip() or not len(newest.body):
        raise NothingToSend
    return newest
