"""The newsletter, end to end and without a script: from the foot of a page to the mailbox, an issue, and one click to leave."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from consultation.newsletter.models import IssuePage, Subscription
from tests.factories.newsletter import make_issue
from tests.factories.texts import make_site

pytestmark = pytest.mark.django_db
ADDRESS = "gerda@zeewold.example"


def newest() -> str:
    """Runs what is due and opens the newest mail in the mailbox."""
    for _turn in range(2):
        call_command("run_due", "--once", verbosity=0)
    assert mail.outbox[-1].to == [f"Gerda <{ADDRESS}>"]
    return mail.outbox[-1].body


def link_in(text: str, part: str) -> str:
    return re.search(rf"https?://[^/\s]+(/\S*{part}\S*)", text)[1]


def test_a_visitor_asks_confirms_reads_and_leaves(visitor, cas, signed_in, settings) -> None:
    settings.STAFF_SECOND_FACTOR = False
    cache.clear()
    make_site()

    # 1. She fills in the form in the foot of a page, and hears that a mail comes.
    page = visitor.get("/privacy/").content.decode()
    foot = page[page.index("</main>") :]
    assert re.search(r'<form[^>]* method="post" action="/nieuwsbrief/"', foot)
    opened = re.search(r'name="opened" value="([^"]+)"', foot)[1]
    with time_machine.travel(timezone.now() + timedelta(seconds=30), tick=False):
        answer = visitor.post("/nieuwsbrief/", {"name": "Gerda", "email": ADDRESS, "opened": opened}, follow=True)
    assert "Kijk in uw mailbox" in answer.content.decode()

    # 2. The mail leads to a page with a button; only the button confirms.
    confirm = link_in(newest(), "bevestigen")
    visitor.get(confirm)
    assert Subscription.objects.get().state == "unconfirmed"
    visitor.post(confirm)
    assert "uw adres is bevestigd" in newest()

    # 3. The editor looks, and sends.
    issue = make_issue()
    editor = signed_in(cas)
    sending = f"/beheer/nieuwsbrief/{issue.pk}/"
    assert "krijgt 1 adres hem" in editor.get(sending).content.decode()
    assert "Versturen naar 1 adres" in editor.get(f"{sending}versturen/").content.decode()
    editor.post(f"{sending}versturen/")
    letter = newest()
    assert "Beste Gerda," in letter
    assert "1 van 1 verstuurd" in editor.get("/beheer/nieuwsbrief/").content.decode()

    # 4. She reads it in her browser too, and her mail program stops it for her with one POST.
    assert "Lees mee." in visitor.get(link_in(letter, "archief")).content.decode()
    one_click = re.search(r"<https?://[^/]+(/[^>]+)>", mail.outbox[-1].extra_headers["List-Unsubscribe"])[1]
    assert visitor.post(one_click, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Subscription.objects.get().state == "unsubscribed"

    # 5. The next issue passes her by.
    count = len(mail.outbox)
    again = make_issue(title="Concept 0.4 is klaar")
    editor.post(f"/beheer/nieuwsbrief/{again.pk}/versturen/")
    call_command("run_due", "--once", verbosity=0)
    call_command("run_due", "--once", verbosity=0)
    assert len(mail.outbox) == count
    assert IssuePage.objects.sent().count() == 2
