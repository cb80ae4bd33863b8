"""A message of an editor to some of the people in a round: to herself first, then to them, once."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_noop
from wagtail.log_actions import log

from consultation.comments.errors import NobodyChosen
from consultation.comments.models import Message
from consultation.comments.notices import MESSAGE
from consultation.comments.selecting import Selection, people_of
from consultation.delivery.actions import queue_email, stop, tell
from consultation.delivery.actions.queueing import make_row
from consultation.delivery.kinds import get
from consultation.delivery.models import Email
from consultation.people.models import User
from consultation.rounds.models import Round

HOLD = timedelta(minutes=2)
"""How long the mails wait behind "Stop sending"."""


@transaction.atomic
def send_message(
    *, round: Round, selection: Selection, subject: str, body: str, key: uuid.UUID, by: User, at: datetime
) -> Message:
    """Send a message to the people whom a selection means now; the mails wait ``HOLD`` behind "Stop".

    Answers go to the editor herself. It counts as any mail to many: in the mail budget, and with a way out.

    Args:
        subject: at most 58 characters; ``body``: paragraphs of plain text.
        key: of the form. A second press with the same key finds the message of the first.

    Raises: NobodyChosen: nothing was sent.
    """
    people = list(people_of(round, selection))
    if not people:
        raise NobodyChosen
    message, is_new = Message.objects.get_or_create(
        key=key,
        defaults={
            "round": round,
            "author": by,
            "subject": subject,
            "body": body,
            "selection": selection.to_json(),
            "count": len(people),
            "sent_at": at,
        },
    )
    if is_new:
        tell(
            kind=MESSAGE,
            users=people,
            topic=message.topic,
            title=subject,
            body=body,
            url=_version_path(round),
            context_for=lambda user: _context(round, subject, body, by),
            hold_until=at + HOLD,
            reply_to=by.email,
            at=at,
        )
        log(round, "klankbord.comments.message", user=by, data={"subject": subject, "count": len(people)})
    return message


def try_message(*, round: Round, subject: str, body: str, by: User, at: datetime) -> Email:
    """Mails the message to the editor alone, at once; ``withdrawn`` when she gets no such mails."""
    key = f"message-try:{round.pk}:{by.pk}:{at:%Y%m%d%H%M%S%f}"
    return queue_email(
        kind=MESSAGE,
        dedup_key=key,
        topic=key,
        at=at,
        **_to_herself(round, subject, body, by),
    )


def preview_message(*, round: Round, subject: str, body: str, by: User, at: datetime) -> Email:
    """The mail as the editor would get it; nothing is kept."""
    return make_row(
        kind=get(MESSAGE),
        dedup_key="",
        topic="",
        pace=None,
        not_before=at,
        at=at,
        **_to_herself(round, subject, body, by),
    )


def stop_message(*, message: Message, by: User, at: datetime) -> int:
    """Takes the mails back that still wait; returns how many."""
    return stop(topic=message.topic, reason=gettext_noop("stopped by an editor"), by=by, at=at)


def _to_herself(round: Round, subject: str, body: str, by: User) -> dict[str, Any]:
    """The mail that an editor gets of her own message, to try it and to look at it."""
    url = settings.BASE_URL + _version_path(round)
    return {
        "to_address": by.email,
        "to_name": by.name,
        "language": by.language,
        "context": {**_context(round, subject, body, by), "name": by.name, "url": url},
        "user": by,
        "reply_to": by.email,
    }


def _version_path(round: Round) -> str:
    return reverse("version", kwargs={"slug": round.version.slug, "label": round.version.label})


def _context(round: Round, subject: str, body: str, by: User) -> Mapping[str, Any]:
    return {
        "subject": subject,
        "message": body,
        "author": by.name,
        "author_email": by.email,
        "contact_email": by.email,
        "handbook": round.version.title,
        "label": round.version.label,
    }
