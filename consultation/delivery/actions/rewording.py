"""Takes words out of what we told: for when somebody must not have been named in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from consultation.delivery.actions.queueing import SWEEP
from consultation.delivery.models import Email, Notice
from consultation.jobs.actions import nudge

Reword = Callable[[str], str]


@transaction.atomic
def reword(*, topics: Iterable[str], words: Reword, markup: Reword, at: datetime) -> int:
    """Rewrites the notices and the mails of some topics, those that wait and those that went; returns how many changed.

    A mail that a worker holds and has not handed over goes back into the queue: the worker has the old text in its
    memory, and asks before each mail whether the row is still its own.

    Args:
        topics: as they were given to ``tell``; a topic also means those that begin with it and a colon. Digests that tell of
            them change too.
        words: gives a plain text anew; ``markup`` does so for HTML.
        at: the instant, aware.
    """
    about = Q(pk__in=[])
    for topic in topics:
        about |= Q(topic=topic) | Q(topic__startswith=f"{topic}:")
    changed = 0
    for notice in Notice.objects.filter(about):
        new = {"title": words(notice.title)[:200], "body": words(notice.body)}
        if new != {"title": notice.title, "body": notice.body}:
            changed += Notice.objects.filter(pk=notice.pk).update(**new)
    in_digests = Q(pk__in=Notice.objects.filter(about).exclude(email=None).values("email"))
    return changed + _reword(Email.objects.filter(about | in_digests), words=words, markup=markup, at=at)


@transaction.atomic
def reword_waiting(*, words: Reword, markup: Reword, at: datetime) -> int:
    """Rewrites every mail that did not go yet, whatever it is about; returns how many changed. Arguments as for `reword`."""
    waiting = Email.objects.filter(state__in=[Email.State.QUEUED, Email.State.PAUSED, Email.State.SENDING], begun_at=None)
    return _reword(waiting, words=words, markup=markup, at=at)


def _reword(emails: QuerySet[Email], *, words: Reword, markup: Reword, at: datetime) -> int:
    changed = 0
    for email in emails.select_for_update().iterator(chunk_size=500):
        new = {"subject": words(email.subject)[:200], "text": words(email.text), "html": markup(email.html)}
        if new == {"subject": email.subject, "text": email.text, "html": email.html}:
            continue
        changed += Email.objects.filter(pk=email.pk).update(**new)
        held = Email.objects.filter(pk=email.pk, state=Email.State.SENDING, begun_at=None)
        if held.update(state=Email.State.QUEUED, lease_token=None, lease_until=None, next_try_at=at):
            nudge(SWEEP)
    return changed
