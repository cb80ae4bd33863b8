"""What an error at the mail server means for the mail: try again, give up, or nobody knows. PURE: no Django."""

from __future__ import annotations

import re
import smtplib
import zlib
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

MINUTES = {
    "temporary": (1, 5, 15, 60, 120, 240),
    "connection": (1, 1, 2, 5),
    "slow": (1, 2, 5, 15, 30),
}
"""The pauses after each attempt; the last one repeats. A broken connection is tried more often: it may be anybody's fault.
Those of ``slow`` are for a whole receiving domain, one for each time in a row that it asks."""
RATE = re.compile(r"\brate\b|throttl|too (?:many|fast|quickly)|slow(?:ing)? down", re.IGNORECASE)
POLICY = re.compile(r"\b4\.7\.\d+\b")
NO_MAILBOX = re.compile(r"\b5\.1\.(?:1|2|3|10)\b")
"""The receiving server knows no such mailbox or domain (RFC 3463, section 3.2); 5.1.10 is Microsoft 365's word for it."""
GREYLIST = re.compile(r"gr[ae]y-?list", re.IGNORECASE)
"""Greylisting is about one mail: who comes again is let in. A pause for the whole domain would only make it longer."""
GIVE_UP_AFTER = timedelta(hours=24)
"""The pauses of one mail together; after that it has failed."""


class Class(StrEnum):
    """What kind of failure it was."""

    TEMPORARY = "temporary"
    PERMANENT = "permanent"
    CONNECTION = "connection"
    SLOW = "slow"


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed attempt; ``reason`` is kept on the row."""

    kind: Class
    reason: str


def classify(error: BaseException) -> Failure:
    """Reads an error of smtplib, of the socket or of a provider's API (RFC 5321, section 4.2.1).

    4xx: the server asks us to come again. 5xx: it will never take this mail. Anything about the connection says
    nothing about the mail. What is answered to a receiver or to the text is the wish of the receiving domain: 421, 432
    and 4.7.x there mean that all of our mail must come slower, which Microsoft 365 says to who mails many municipal
    mailboxes at once. 421 to anything before that is the mail server itself. An HTTP API answers 429 and 5xx for "again"
    and the other 4xx for "never".
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()), (550, b""))
        return _of_receiver(code, words)
    if isinstance(error, smtplib.SMTPDataError):
        return _of_receiver(error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPHeloError | smtplib.SMTPAuthenticationError):
        return Failure(Class.CONNECTION, f"{error.smtp_code} {_text(error.smtp_error)}"[:300])
    if isinstance(error, smtplib.SMTPResponseException):
        return _of_reply(error.smtp_code, error.smtp_error)
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        kind = Class.TEMPORARY if status == 429 or status >= 500 else Class.PERMANENT
        return Failure(kind, f"HTTP {status}: {error}"[:300])
    if isinstance(error, smtplib.SMTPServerDisconnected | OSError):
        return Failure(Class.CONNECTION, f"{type(error).__name__}: {error}"[:300])
    return Failure(Class.PERMANENT, f"{type(error).__name__}: {error}"[:300])


def is_no_mailbox(failure: Failure) -> bool:
    """Whether the receiving server said that the address does not exist; any other refusal may be about this mail only."""
    return failure.kind == Class.PERMANENT and NO_MAILBOX.search(failure.reason) is not None


def pause_after(*, kind: Class, attempts: int, seed: str) -> timedelta:
    """How long to wait after attempt number ``attempts``, spread by up to a tenth so that not all come at once.

    The spread follows from ``seed`` (the Message-ID), so that the same mail always waits the same.
    """
    steps = MINUTES[kind]
    minutes = steps[min(max(attempts, 1), len(steps)) - 1]
    spread = zlib.crc32(f"{seed}{attempts}".encode()) % 100 / 1000
    return timedelta(minutes=minutes * (1 + spread))


def is_hopeless(*, kind: Class, attempts: int) -> bool:
    """Whether a mail has been tried long enough: at once for a refusal, after a day of pauses for the rest."""
    if kind == Class.PERMANENT:
        return True
    steps = MINUTES[kind]
    waited = sum(steps[:attempts]) + steps[-1] * max(0, attempts - len(steps))
    return timedelta(minutes=waited) > GIVE_UP_AFTER


def pause_of_domain(step: int) -> timedelta:
    """How long nothing goes to a domain that asks us to slow down for the ``step``-th time in a row, from 1."""
    steps = MINUTES[Class.SLOW]
    return timedelta(minutes=steps[min(step, len(steps)) - 1])


def _of_receiver(code: int, words: bytes | str) -> Failure:
    said = _text(words)
    asks = code in {421, 432} or (400 <= code < 500 and POLICY.search(said)) or (code in {450, 451} and RATE.search(said))
    if asks and not GREYLIST.search(said):
        return Failure(Class.SLOW, f"{code} {said}"[:300])
    return _of_reply(code, words)


def _of_reply(code: int, words: bytes | str) -> Failure:
    if code == 421:
        return Failure(Class.CONNECTION, f"421 {_text(words)}"[:300])
    return Failure(Class.PERMANENT if code >= 500 else Class.TEMPORARY, f"{code} {_text(words)}"[:300])


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
