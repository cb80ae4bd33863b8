"""Editors see what was sent to whom and why not, and never what a mail says."""

from __future__ import annotations

import pytest
from django.urls import reverse

from consultation.delivery.models import Email

pytestmark = pytest.mark.django_db


def test_an_editor_finds_by_address_what_was_sent_and_why_not_but_no_code(send_code, tell_news, anna, bram, cas, signed_in):
    anna.preferences.create(kind="tests.news", pace="never")
    tell_news(anna, bram)
    send_code()
    page = signed_in(cas).get(reverse("mails"), {"q": "anna@"}).content.decode()
    assert "anna@waterlo.example" in page
    assert "bram@om.example" not in page
    assert "de ontvanger wil deze soort mail nooit" in page
    assert "123456" not in page


def test_a_mail_that_failed_can_be_sent_again_and_one_that_waits_cannot(send_code, cas, signed_in):
    failed, waiting = send_code("a"), send_code("b")
    Email.objects.filter(pk=failed.pk).update(state="failed", reason="550 no")
    browser = signed_in(cas)
    page = browser.get(reverse("mails")).content.decode()
    assert reverse("mail-resend", args=[failed.pk]) in page
    assert reverse("mail-resend", args=[waiting.pk]) not in page
    browser.post(reverse("mail-resend", args=[failed.pk]))
    failed.refresh_from_db()
    assert (failed.state, failed.reason) == ("queued", "")
    assert "kan niet opnieuw" in browser.post(reverse("mail-resend", args=[waiting.pk]), follow=True).content.decode()


@pytest.mark.parametrize("who", ["anna", "bram", "dewi"])
def test_nobody_else_sees_the_list_or_sends_again(who, send_code, signed_in, request):
    browser = signed_in(request.getfixturevalue(who))
    email = send_code()
    Email.objects.update(state="failed")
    assert browser.get(reverse("mails")).status_code != 200
    browser.post(reverse("mail-resend", args=[email.pk]))
    email.refresh_from_db()
    assert email.state == "failed"


def test_the_list_is_filtered_by_state(send_code, cas, signed_in):
    send_code("a", to_address="een@x.example")
    send_code("b", to_address="twee@x.example")
    Email.objects.filter(to_address="twee@x.example").update(state="uncertain")
    page = signed_in(cas).get(reverse("mails"), {"state": "uncertain"}).content.decode()
    assert "twee@x.example" in page
    assert "een@x.example" not in page
