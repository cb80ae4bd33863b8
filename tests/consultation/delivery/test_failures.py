"""What an error means, and how long a mail waits after it. Pure."""

from __future__ import annotations

import smtplib
from datetime import timedelta

import pytest

from consultation.delivery.failures import Class, classify, is_hopeless, pause_after


class HttpError(Exception):
    def __init__(self, status_code: int) -> None:
        self.status_code = status_code


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b.example": (550, b"no such user")}), Class.PERMANENT),
        (smtplib.SMTPRecipientsRefused({"a@b.example": (450, b"greylisted")}), Class.TEMPORARY),
        (smtplib.SMTPSenderRefused(432, b"concurrent connections", "x"), Class.TEMPORARY),
        (smtplib.SMTPDataError(552, b"too big"), Class.PERMANENT),
        (smtplib.SMTPDataError(421, b"closing"), Class.SLOW),
        (smtplib.SMTPDataError(432, b"4.3.2 concurrent connections limit exceeded"), Class.SLOW),
        (smtplib.SMTPRecipientsRefused({"a@b.example": (451, b"4.7.500 Server busy")}), Class.SLOW),
        (smtplib.SMTPRecipientsRefused({"a@b.example": (450, b"rate limited, slow down")}), Class.SLOW),
        (smtplib.SMTPRecipientsRefused({"a@b.example": (450, b"too many messages")}), Class.SLOW),
        (smtplib.SMTPRecipientsRefused({"a@b.example": (451, b"4.7.1 Greylisting in action")}), Class.TEMPORARY),
        (smtplib.SMTPRecipientsRefused({"a@b.example": (451, b"separate problem")}), Class.TEMPORARY),
        (smtplib.SMTPRecipientsRefused({"a@b.example": (550, b"5.7.1 rate exceeded")}), Class.PERMANENT),
        (smtplib.SMTPSenderRefused(421, b"closing", "x"), Class.CONNECTION),
        (smtplib.SMTPConnectError(421, b"too busy"), Class.CONNECTION),
        (smtplib.SMTPServerDisconnected("gone"), Class.CONNECTION),
        (smtplib.SMTPAuthenticationError(535, b"bad password"), Class.CONNECTION),
        (smtplib.SMTPConnectError(554, b"no"), Class.CONNECTION),
        (TimeoutError("slow"), Class.CONNECTION),
        (ConnectionRefusedError("no"), Class.CONNECTION),
        (HttpError(429), Class.TEMPORARY),
        (HttpError(503), Class.TEMPORARY),
        (HttpError(422), Class.PERMANENT),
        (ValueError("a bug"), Class.PERMANENT),
    ],
)
def test_each_error_has_its_class(error, kind):
    assert classify(error).kind == kind


def test_pauses_grow_to_hours_and_after_a_day_it_is_over():
    pauses = [pause_after(kind=Class.TEMPORARY, attempts=n, seed="x") for n in range(1, 8)]
    assert pauses == sorted(pauses)
    assert pauses[0] < timedelta(minutes=1.2)
    assert timedelta(hours=4) <= pauses[-1] < timedelta(hours=4.5)
    assert not is_hopeless(kind=Class.TEMPORARY, attempts=9)
    assert is_hopeless(kind=Class.TEMPORARY, attempts=12)
    assert is_hopeless(kind=Class.PERMANENT, attempts=1)


def test_a_connection_that_breaks_is_tried_more_often():
    assert pause_after(kind=Class.CONNECTION, attempts=50, seed="x") < timedelta(minutes=6)
    assert not is_hopeless(kind=Class.CONNECTION, attempts=200)
    assert is_hopeless(kind=Class.CONNECTION, attempts=300)


def test_mails_that_failed_together_do_not_come_back_together():
    seconds = {pause_after(kind=Class.TEMPORARY, attempts=1, seed=str(n)).total_seconds() for n in range(50)}
    assert len(seconds) > 10
