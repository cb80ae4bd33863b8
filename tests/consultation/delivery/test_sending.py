"""What is due goes, once, and every end is recorded."""

from __future__ import annotations

from datetime import timedelta

from django.core import mail
from django.db import transaction

from consultation.delivery import kinds
from consultation.delivery.actions import set_pace, stop
from consultation.delivery.kinds import Kind
from consultation.delivery.models import Email
from consultation.delivery.sending import send_due
from consultation.jobs.sweeps import run_all


def test_a_code_is_sent_with_both_texts_and_its_own_message_id(send_code, at, db):
    email = send_code()
    assert send_due(at=at) == 1
    (message,) = mail.outbox
    assert message.subject == "123456 is your code"
    assert "Your code: 123456" in message.body
    html, mime = message.alternatives[0]
    assert mime == "text/html"
    assert "123456" in html
    sent = message.message()
    assert sent["Message-ID"] == email.message_id
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["Reply-To"] == "redactie@ingrado.example"
    assert "List-Unsubscribe" not in sent
    email.refresh_from_db()
    assert email.state == Email.State.SENT
    assert email.attempts == 1
    assert email.sent_at is not None


def test_a_rolled_back_transaction_sends_nothing(send_code, at, db):
    with transaction.atomic():
        send_code()
        transaction.set_rollback(True)
    assert send_due(at=at) == 0
    assert mail.outbox == []


def test_the_same_key_gives_the_same_mail(send_code, at, db):
    assert send_code().pk == send_code().pk
    send_due(at=at)
    assert send_code().state == Email.State.SENT
    assert send_due(at=at) == 0
    assert len(mail.outbox) == 1


def test_everybody_is_told_once_with_a_notice_and_a_mail(tell_news, anna, bram, at):
    assert tell_news(anna, bram) == 2
    assert tell_news(anna, bram) == 0
    assert tell_news(anna, bram, topic="news:2") == 2
    assert anna.notices.count() == 2
    assert run_all(at, only=["delivery.send"]) == {"delivery.send": 4}
    assert sorted(message.to[0] for message in mail.outbox)[0] == "Anna Verschuren <anna@waterlo.example>"


def test_held_mails_wait_and_can_be_stopped(tell_news, anna, bram, cas, at):
    tell_news(anna, bram, hold_until=at + timedelta(minutes=10))
    assert send_due(at=at + timedelta(minutes=9)) == 0
    assert stop(topic="news:1", reason="wrong label", by=cas, at=at) == 2
    assert send_due(at=at + timedelta(minutes=11)) == 0
    assert set(Email.objects.values_list("state", "reason")) == {("withdrawn", "wrong label")}


def test_who_switches_a_kind_off_while_a_mail_waits_does_not_get_it(tell_news, anna, bram, at):
    tell_news(anna, bram)
    set_pace(user_id=anna.pk, kind="tests.news", pace="never", at=at)
    assert send_due(at=at) == 1
    assert Email.objects.get(user=anna).reason == "the receiver chose never to get this kind"


def test_a_kind_may_say_that_a_mail_is_no_longer_due(send_code, at, db):
    kinds.register(
        Kind("tests.code", "Code", "tests/code", transactional=True, still_due=lambda row: f"too late for {row.topic}")
    )
    email = send_code()
    assert send_due(at=at) == 0
    email.refresh_from_db()
    assert (email.state, email.reason) == ("withdrawn", "too late for code")


def test_a_mistake_in_one_kind_holds_up_no_other_mail(send_code, tell_news, anna, at):
    kinds.register(Kind("tests.code", "Code", "tests/code", transactional=True, still_due=lambda row: 1 / 0))
    email = send_code()
    tell_news(anna)
    assert send_due(at=at) == 1
    email.refresh_from_db()
    assert (email.state, email.reason) == ("queued", "ZeroDivisionError: division by zero")
    assert email.next_try_at > at
