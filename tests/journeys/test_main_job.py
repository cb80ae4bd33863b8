"""The main job, end to end: an editor brings a text in and publishes it, a member hears, reads, reacts; the next draft comes."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from consultation.comments.models import Comment, Review
from consultation.delivery.models import Email
from consultation.people.models import User
from handbook.models import HandbookPage, Section, Version

pytestmark = pytest.mark.django_db

FIRST = """# Handreiking verzuim

## Inleiding

Dit is de inleiding van de handreiking.

## Stappen

### Waarnemen

De school meldt het verzuim binnen een week.

U beoordeelt de melding binnen drie werkdagen.

### Handelen

U spreekt met de leerling en de ouders.
"""
SECOND = FIRST.replace("drie werkdagen", "vijf werkdagen")


def send_due() -> None:
    call_command("run_due", "--once", verbosity=0)


def sign_in_with_code(client: Client, user: User, *, heading_for: str) -> str:
    """Asks for a code, reads it in the mailbox and types it; returns the address where she ends."""
    client.get(f"/account/login/?next={heading_for}")
    client.post("/account/login/code/", {"email": user.email, "next": heading_for})
    letter = Email.objects.filter(to_address=user.email).order_by("-pk")[0]
    code = re.search(r"\b([A-Z]+-[A-Z]+)\b", letter.subject)
    assert code, letter.subject
    answer = client.post("/account/login/code/confirm/", {"code": code.group(1), "next": heading_for}, follow=True)
    return str(answer.redirect_chain[-1][0]) if answer.redirect_chain else ""


def test_from_a_text_to_a_remark_and_the_next_draft(
    tmp_path: Path, anna, bram, cas, dewi, settings, django_capture_on_commit_callbacks
):
    settings.SEND_DELAY = timedelta(0)
    file = tmp_path / "handreiking.md"

    # 1. The editor imports and publishes.
    file.write_text(FIRST, encoding="utf-8")
    call_command("import_handbook", str(file), "--handbook", "verzuim", verbosity=0)
    until = (timezone.localdate() + timedelta(days=20)).isoformat()
    call_command("publish_version", "verzuim", "--label", "0.1", "--round-until", until, verbosity=0)
    version = Version.objects.get(slug="verzuim", label="0.1")
    assert [section.number for section in version.sections.order_by("position")] == ["1", "2", "2.1", "2.2"]

    # 2. Members hear once; the outsider and the editor do not.
    send_due()
    send_due()
    receivers = [message.to[0] for message in mail.outbox]
    assert sorted(address.rpartition("<")[2].strip(">") for address in receivers) == [anna.email, bram.email]
    address = "/handreiking/verzuim/0.1/"
    assert address in mail.outbox[0].body

    # 3. The member comes in with a code and lands where the mail led.
    browser = Client()
    assert sign_in_with_code(browser, anna, heading_for=address).endswith(address)
    section = Section.objects.get(version=version, number="2.1")
    page = browser.get(f"{address}2.1/")
    assert "U beoordeelt de melding binnen drie werkdagen." in page.content.decode()

    # 4. She reacts on a passage, agrees with another section, and stops.
    passage = section.passages.get(ordinal=2)
    form_at = f"/reacties/paragraaf/{section.pk}/reageren/?plek={passage.passage_id}"
    form = browser.get(form_at).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', form)
    assert key
    words = {
        "key": key.group(1),
        "kind": "inhoudelijk",
        "ground": "uitvoerbaarheid",
        "body": "Drie dagen haalt niemand.",
        "action": "post",
    }
    refused = browser.post(form_at, words)
    assert "Drie dagen haalt niemand." in refused.content.decode(), "the house rules come first, and nothing typed is lost"
    assert browser.post(form_at, {**words, "house_rules": "on"}).status_code == 302
    agreed = Section.objects.get(version=version, number="1")
    browser.post(f"/reacties/paragraaf/{agreed.pk}/oordeel/", {"review": "agreed"})
    remark = Comment.objects.get(body="Drie dagen haalt niemand.")
    assert (remark.number, remark.passage, remark.ground) == (1, passage, "uitvoerbaarheid")
    assert Review.objects.get(submitter__user=anna).value == "akkoord"

    # 5. The working group reads it; the outsider finds nothing at any address.
    reader = Client()
    reader.force_login(bram)
    assert "Drie dagen haalt niemand." in reader.get(f"{address}2.1/").content.decode()
    outsider = Client()
    outsider.force_login(dewi)
    assert outsider.get(f"{address}2.1/").status_code == 404

    # 6. The editor publishes the next draft; the round on the first closes, the remark stays where it was made.
    file.write_text(SECOND, encoding="utf-8")
    call_command("import_handbook", str(file), "--handbook", "verzuim", verbosity=0)
    call_command("publish_version", "verzuim", "--label", "0.2", "--round-until", until, verbosity=0)
    newer = Version.objects.get(slug="verzuim", label="0.2")
    assert not version.round.__class__.objects.get(pk=version.round.pk).is_open(timezone.now())
    same = newer.sections.get(number="2.1").passages.get(ordinal=2)
    assert same.passage_id == passage.passage_id
    assert same.text == "U beoordeelt de melding binnen vijf werkdagen."
    changes = browser.get("/handreiking/verzuim/0.2/wijzigingen/").content.decode()
    assert "<ins>" in changes
    assert "vijf" in changes
    assert "Drie dagen haalt niemand." in browser.get(f"{address}2.1/").content.decode()
    assert HandbookPage.objects.get(slug="verzuim").key == newer.handbook_key
