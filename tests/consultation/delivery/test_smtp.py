"""Against a real SMTP server: what arrives, and what each kind of failure does to the row (guarantees G10, G14)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from consultation.delivery.actions import resend
from consultation.delivery.claiming import MOST_LOSSES
from consultation.delivery.errors import NotResendable
from consultation.delivery.models import Email, Suppression
from consultation.delivery.sending import SERVER_PAUSE, send_due

pytestmark = pytest.mark.django_db


def test_a_mail_to_many_arrives_with_the_headers_to_unsubscribe(smtp_sink, tell_news, anna, at):
    tell_news(anna)
    assert send_due(at=at) == 1
    (message,) = smtp_sink.messages
    assert message["To"] == "Anna Verschuren <anna@waterlo.example>"
    assert message["List-Id"].startswith("Klankbord <tests.news.klankbord.")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Unsubscribe"].strip().startswith("<http")
    assert "mailto:redactie@ingrado.example" in message["List-Unsubscribe"]
    assert message["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]


def test_names_that_mail_programs_stumble_over_are_tamed(smtp_sink, send_code, at):
    send_code(to_name='Verschuren, Anna: "ANNA" <anna@x>')
    send_due(at=at)
    assert smtp_sink.messages[0]["To"] == "Verschuren Anna ANNA anna x <anna@waterlo.example>"


def test_not_now_is_tried_again_after_a_pause_with_the_same_message_id(smtp_sink, send_code, at):
    email = send_code()
    smtp_sink.refusals["anna@waterlo.example"] = "451 come again"
    assert send_due(at=at) == 0
    email.refresh_from_db()
    assert (email.state, email.reason, email.attempts) == ("queued", "451 come again", 1)
    assert timedelta(minutes=1) <= email.next_try_at - at <= timedelta(minutes=1, seconds=30)
    smtp_sink.refusals.clear()
    assert send_due(at=email.next_try_at - timedelta(seconds=1)) == 0
    assert send_due(at=email.next_try_at) == 1
    assert smtp_sink.messages[0]["Message-ID"] == email.message_id
    email.refresh_from_db()
    assert (email.state, email.reason) == ("sent", "")


def test_never_is_not_tried_again_and_says_why_and_an_editor_may_try(smtp_sink, send_code, cas, at):
    email = send_code()
    smtp_sink.refusals["anna@waterlo.example"] = "550 no such mailbox"
    send_due(at=at)
    email.refresh_from_db()
    assert (email.state, email.reason) == ("failed", "550 no such mailbox")
    assert send_due(at=at + timedelta(days=2)) == 0
    smtp_sink.refusals.clear()
    resend(email=email, by=cas, at=at)
    assert send_due(at=at) == 1
    with pytest.raises(NotResendable):
        resend(email=Email.objects.get(), by=cas, at=at)


def test_one_refused_mail_holds_up_no_other(smtp_sink, tell_news, anna, bram, cas, at):
    smtp_sink.refusals["bram@om.example"] = "550 no"
    tell_news(anna, bram, cas)
    assert send_due(at=at) == 2
    assert len(smtp_sink.messages_to("cas@ingrado.example")) == 1


def test_a_server_that_is_away_costs_no_attempt(send_code, tell_news, anna, bram, settings, at):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    send_code()
    tell_news(anna, bram)
    assert send_due(at=at) == 0
    for email in Email.objects.all():
        assert (email.state, email.attempts) == ("queued", 0)
        assert "refused" in email.reason
        assert email.next_try_at >= at + SERVER_PAUSE


def test_what_somebody_waits_for_goes_before_what_goes_to_many(smtp_sink, tell_news, send_code, anna, bram, at):
    tell_news(anna, bram)
    send_code(to_address="dewi@onderzoek.example")
    send_due(at=at)
    assert smtp_sink.messages[0]["To"].endswith("<dewi@onderzoek.example>")


BREAKS = ["takes it and closes", "closes", "takes it and hangs", "hangs"]


@pytest.mark.parametrize("how", BREAKS)
def test_a_mail_to_many_is_in_doubt_when_the_answer_to_its_text_does_not_come(smtp_sink, tell_news, anna, settings, at, how):
    settings.EMAIL_TIMEOUT = 1
    smtp_sink.breaks[anna.email] = how
    tell_news(anna)
    assert send_due(at=at) == 0
    email = Email.objects.get()
    assert (email.state, email.losses) == ("uncertain", 1)
    assert email.reason
    smtp_sink.breaks.clear()
    assert send_due(at=at + timedelta(days=1)) == 0


@pytest.mark.parametrize("how", BREAKS)
def test_a_code_then_goes_again_under_the_same_message_id_and_at_last_waits_for_an_editor(
    smtp_sink, send_code, settings, at, how
):
    settings.EMAIL_TIMEOUT = 1
    email = send_code()
    smtp_sink.breaks[email.to_address] = how
    send_due(at=at)
    email.refresh_from_db()
    assert (email.state, email.losses) == ("queued", 1)
    smtp_sink.breaks.clear()
    assert send_due(at=email.next_try_at) == 1
    assert {message["Message-ID"] for message in smtp_sink.messages} == {email.message_id}
    assert len(smtp_sink.messages) == 1 + ("takes" in how)


def test_a_server_that_never_answers_repeats_no_code_for_ever(smtp_sink, send_code, settings, at):
    settings.EMAIL_TIMEOUT = 1
    email = send_code()
    smtp_sink.breaks[email.to_address] = "takes it and closes"
    for _hour in range(6):
        send_due(at=at)
        at += timedelta(hours=1)
    email.refresh_from_db()
    assert email.state == "uncertain"
    assert len(smtp_sink.messages) == MOST_LOSSES


def test_a_server_that_closes_before_the_text_leaves_nothing_in_doubt(smtp_sink, tell_news, anna, bram, at):
    """The other mails of the batch go over a new connection."""
    smtp_sink.refusals[anna.email] = "421 too much of you"
    tell_news(anna, bram)
    assert send_due(at=at) == 1
    email = Email.objects.get(user=anna)
    assert (email.state, email.losses) == ("queued", 0)


@pytest.mark.parametrize(
    ("answer", "suppressed"),
    [("550 5.1.1 user unknown", True), ("550 5.1.10 RESOLVER.ADR.RecipientNotFound", True), ("550 5.7.1 blocked", False)],
)
def test_a_server_that_knows_no_such_mailbox_is_not_asked_again(smtp_sink, tell_news, send_code, anna, at, answer, suppressed):
    """A code that she asks for still goes: who signs in with an address may know better than its server."""
    smtp_sink.refusals[anna.email] = answer
    tell_news(anna)
    send_due(at=at)
    assert Suppression.objects.filter(cause="bounce", address=anna.email).exists() is suppressed
    smtp_sink.refusals.clear()
    tell_news(anna, topic="news:2")
    send_code(user=anna)
    assert send_due(at=at) == (1 if suppressed else 2)
