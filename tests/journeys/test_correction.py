"""A mistake is mended while a round runs: a member who is halfway loses nothing, hears nothing, and reads the right word."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from consultation.comments.models import Comment
from consultation.delivery.models import Email
from handbook.models import Section, Version
from tests.factories.comments import accept_rules

pytestmark = pytest.mark.django_db

TEXT = """# Handreiking verzuim

## Inleiding

Dit is de inleiding van de handreiking.

## Stappen

U gaat stap voor stap te werk.

### Waarnemen

De school meldt het verzuim binnen een week.

U beoordeelt de melding binnen drei werkdagen.

### Handelen

U spreekt met de leerling en de ouders.
"""


def send_due() -> None:
    call_command("run_due", "--once", verbosity=0)


def words(response) -> str:
    return re.sub(r"\s+", " ", unescape(response.content.decode()))


def progress(browser: Client, label: str) -> list[str]:
    """What the overview and the contents of the version say of how far she is."""
    overview = re.findall(r"\d+ van \d+[^<]*", words(browser.get("/mijn/")))
    contents = re.findall(r"\d+ van \d+[^<]*", words(browser.get(f"/handreiking/verzuim/{label}/")))
    return [*overview, *contents]


def test_a_mistake_is_mended_under_her_hands(tmp_path: Path, anna, bram, cas, settings, at):
    settings.SEND_DELAY = timedelta(0)
    file = tmp_path / "handreiking.md"

    # 1. The round on 0.1 runs; anna read two sections and has a draft at a third.
    file.write_text(TEXT, encoding="utf-8")
    call_command("import_handbook", str(file), "--handbook", "verzuim", verbosity=0)
    until = (timezone.localdate() + timedelta(days=20)).isoformat()
    call_command("publish_version", "verzuim", "--label", "0.1", "--round-until", until, verbosity=0)
    first = Version.objects.get(label="0.1")
    send_due()
    browser = Client()
    browser.force_login(accept_rules(anna, at))
    for number, said in (("1", "agreed"), ("2", "read")):
        section = Section.objects.get(version=first, number=number)
        browser.post(f"/reacties/paragraaf/{section.pk}/oordeel/", {"review": said})
    section = Section.objects.get(version=first, number="2.1")
    form_at = f"/reacties/paragraaf/{section.pk}/reageren/?plek={section.passages.get(ordinal=2).passage_id}"
    key = re.search(r'name="key" value="([^"]+)"', browser.get(form_at).content.decode())[1]
    typed = {"key": key, "kind": "inhoudelijk", "body": "Drie dagen is te kort."}
    browser.post(form_at, {**typed, "action": "draft"})
    before = progress(browser, "0.1")
    assert before
    mails = (len(mail.outbox), Email.objects.count())

    # 2. cas mends one word.
    file.write_text(TEXT.replace("drei werkdagen", "drie werkdagen"), encoding="utf-8")
    call_command("import_handbook", str(file), "--handbook", "verzuim", verbosity=0)
    call_command("publish_version", "verzuim", "--label", "0.1.1", "--correction", verbosity=0)
    send_due()

    # 3. Nobody hears; her overview leads to the corrected text, and she is exactly as far as she was.
    assert (len(mail.outbox), Email.objects.count()) == mails
    assert progress(browser, "0.1.1") == before
    assert "/handreiking/verzuim/0.1.1/" in words(browser.get("/mijn/"))
    page = words(browser.get("/handreiking/verzuim/0.1.1/2.1/"))
    assert "binnen drie werkdagen." in page
    assert "In deze versie is een fout hersteld in 2.1." in page
    assert "Wat is er veranderd sinds u dit las" not in page
    assert "Drie dagen is te kort." in page

    # 4. The form that stood open all the while still posts, and the remark stands beside the corrected text.
    draft = Comment.objects.get()
    posted = browser.post(form_at, {**typed, "seen_at": draft.saved_at.isoformat(), "action": "post"})
    assert posted.url.startswith("/handreiking/verzuim/0.1.1/2.1/")
    remark = Comment.objects.get()
    assert (remark.version.label, remark.number, remark.late) == ("0.1.1", 1, False)
    assert "Drie dagen is te kort." in words(browser.get(posted.url))
