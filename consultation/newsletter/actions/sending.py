"""Writes an issue's mails to the outbox, in pieces, each receiver once, wherever an earlier attempt broke off."""

from __future__ import annotations

import functools
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.delivery.actions import queue_many
from consultation.jobs.errors import JobRefused
from consultation.jobs.registry import Progress, job_kind
from consultation.newsletter.actions.planning import SEND_JOB
from consultation.newsletter.letters import ISSUE, mail_words
from consultation.newsletter.models import IssuePage, Mailing, Subscription
from consultation.newsletter.notices import issue_url, receiver_of

AT_A_TIME = 500


@job_kind(SEND_JOB, label=gettext_lazy("Sending a newsletter"))
def send_issue_job(job: Any, progress: Progress) -> dict[str, Any]:
    """Writes all mails of the mailing that the job names; each piece is a transaction that also says how far it came."""
    mailing = Mailing.objects.select_related("issue").filter(pk=job.arguments["mailing"]).first()
    if mailing is None or mailing.begun_at is None:
        raise JobRefused(_("This newsletter was deleted before it was sent."))
    total = Subscription.objects.receivers(mailing.begun_at).count()
    while write_piece(mailing=mailing, at=timezone.now()):
        progress(min(mailing.receivers, total), total, _("Writing the mails"))
    return {"receivers": mailing.receivers}


@transaction.atomic
def write_piece(*, mailing: Mailing, at: datetime) -> int:
    """Writes the next mails of a sending that has begun; returns how many subscriptions it passed, 0 at the end.

    The place that it reached is kept in the same transaction as the mails, so a worker that is killed leaves neither a
    gap nor a double; and a key per issue and subscription would refuse a double all the same. Memory and queries are
    those of one piece. ``mailing`` is brought up to date.
    """
    locked = Mailing.objects.select_for_update().get(pk=mailing.pk)
    people = Subscription.objects.receivers(locked.begun_at).filter(pk__gt=locked.reached).order_by("pk")
    piece = list(people[:AT_A_TIME])
    if piece:
        languages = {code: mailing.issue.edition(code).language for code, _name in settings.LANGUAGES}
        receivers = [receiver_of(one, issue=mailing.issue, language=languages[one.language]) for one in piece]
        words_of = functools.partial(_words, mailing.issue, locked.begun_at)
        locked.receivers += queue_many(
            kind=ISSUE, topic=mailing.issue.topic, receivers=receivers, context_for=words_of, at=max(at, locked.begun_at)
        )
        locked.reached = piece[-1].pk
    else:
        locked.written_at = at
    locked.save(update_fields=["receivers", "reached", "written_at"])
    mailing.receivers, mailing.reached, mailing.written_at = locked.receivers, locked.reached, locked.written_at
    return len(piece)


def _words(issue: IssuePage, begun_at: datetime, language: str) -> dict[str, Any]:
    """What the mails of an issue have in common, in one language."""
    return mail_words(issue.edition(language), web_url=issue_url(issue), until=begun_at)
