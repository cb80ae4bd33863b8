"""A sending stands still when an editor says so, goes on without repeats, and its mails in doubt are decided at once (G15)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from consultation.delivery import sending
from consultation.delivery.actions import leave_uncertain, pause_topic, resend_uncertain, resume_topic, withdraw_topic
from consultation.delivery.models import Email
from consultation.delivery.sending import send_due

pytestmark = pytest.mark.django_db
NEWS = {"topic": "news:1", "kind": "tests.news"}


def test_what_is_paused_does_not_go_and_what_goes_on_is_not_repeated(tell_news, anna, bram, cas, at):
    tell_news(anna)
    assert send_due(at=at) == 1
    tell_news(bram, cas)
    assert pause_topic(**NEWS, by=cas, at=at) == 2
    assert send_due(at=at + timedelta(hours=1)) == 0
    assert resume_topic(**NEWS, by=cas, at=at) == 2
    assert send_due(at=at + timedelta(hours=2)) == 2
    assert sorted(message.to[0] for message in mail.outbox) == sorted(
        f"{person.name} <{person.email}>" for person in (anna, bram, cas)
    )


def test_a_worker_in_the_middle_of_a_batch_stops_before_the_next_mail(tell_news, anna, bram, cas, eva, at, monkeypatch):
    tell_news(anna, bram, cas, eva)
    send = sending.Wire.send

    def pause_after_the_first(self, message):
        send(self, message)
        pause_topic(**NEWS, by=cas, at=at)

    monkeypatch.setattr(sending.Wire, "send", pause_after_the_first)
    assert send_due(at=at) == 1
    assert len(mail.outbox) == 1
    assert sorted(Email.objects.values_list("state", flat=True)) == ["paused", "paused", "paused", "sent"]
    monkeypatch.setattr(sending.Wire, "send", send)
    resume_topic(**NEWS, by=cas, at=at)
    assert send_due(at=at) == 3
    assert len({message.to[0] for message in mail.outbox}) == 4


def test_a_hold_still_holds_after_a_pause_and_another_sending_does_not_notice(tell_news, send_code, anna, bram, cas, at):
    tell_news(anna, hold_until=at + timedelta(minutes=10))
    tell_news(bram, topic="news:2")
    pause_topic(**NEWS, by=cas, at=at)
    assert send_due(at=at) == 1
    resume_topic(**NEWS, by=cas, at=at)
    assert send_due(at=at + timedelta(minutes=9)) == 0
    assert send_due(at=at + timedelta(minutes=10)) == 1


def test_what_stands_still_can_be_taken_back(tell_news, anna, cas, at):
    tell_news(anna)
    pause_topic(**NEWS, by=cas, at=at)
    assert withdraw_topic(topic="news:1", reason="wrong", at=at) == 1
    assert resume_topic(**NEWS, by=cas, at=at) == 0
    assert send_due(at=at) == 0


def test_the_mails_in_doubt_go_again_under_their_message_id_or_are_left_for_good(tell_news, anna, bram, cas, at):
    tell_news(anna, bram)
    Email.objects.update(state="uncertain", begun_at=at, attempts=1)
    known = set(Email.objects.values_list("message_id", flat=True))
    assert resend_uncertain(**NEWS, by=cas, at=at) == 2
    assert send_due(at=at) == 2
    assert {message.extra_headers["Message-ID"] for message in mail.outbox} == known
    Email.objects.filter(user=bram).update(state="uncertain")
    assert leave_uncertain(**NEWS, by=cas, at=at) == 1
    assert resend_uncertain(**NEWS, by=cas, at=at) == 0
    assert send_due(at=at + timedelta(days=1)) == 0


def test_an_editor_sees_each_sending_and_pauses_it_with_a_button(tell_news, send_code, anna, bram, cas, signed_in):
    tell_news(anna, bram)
    send_code()
    Email.objects.filter(user=bram).update(state="uncertain")
    first, browser = Email.objects.filter(bulk=True).earliest("pk"), signed_in(cas)
    page = browser.get(reverse("sendings")).content.decode()
    assert page.count(reverse("sending-act", args=[first.pk])) == 1
    assert "123456" not in page
    one = browser.get(reverse("sending", args=[first.pk])).content.decode()
    assert bram.email in one
    browser.get(reverse("sending-act", args=[first.pk]))
    browser.post(reverse("sending-act", args=[first.pk]), {"action": "nonsense"})
    assert not Email.objects.filter(state="paused").exists()
    browser.post(reverse("sending-act", args=[first.pk]), {"action": "pause"})
    assert Email.objects.get(user=anna).state == "paused"
    browser.post(reverse("sending-act", args=[first.pk]), {"action": "leave"})
    assert Email.objects.get(user=bram).state == "withdrawn"
    browser.post(reverse("sending-act", args=[first.pk]), {"action": "resume"})
    assert Email.objects.get(user=anna).state == "queued"


def test_the_list_costs_the_same_for_two_sendings_and_for_twenty(tell_news, anna, cas, signed_in, django_assert_max_num_queries):
    browser = signed_in(cas)
    tell_news(anna, topic="n:1")
    browser.get(reverse("sendings"))
    with django_assert_max_num_queries(20) as few:
        browser.get(reverse("sendings"))
    for number in range(2, 20):
        tell_news(anna, topic=f"n:{number}")
    with django_assert_max_num_queries(len(few)):
        page = browser.get(reverse("sendings"))
    assert page.content.decode().count("n:") == 0


@pytest.mark.parametrize("who", ["anna", "bram", "dewi"])
def test_nobody_else_sees_or_stops_a_sending(who, tell_news, anna, signed_in, request):
    tell_news(anna)
    browser, pk = signed_in(request.getfixturevalue(who)), Email.objects.get().pk
    for name in ("sendings", "sending"):
        assert browser.get(reverse(name, args=[pk] if name == "sending" else [])).status_code != 200
    browser.post(reverse("sending-act", args=[pk]), {"action": "pause"})
    assert Email.objects.get().state == "queued"


def test_the_dashboard_says_how_many_mails_to_many_are_in_doubt(tell_news, send_code, anna, bram, cas, signed_in):
    tell_news(anna, bram)
    send_code()
    browser = signed_in(cas)
    assert "waarvan niemand weet" not in browser.get("/beheer/").content.decode()
    Email.objects.update(state="uncertain")
    assert "2 mails waarvan niemand weet" in browser.get("/beheer/").content.decode()
