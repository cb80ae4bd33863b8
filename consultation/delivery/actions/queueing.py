"""Puts one mail in the outbox, inside the transaction of what it tells about."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop

from consultation.delivery import kinds
from consultation.delivery.composing import Letter, compose
from consultation.delivery.emptying import WITHOUT_TEXT
from consultation.delivery.errors import NoWayOut
from consultation.delivery.models import Email, Preference
from consultation.delivery.unsubscribing import list_headers, preferences_url, unsubscribe_url
from consultation.jobs.actions import nudge

SWEEP = "delivery.send"
"""The sweep that sends."""
CHOSE_NEVER = gettext_noop("the receiver chose never to get this kind")
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
"""RFC 3834, and Exchange's own word for it: no absence notes in return."""


@dataclass(frozen=True, slots=True)
class CalendarObject:
    """An iCalendar object for the receiver's calendar (RFC 5545, 5546).

    Args:
        method: a value of ``CalendarMethod``; the object names the same one.
        text: the whole object, from BEGIN:VCALENDAR on.
    """

    method: str
    text: str


@transaction.atomic
def queue_email(
    *,
    kind: str,
    to_address: str,
    to_name: str = "",
    language: str,
    context: Mapping[str, Any],
    dedup_key: str,
    topic: str,
    user: Any = None,
    hold_until: datetime | None = None,
    unsubscribe_at: str = "",
    reply_to: str = "",
    calendar: CalendarObject | None = None,
    at: datetime,
) -> Email:
    """Writes one mail to the outbox; it goes after the commit, and never when the transaction is rolled back.

    The mail is rendered now, so that it says what was true when it was caused. A second call with the same
    ``dedup_key`` writes nothing.

    Args:
        kind: the name of a registered kind.
        to_address: where it goes; ``to_name`` is shown beside it.
        language: of the text.
        context: what the template names; ``url`` and other addresses are absolute.
        dedup_key: what makes this mail this mail, at most 200 characters.
        topic: what it is about, so that it can be taken back (``withdraw_topic``).
        user: the account of the receiver, if there is one.
        hold_until: not before this instant.
        unsubscribe_at: the absolute address to unsubscribe, for bulk mail to somebody without an account.
        reply_to: where answers go; without it to the editors' mailbox.
        calendar: goes along for the receiver's calendar.
        at: the instant, aware.

    Returns:
        The row, new or known. When the receiver never wants this kind it is ``withdrawn`` and says so.

    Raises:
        UnknownKind, NoWayOut.
    """
    known = Email.objects.filter(dedup_key=dedup_key).first()
    if known is not None:
        return known
    pace = Preference.objects.filter(user=user, kind=kind).values_list("pace", flat=True).first() if user else None
    row = make_row(
        kind=kinds.get(kind),
        to_address=to_address,
        to_name=to_name,
        language=language,
        context=context,
        dedup_key=dedup_key,
        topic=topic,
        user=user,
        pace=pace,
        not_before=hold_until or at,
        unsubscribe_at=unsubscribe_at,
        reply_to=reply_to,
        calendar=calendar,
        at=at,
    )
    Email.objects.bulk_create([row], ignore_conflicts=True)
    if row.next_try_at <= at:
        nudge(SWEEP)
    return Email.objects.get(dedup_key=dedup_key)


def make_row(
    *,
    kind: kinds.Kind,
    to_address: str,
    to_name: str,
    language: str,
    context: Mapping[str, Any],
    dedup_key: str,
    topic: str,
    user: Any,
    pace: str | None,
    not_before: datetime,
    unsubscribe_at: str = "",
    reply_to: str = "",
    calendar: CalendarObject | None = None,
    at: datetime,
) -> Email:
    """The unsaved row of one rendered mail. ``pace`` is the receiver's own choice for this kind, if she made one."""
    is_off = not kind.transactional and (pace or kind.default_pace) == Preference.Pace.NEVER
    if not kind.transactional and not unsubscribe_at and user is not None:
        unsubscribe_at = unsubscribe_url(user_id=user.pk, kind=kind.name)
    if kind.bulk and not unsubscribe_at:
        raise NoWayOut(f"{kind.name} to an address without an account needs unsubscribe_at")
    choices = preferences_url(user_id=user.pk) if user is not None and not kind.transactional else ""
    letter = compose(kind=kind, language=language, context=context, unsubscribe_url=unsubscribe_at, preferences_url=choices)
    row = row_of(
        letter,
        kind=kind,
        to_address=to_address,
        to_name=to_name,
        language=language,
        dedup_key=dedup_key,
        topic=topic,
        user=user,
        not_before=not_before,
        unsubscribe_at=unsubscribe_at,
        reply_to=reply_to,
        calendar=calendar,
        at=at,
    )
    if is_off:
        for name, nothing in WITHOUT_TEXT.items():
            setattr(row, name, nothing)
        row.state, row.reason, row.withdrawn_at = Email.State.WITHDRAWN, CHOSE_NEVER, at
    return row


def row_of(
    letter: Letter,
    *,
    kind: kinds.Kind,
    to_address: str,
    to_name: str,
    language: str,
    dedup_key: str,
    topic: str,
    user: Any = None,
    not_before: datetime,
    unsubscribe_at: str = "",
    reply_to: str = "",
    calendar: CalendarObject | None = None,
    at: datetime,
) -> Email:
    """The unsaved row of a mail that is composed already."""
    return Email(
        kind=kind.name,
        topic=topic,
        dedup_key=dedup_key,
        message_id=f"<{uuid.uuid4().hex}@{_mail_host()}>",
        user=user,
        to_address=to_address,
        to_name=to_name[:120],
        domain=to_address.rpartition("@")[2].lower(),
        reply_to=reply_to,
        language=language,
        subject=letter.subject[:200],
        text=letter.text,
        html=letter.html,
        calendar=calendar.text if calendar else "",
        calendar_method=calendar.method if calendar else "",
        headers={**AUTOMATIC, **(list_headers(kind=kind, url=unsubscribe_at) if unsubscribe_at else {})},
        bulk=kind.bulk,
        state=Email.State.QUEUED,
        created_at=at,
        next_try_at=not_before,
    )


def _mail_host() -> str:
    """The part behind the @ of our Message-IDs: the domain that we send from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
