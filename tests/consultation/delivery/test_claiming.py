"""What becomes of mails whose worker never came back (G8)."""

from __future__ import annotations

from datetime import timedelta

from consultation.delivery.claiming import LEASE, MOST_LOSSES, begin, claim, take_back_lost
from consultation.delivery.models import Email


def lose_a_worker(at):
    """A worker claims a batch, begins its first mail, and is never heard of again; returns the instant its lease is over."""
    token, emails = claim(at=at)
    assert begin(email=emails[0], token=token, at=at)
    gone = at + LEASE + timedelta(seconds=1)
    take_back_lost(at=gone)
    return gone


def test_a_code_goes_again_until_it_took_several_workers_with_it(send_code, at, db):
    email = send_code()
    for losses in range(1, MOST_LOSSES):
        at = lose_a_worker(at)
        email.refresh_from_db()
        assert (email.state, email.losses) == ("queued", losses)
    lose_a_worker(at)
    email.refresh_from_db()
    assert (email.state, email.losses) == ("uncertain", MOST_LOSSES)
    assert email.reason == "the worker was lost while it was sent"


def test_a_mail_to_many_is_in_doubt_after_one_loss(tell_news, anna, at, db):
    tell_news(anna)
    lose_a_worker(at)
    assert Email.objects.get().state == "uncertain"


def test_what_was_not_begun_waits_again_and_is_not_in_doubt(send_code, at, db):
    send_code("a")
    other = send_code("b")
    lose_a_worker(at)
    other.refresh_from_db()
    assert (other.state, other.losses, other.begun_at) == ("queued", 0, None)
