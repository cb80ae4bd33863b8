"""From decided to settled: answers go out together, a new version brings receipts, an author meant something else."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from consultation.accountability.notices import RECEIPT
from consultation.comments.models import Comment
from consultation.delivery.models import Email
from consultation.delivery.sending import send_due
from consultation.people.models import Organisation
from consultation.publishing.actions import publish
from consultation.publishing.plan import PublicationPlan, RoundPlan
from consultation.weighing.models import Answer
from handbook.actions import import_document
from handbook.exchange.markdown import read_markdown
from handbook.models import HandbookPage, Section, Status, Version
from tests.factories.comments import make_comment
from tests.factories.texts import make_site

pytestmark = pytest.mark.django_db

BOARD = "/weging/h/0.1/"


def words(response) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def draft(label: str, days: str, cas, at) -> Version:
    """Version ``label`` of a handbook of one section, with a round."""
    text = f"# Handreiking\n\n## Melden\n\nDe school meldt binnen {days} dagen.\n\nHet gesprek volgt.\n"
    import_document(handbook=HandbookPage.objects.filter(slug="h").first(), slug="h", document=read_markdown(text), by=cas, at=at)
    plan = PublicationPlan(
        label=label,
        status=Status.CONSULTATION,
        round=RoundPlan(opens_at=at, closes_at=at + timedelta(days=30)),
        gate_reason="De antwoorden volgen.",
    )
    return publish(handbook=HandbookPage.objects.get(slug="h"), plan=plan, by=cas, at=at)


def send_mails(days: int) -> list[str]:
    """What goes out so many days from now, by address; each on a day of its own, since nobody gets more than two a day."""
    mail.outbox.clear()
    send_due(at=timezone.now() + timedelta(days=days))
    return sorted(message.to[0].partition("<")[2].rstrip(">") for message in mail.outbox)


def decide_by_form(browser, remark: Comment, value: str, reason: str, action: str) -> None:
    address = f"/weging/reactie/{remark.key}/"
    seen = re.search(r'name="seen_at" value="([^"]*)"', browser.get(address).content.decode())
    given = {"value": value, "reason": reason, "action": action, "seen_at": seen[1] if seen else ""}
    assert browser.post(address, given).status_code == 302


def send_by_form(browser, **ticked: str) -> str:
    page = browser.get(f"{BOARD}versturen/?welke=alles").content.decode()
    given = dict(re.findall(r'name="(welke|sleutel|gezien)"[^>]*value="([^"]*)"', page))
    return words(browser.post(f"{BOARD}versturen/", given | {"tonen": "organisatie"} | ticked, follow=True))


def test_answers_go_out_a_version_follows_and_one_author_meant_something_else(anna, eva, bram, cas, signed_in, at):
    make_site()
    first = draft("0.1", "drie", cas, at - timedelta(days=9))
    section = Section.objects.select_related("version__round").get(version=first)
    too_short = make_comment(anna, section, body="Drie dagen is te kort.", at=at - timedelta(days=8))
    talk = make_comment(anna, section, body="Met wie is het gesprek?", at=at - timedelta(days=8))
    scheme = make_comment(eva, section, body="Voeg een schema toe.", at=at - timedelta(days=8))
    Organisation.objects.filter(pk=bram.organisation_id).update(is_partner=True)
    send_mails(1)

    # The working group decides; the Public Prosecution Service does not simply agree with one of it.
    weigher, editor, author = signed_in(bram), signed_in(cas), signed_in(anna)
    decide_by_form(weigher, too_short, "overgenomen", "Het worden er vijf.", "keep")
    decide_by_form(weigher, talk, "ter kennisgeving", "Dank u wel.", "keep")
    decide_by_form(weigher, scheme, "niet overgenomen", "De tekst is kort genoeg.", "keep")
    weigher.post(
        f"/weging/reactie/{scheme.key}/standpunt/",
        {"own-value": "akkoord mits", "own-ground": "uitvoerbaarheid", "own-reason": "Mits er later een komt."},
    )

    # The editor sends what nobody objects to; later the contested one, with a reason. Each author hears once each time.
    assert "2 antwoorden zijn verstuurd. 1 persoon hoort het. 1 antwoord blijft achter." in send_by_form(editor)
    assert send_mails(2) == [anna.email]
    assert "1 antwoord is verstuurd." in send_by_form(editor, toch=str(scheme.key), waarom="Het overleg besloot zo.")
    assert send_mails(3) == [eva.email]
    seen = words(signed_in(eva).get("/mijn/reacties/"))
    assert f"{bram.organisation}: akkoord mits (uitvoerbaarheid)" in seen
    assert "Mits er later een komt." not in seen

    # One answer misses what its author meant.
    author.post(f"/mijn/reacties/{talk.key}/niet-wat-ik-bedoelde/", {"reason": "Ik vroeg wie erbij is, niet of het goed is."})
    assert cas.email in send_mails(4)
    assert "Heropend 1" in words(editor.get(BOARD))

    # A next version comes: everybody who remarked hears what became of it, once.
    draft("0.2", "vijf", cas, timezone.now())
    send_mails(5)
    receipt = Email.objects.get(kind=RECEIPT, user=anna)
    assert receipt.state == Email.State.SENT
    assert "Er staat nu: De school meldt binnen vijf dagen." in receipt.text
    assert "wordt opnieuw bekeken" in receipt.text
    assert set(Email.objects.filter(kind=RECEIPT).values_list("user", flat=True)) == {anna.pk, eva.pk}
    send_mails(6)
    assert Email.objects.filter(kind=RECEIPT).count() == 2

    # The next answer is the last word, and says so; the first can still be read.
    decide_by_form(editor, talk, "overgenomen", "De leerling en beide ouders zijn erbij.", "publish")
    assert send_mails(7) == [anna.email]
    assert "Dit antwoord is definitief" in mail.outbox[0].body
    page = words(author.get("/mijn/reacties/"))
    assert "De leerling en beide ouders zijn erbij." in page
    assert "Het eerste antwoord: ter kennisgeving Dank u wel." in page
    assert f"/mijn/reacties/{talk.key}/niet-wat-ik-bedoelde/" not in author.get("/mijn/reacties/").content.decode()
    assert list(Answer.objects.filter(comment=talk).values_list("is_final", flat=True)) == [False, True]
