"""Turns an outbox row into the message that goes over the wire."""

from __future__ import annotations

import re
from email.utils import format_datetime, formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from consultation.delivery.models import Email

RISKY = re.compile(r'[@:,;<>"\\\r\n]+')
"""Signs that make Microsoft 365 take a display name for an address, or drop it."""


def message_of(email: Email) -> EmailMultiAlternatives:
    """The row as a message with plain text and HTML, its own Message-ID and a Reply-To to a mailbox that somebody reads.

    A mail that was sent carries the date on which it was: the demo's mailbox shows it as it arrived.
    """
    sent_on = {"Date": format_datetime(email.sent_at)} if email.sent_at else {}
    message = EmailMultiAlternatives(
        subject=email.subject,
        body=email.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[receiver(email)],
        reply_to=[email.reply_to or settings.REPLY_TO_EMAIL],
        headers={"Message-ID": email.message_id, **sent_on, **email.headers},
    )
    message.attach_alternative(email.html, "text/html")
    return message


def receiver(email: Email) -> str:
    """Name and address as a header."""
    name = " ".join(RISKY.sub(" ", email.to_name).split())
    return formataddr((name, email.to_address)) if name else email.to_address
