"""Editors look at any kind of mail without sending it, and send a test to themselves only."""

from __future__ import annotations

import pytest
from django.conf import settings as project
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from consultation.delivery import kinds
from consultation.delivery.models import Email
from consultation.delivery.sending import send_due

pytestmark = pytest.mark.django_db
KINDS = [kind.name for kind in kinds.all_mails()]


@pytest.mark.parametrize("language", [code for code, _name in project.LANGUAGES])
@pytest.mark.parametrize("name", KINDS)
def test_every_kind_has_a_preview_without_holes(name, language, cas, signed_in, settings):
    options = {**settings.TEMPLATES[0]["OPTIONS"], "string_if_invalid": "HOLE-%s"}
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "OPTIONS": options}]
    framed = signed_in(cas).get(reverse("preview-html", args=[name]), {"taal": language})
    assert framed.status_code == 200
    assert "HOLE" not in framed.content.decode()


def test_the_list_leads_to_each_and_each_shows_both_parts_in_both_languages(cas, signed_in):
    browser = signed_in(cas)
    page = browser.get(reverse("previews")).content.decode()
    assert all(reverse("preview", args=[name]) in page for name in KINDS)
    for language, words in (("nl", "Iemand heeft geantwoord"), ("en", "Somebody replied")):
        one = browser.get(reverse("preview", args=["comments.reply"]), {"taal": language}).content.decode()
        assert words in one
        assert "reken op vier weken" in one
    assert browser.get(reverse("preview", args=["no.kind"])).status_code == 404
    assert browser.get(reverse("preview", args=["comments.reply"]), {"taal": "xx"}).status_code == 404


def test_a_real_mail_is_shown_where_there_is_one_but_never_a_code_and_not_to_who_keeps_accounts(
    tell_news, send_code, anna, cas, fatih, signed_in
):
    tell_news(anna, title="The real news")
    send_code()
    assert "The real news" in signed_in(cas).get(reverse("preview", args=["tests.news"])).content.decode()
    assert "The real news" not in signed_in(fatih).get(reverse("preview", args=["tests.news"])).content.decode()
    assert "123456" not in signed_in(cas).get(reverse("preview", args=["tests.code"])).content.decode()


def test_a_test_goes_to_who_asks_through_the_outbox_and_looking_sends_nothing(cas, signed_in):
    browser, address = signed_in(cas), reverse("preview-test", args=["rounds.closed"])
    assert browser.get(address).status_code == 405
    assert not Email.objects.exists()
    browser.post(f"{address}?taal=en")
    browser.post(f"{address}?taal=en")
    assert set(Email.objects.values_list("kind", "to_address")) == {("delivery.test", cas.email)}
    assert send_due(at=timezone.now()) == 2
    assert mail.outbox[0].subject == "Test: The round on version 0.3 has closed"
    assert "you asked for a test" in mail.outbox[0].body
    assert cas.name in mail.outbox[0].body


@pytest.mark.parametrize("who", ["anna", "bram", "dewi"])
def test_nobody_else_sees_them_or_sends_one(who, signed_in, request):
    browser = signed_in(request.getfixturevalue(who))
    assert browser.get(reverse("previews")).status_code != 200
    assert browser.get(reverse("preview", args=["rounds.closed"])).status_code != 200
    assert browser.get(reverse("preview-html", args=["rounds.closed"])).status_code != 200
    browser.post(reverse("preview-test", args=["rounds.closed"]))
    assert not Email.objects.exists()
