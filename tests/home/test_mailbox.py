"""The demo's mailbox shows what arrived, to anybody, and exists in the demo only."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from consultation.delivery.models import Email

pytestmark = pytest.mark.django_db
HTML = "<html><head><title>x</title></head><body><a href='/mijn/'>Verder</a></body></html>"


@pytest.fixture
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def arrive(at):
    """Puts one mail in the mailbox."""

    def mail(subject, to="anna@waterlo.example", minutes=0, **changes):
        fields = {"kind": "k", "topic": "t", "dedup_key": subject, "message_id": f"<{subject}@x>", "state": "sent"}
        fields |= {
            "to_address": to,
            "to_name": to.split("@")[0].title(),
            "subject": subject,
            "text": "Zie http://localhost:8000/mijn/",
        }
        fields |= {"html": HTML, "created_at": at, "next_try_at": at, "sent_at": at + timedelta(minutes=minutes)}
        return Email.objects.create(**fields | changes)

    return mail


@pytest.mark.parametrize("name", ["demo-mailbox", "demo-mailbox-mail", "demo-mailbox-html"])
def test_outside_the_demo_there_is_no_mailbox(arrive, visitor, name):
    mail = arrive("Uw code")
    args = [] if name == "demo-mailbox" else [mail.pk]
    assert visitor.get(reverse(name, args=args)).status_code == 404


def test_the_newest_mail_stands_on_top(demo, arrive, visitor):
    arrive("Oud")
    arrive("Nieuw", minutes=5)
    page = visitor.get(reverse("demo-mailbox")).content.decode()
    assert page.index("Nieuw") < page.index("Oud")


def test_what_has_not_been_sent_is_in_no_mailbox(demo, arrive, visitor):
    waiting = arrive("Wacht nog", state="queued")
    page = visitor.get(reverse("demo-mailbox")).content.decode()
    assert "Wacht nog" not in page
    assert "1 mail is onderweg" in page
    assert visitor.get(reverse("demo-mailbox-mail", args=[waiting.pk])).status_code == 404


def test_one_receiver_sees_her_own_mails_only(demo, arrive, visitor):
    arrive("Voor Anna")
    arrive("Voor Bram", to="bram@om.example")
    page = visitor.get(reverse("demo-mailbox"), {"aan": "bram@om.example"}).content.decode()
    assert "Voor Bram" in page
    assert "Voor Anna" not in page


def test_a_long_list_has_pages_that_keep_the_receiver(demo, arrive, visitor):
    for number in range(25):
        arrive(f"Mail {number}", minutes=number)
    page = visitor.get(reverse("demo-mailbox"), {"aan": "anna@waterlo.example"}).content.decode()
    assert "aan=anna%40waterlo.example&amp;page=2" in page


def test_a_mail_is_shown_laid_out_as_text_and_with_its_headers(demo, arrive, visitor):
    mail = arrive("Uw code", headers={"Auto-Submitted": "auto-generated"})
    url = reverse("demo-mailbox-mail", args=[mail.pk])
    assert "<iframe" in visitor.get(url).content.decode()
    assert '<a href="http://localhost:8000/mijn/"' in visitor.get(url, {"weergave": "tekst"}).content.decode()
    headers = visitor.get(url, {"weergave": "kop"}).content.decode()
    assert "auto-generated" in headers
    assert "Anna &lt;anna@waterlo.example&gt;" in headers
    assert visitor.get(url, {"weergave": "x"}).status_code == 404


def test_the_laid_out_mail_runs_nothing_and_opens_its_links_beside(demo, arrive, visitor):
    mail = arrive("Uw code")
    response = visitor.get(reverse("demo-mailbox-html", args=[mail.pk]))
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "sandbox" in policy
    assert "no-store" in response["Cache-Control"]
    assert '<base target="_blank">' in response.content.decode()


def test_the_list_costs_the_same_with_two_mails_and_with_twenty(demo, arrive, visitor, django_assert_num_queries):
    for number in range(20):
        arrive(f"Mail {number}", to=f"lid{number}@gemeente.example")
    with django_assert_num_queries(4):
        visitor.get(reverse("demo-mailbox"))
