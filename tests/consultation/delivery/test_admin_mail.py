"""One mail for an editor: why it went or not, what became of it, and never a code or somebody's own way out (G14)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from consultation.delivery.actions import record_event, suppress_address
from consultation.delivery.models import Email

pytestmark = pytest.mark.django_db


def test_it_says_to_whom_why_and_what_became_of_it(tell_news, anna, cas, signed_in, at):
    tell_news(anna)
    email = Email.objects.get()
    Email.objects.update(state="failed", reason="550 5.1.1 no such user", attempts=3, begun_at=at)
    record_event(event_id="e", heard="hard", address=anna.email, email=email, words="mailbox gone", happened_at=at, at=at)
    page = signed_in(cas).get(reverse("mail", args=[email.pk])).content.decode()
    for words in (
        anna.email,
        "550 5.1.1 no such user",
        email.message_id.strip("<").partition("@")[0],
        "mailbox gone",
        "tegengehouden",
    ):
        assert words in page, words
    assert reverse("mail-resend", args=[email.pk]) in page


def test_why_it_did_not_go_stands_there_in_the_readers_language(tell_news, anna, cas, signed_in):
    anna.preferences.create(kind="tests.news", pace="never")
    tell_news(anna)
    page = signed_in(cas).get(reverse("mail", args=[Email.objects.get().pk])).content.decode()
    assert "de ontvanger wil deze soort mail nooit" in page


def test_a_code_is_never_shown_and_neither_is_its_subject(send_code, cas, signed_in):
    email = send_code()
    browser = signed_in(cas)
    assert "123456" not in browser.get(reverse("mail", args=[email.pk])).content.decode()
    assert browser.get(reverse("mail-html", args=[email.pk])).status_code == 404


def test_another_mail_is_shown_in_a_frame_that_runs_nothing_and_holds_no_way_to_switch_her_mails_off(
    tell_news, anna, cas, signed_in
):
    tell_news(anna)
    email, browser = Email.objects.get(), signed_in(cas)
    tokens = [email.text.split(f"/mijn/{way}/")[1].split("/")[0] for way in ("afmelden", "voorkeuren")]
    framed = browser.get(reverse("mail-html", args=[email.pk]))
    assert "A new draft" in framed.content.decode()
    assert "script-src" not in framed.headers["Content-Security-Policy"]
    assert "default-src 'none'" in framed.headers["Content-Security-Policy"]
    page = browser.get(reverse("mail", args=[email.pk])).content.decode()
    assert "A new draft" in page
    assert not [token for token in tokens if token in framed.content.decode() + page]


def test_who_keeps_accounts_sees_that_it_went_and_not_what_it_says(tell_news, anna, fatih, signed_in):
    tell_news(anna)
    email, browser = Email.objects.get(), signed_in(fatih)
    page = browser.get(reverse("mail", args=[email.pk])).content.decode()
    assert anna.email in page
    assert "A new draft" not in page
    assert browser.get(reverse("mail-html", args=[email.pk])).status_code == 404


@pytest.mark.parametrize("who", ["anna", "bram", "dewi"])
def test_nobody_else_sees_it(who, tell_news, anna, signed_in, request):
    tell_news(anna)
    browser, pk = signed_in(request.getfixturevalue(who)), Email.objects.get().pk
    assert [browser.get(reverse(name, args=[pk])).status_code == 200 for name in ("mail", "mail-html")] == [False, False]


def test_the_list_finds_a_suppressed_address_and_leads_to_its_mails(tell_news, anna, cas, signed_in, at):
    tell_news(anna)
    suppress_address(address=anna.email, reason="x", by=cas, at=at)
    page = signed_in(cas).get(reverse("mails"), {"q": anna.email}).content.decode()
    assert reverse("mail", args=[Email.objects.get().pk]) in page
