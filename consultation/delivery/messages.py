"""Turns an outbox row into the message that goes over the wire, or into a page that shows it."""

from __future__ import annotations

import re
from email.utils import format_datetime, formataddr

from anymail.message import AnymailMessage
from django.conf import settings
from django.http import Http404, HttpResponse

from consultation.delivery.models import Email

FRAME_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
"""A mail brings its own styles and runs nothing; its links open beside the page, as they do in a mail program."""
OUTBOX = "outbox"
"""The name under which a mail carries the number of its row."""
CALENDAR_FILE = "bijeenkomst.ics"
RISKY = re.compile(r'[@:,;<>"\\\r\n]+')
"""Signs that make Microsoft 365 take a display name for an address, or drop it."""


def message_of(email: Email) -> AnymailMessage:
    """The row as a message with plain text and HTML, its own Message-ID and a Reply-To to a mailbox that somebody reads.

    Where a provider's API sends it, it carries the number of the row, by which the provider's answers find it again.
    A mail that was sent carries the date on which it was: the demo's mailbox shows it as it arrived.

    A calendar object goes twice: as the last alternative with its method, by which Outlook and Gmail change the receiver's
    calendar, and as a file for all other programs, of a type that those two do not read as a second one (guarantees G18).
    """
    sent_on = {"Date": format_datetime(email.sent_at)} if email.sent_at else {}
    message = AnymailMessage(
        subject=email.subject,
        body=email.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[receiver(email)],
        reply_to=[email.reply_to or settings.REPLY_TO_EMAIL],
        headers={"Message-ID": email.message_id, **sent_on, **email.headers},
        metadata={OUTBOX: str(email.pk)},
    )
    message.attach_alternative(email.html, "text/html")
    if email.calendar:
        message.attach_alternative(email.calendar, f"text/calendar; method={email.calendar_method}")
        message.attach(CALENDAR_FILE, email.calendar.encode(), "application/ics")
    return message


def calendar_file(email: Email) -> HttpResponse:
    """The calendar object of a mail as a file. Raises Http404 when it has none."""
    if not email.calendar:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{CALENDAR_FILE}"', "Cache-Control": "no-store"}
    return HttpResponse(email.calendar, content_type="text/calendar; charset=utf-8", headers=headers)


def frame(html: str) -> HttpResponse:
    """The HTML part of a mail as a page of its own, for a frame, with a policy of its own."""
    page = html.replace("<head>", '<head><base target="_blank">', 1)
    return HttpResponse(page, headers={"Content-Security-Policy": FRAME_POLICY, "Cache-Control": "no-store"})


def receiver(email: Email) -> str:
    """Name and address as a header."""
    name = " ".join(RISKY.sub(" ", email.to_name).split())
    return formataddr((name, email.to_address)) if name else email.to_address
