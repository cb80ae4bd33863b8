"""What a mail provider tells us about our mails, through anymail, put into our own words (guarantees G11)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.utils import timezone

from consultation.delivery.actions import record_event
from consultation.delivery.events import Heard
from consultation.delivery.fingerprints import fingerprint
from consultation.delivery.messages import OUTBOX
from consultation.delivery.models import Email

SUBTYPES = ("event", "Type", "type", "bounceType", "bounce_type")
"""Where providers say more about a bounce than anymail passes on."""
FOR_NOW = re.compile(
    r"soft|transient|temporar|\b4\.\d{1,3}\.\d{1,3}\b|\b4\d\d[ -]|\b5\.2\.2\b|mailbox (?:is )?full|quota", re.IGNORECASE
)
PLAIN = {
    EventType.DELIVERED: Heard.DELIVERED,
    EventType.DEFERRED: Heard.DEFERRED,
    EventType.COMPLAINED: Heard.COMPLAINT,
    EventType.FAILED: Heard.REFUSED,
}


def hear(sender: Any, event: AnymailTrackingEvent, esp_name: str, **kwargs: Any) -> None:
    """Takes one event from anymail's webhook. What readers open and click is not ours to know, and is dropped.

    A signal, which this project otherwise does without: anymail offers no other door. An error in here makes its
    webhook answer 500, so the provider tells it again.
    """
    heard = heard_in(event)
    if heard is None or not event.recipient:
        return
    at = timezone.now()
    happened_at = event.timestamp or at
    record_event(
        event_id=_number(event, esp_name),
        heard=heard,
        address=event.recipient,
        email=_mail_of(event),
        words=str(event.mta_response or event.description or ""),
        happened_at=min(happened_at, at),
        at=at,
    )


def heard_in(event: AnymailTrackingEvent) -> Heard | None:
    """What an event means to us, or None. Providers differ in what they call a bounce; in doubt it is for now only.

    A refusal by the provider itself because of an earlier bounce or complaint says what that one said.
    """
    if event.event_type in PLAIN:
        return PLAIN[event.event_type]
    reason = event.reject_reason
    if event.event_type == EventType.REJECTED:
        return {
            RejectReason.INVALID: Heard.HARD,
            RejectReason.BOUNCED: Heard.HARD,
            RejectReason.SPAM: Heard.COMPLAINT,
        }.get(reason, Heard.REFUSED)
    if event.event_type == EventType.BOUNCED:
        if reason == RejectReason.INVALID:
            return Heard.HARD
        is_final = reason in {RejectReason.BOUNCED, None} and not FOR_NOW.search(_said(event))
        return Heard.HARD if is_final else Heard.SOFT
    return None


def _said(event: AnymailTrackingEvent) -> str:
    raw = event.esp_event if isinstance(event.esp_event, Mapping) else {}
    return " ".join(str(part) for part in (event.mta_response, event.description, *map(raw.get, SUBTYPES)) if part)


def _number(event: AnymailTrackingEvent, esp_name: str) -> str:
    """The same for the same event: some providers give no number, others one for several receivers."""
    when: datetime | str = "" if event.event_id else event.timestamp or ""
    parts = (event.event_id, event.event_type, event.message_id, fingerprint(event.recipient), when)
    return f"{esp_name}:{hashlib.sha256(repr(parts).encode()).hexdigest()}"


def _mail_of(event: AnymailTrackingEvent) -> Email | None:
    """By the number that the mail carried, else by its Message-ID; never the mail of another receiver."""
    number = str((event.metadata or {}).get(OUTBOX, ""))
    to_her = Email.objects.filter(to_address__iexact=event.recipient)
    if number.isdecimal() and (email := to_her.filter(pk=int(number)).first()):
        return email
    message_id = str(event.message_id or "").strip("<>")
    return to_her.filter(message_id=f"<{message_id}>").first() if message_id else None
