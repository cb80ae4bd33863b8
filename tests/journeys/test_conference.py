"""A conference on a telephone, without an account: full, waiting, somebody cancels, offered, accepted, let in by a code,
a question answered, and the answer among the remarks.
"""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page, expect

from consultation.comments.actions import release_sections
from consultation.conference.models import Registration
from tests.factories.comments import make_section
from tests.factories.conferences import make_conference
from tests.factories.handbook import make_handbook_page, make_version
from tests.factories.people import make_cast_member
from tests.factories.rounds import make_round
from tests.factories.texts import make_site
from tests.fixtures.browser import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUESTION = "Kunt u dit in uw gemeente uitvoeren?"
ANSWER = "Ja, als de school de melding binnen een week doet."


def link_in(text: str, part: str) -> str:
    return re.search(rf"https?://[^/\s]+(/\S*{part}\S*)", text)[1]


def newest_mail(address: str) -> str:
    """Sends what is due and opens the last mail at this address."""
    for _turn in range(2):
        call_command("run_due", "--once", verbosity=0)
    return [message.body for message in mail.outbox if address in message.to[0]][-1]


def sign_up(page: Page, name: str, email: str) -> None:
    """Fills the form in at the pace of a person: one that is sent within three seconds is a script's."""
    page.get_by_role("link", name=re.compile("^(Meld u aan|Op de wachtlijst)$")).click()
    for label, words in (
        ("Uw naam", name),
        ("Uw e-mailadres", email),
        ("Organisatie", "Gemeente Waterlo"),
        ("Functie", "leerplichtambtenaar"),
    ):
        page.get_by_label(label, exact=True).fill(words)
    page.wait_for_timeout(3_100)
    page.get_by_role("button", name=re.compile("Meld mij aan|Zet mij op de wachtlijst")).click()


def test_from_the_waiting_list_to_a_remark(new_page, sign_in_browser, at) -> None:
    make_site()
    cache.clear()
    version = make_version()
    make_round(version=version)
    make_handbook_page(version)
    section = make_section(version)
    cas = make_cast_member("cas")
    begins = at + timedelta(days=3)
    conference = make_conference(
        at=at, capacity=1, starts_at=begins, ends_at=begins + timedelta(hours=6), signup_closes_at=begins - timedelta(hours=1)
    )
    release_sections(conference=conference, version=version, questions={section: QUESTION}, by=cas, at=at)
    wim, gerda, helper = (new_page(PHONE) for _person in range(3))
    editor = new_page(DESKTOP)

    # 1. The last place is taken; the next one waits, and reads which turn she has.
    wim.goto(conference.get_absolute_url())
    expect(wim.get_by_text("Nog 1 plaats").first).to_be_visible()
    sign_up(wim, "Wim Dijk", "wim@gemeente.example")
    expect(wim.get_by_role("heading", name="U hebt een plaats")).to_be_visible()
    gerda.goto(conference.get_absolute_url())
    expect(gerda.get_by_text("Vol", exact=False).first).to_be_visible()
    sign_up(gerda, "Gerda Smit", "gerda@gemeente.example")
    expect(gerda.get_by_role("heading", name="U bent nummer 1 op de wachtlijst")).to_be_visible()

    # 2. Wim cancels by his mail. Gerda's mail brings the offer, and she accepts it.
    wim.goto(link_in(newest_mail("wim@"), "inschrijving"))
    wim.get_by_role("button", name="Zeg mijn aanmelding af").click()
    expect(wim.get_by_role("heading", name="Uw aanmelding is afgezegd")).to_be_visible()
    own = link_in(newest_mail("gerda@"), "inschrijving")
    gerda.goto(own)
    gerda.get_by_role("button", name="Ja, ik neem de plaats").click()
    expect(gerda.get_by_role("heading", name="U hebt een plaats")).to_be_visible()

    # 3. At the door a helper opens the editors' link once, and then what her camera reads from Gerda's screen.
    row = Registration.objects.get(email="gerda@gemeente.example")
    helper.goto(reverse("open-door", args=[conference.slug, conference.door_secret]))
    helper.get_by_role("button", name="Ik help aan de deur").click()
    shown = gerda.get_by_role("img", name="QR-code voor de deur").screenshot()
    helper.goto(address_on(shown))
    expect(helper.get_by_role("heading", name="Gerda Smit")).to_be_visible()
    helper.get_by_role("button", name="Meld binnen").click()
    row.refresh_from_db()
    assert row.checked_in_at is not None

    # 4. Gerda reads what was released, answers, and her answer stands among the remarks under a number.
    gerda.get_by_role("link", name="Lees en antwoord").click()
    gerda.get_by_label("Uw antwoord").fill(ANSWER)
    gerda.get_by_role("button", name="Plaats mijn antwoord").click()
    expect(gerda.get_by_text("Uw antwoord is geplaatst").first).to_be_visible()
    sign_in_browser(editor, cas)
    editor.goto(reverse("section", args=[version.slug, version.label, section.number]))
    remark = editor.get_by_role("article").filter(has_text=ANSWER)
    expect(remark).to_be_visible()
    expect(remark).to_contain_text("conferentie")
    expect(remark).not_to_contain_text("Gerda")


def address_on(picture: bytes) -> str:
    """What a telephone's camera reads from the picture of a QR code: the path of the address."""
    import zxingcpp
    from PIL import Image

    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    return re.sub(r"^https?://[^/]+", "", code.text)
