"""From a round to a limited second one: weigh, take in, explain, ask the partners, publish, and see what became of a remark."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from consultation.comments.actions import Place, Wording, post_comment
from consultation.delivery.sending import send_due
from consultation.jobs.running import run_jobs
from consultation.people.models import Organisation
from consultation.publishing.actions import publish
from consultation.publishing.plan import PublicationPlan, RoundPlan
from consultation.rounds.actions import close_round
from consultation.weighing.actions import decide
from handbook.actions import import_document
from handbook.exchange.markdown import read_markdown
from handbook.models import HandbookPage, Version
from tests.factories.comments import accept_rules, make_section

pytestmark = pytest.mark.django_db

LONG = "Spreek met de leerling zelf, liefst zonder de ouders erbij, en schrijf op wat u hoort."
TEXT = (
    "# Handreiking\n\n"
    "## Melden\n\nDe school meldt het verzuim binnen drie dagen.\n\n"
    f"## Spreken\n\n{LONG}\n\n"
    "## Besluiten\n\nU legt vast wat u besluit.\n"
)


def words(response) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def bring_in(text, by, at) -> HandbookPage:
    handbook = HandbookPage.objects.filter(slug="h").first()
    import_document(handbook=handbook, slug="h", document=read_markdown(text), by=by, at=at)
    return HandbookPage.objects.get(slug="h")


def test_a_remark_from_its_round_to_the_words_that_it_changed(anna, bram, cas, signed_in, at):
    Organisation.objects.filter(pk=bram.organisation_id).update(is_partner=True)
    handbook = bring_in(TEXT, cas, at)
    plan = RoundPlan(opens_at=at, closes_at=at + timedelta(days=20))
    first = publish(handbook=handbook, plan=PublicationPlan("0.1", "consultatieversie", round=plan), by=cas, at=at)
    section = make_section(first, "1")
    remark = post_comment(
        user=accept_rules(anna, at),
        place=Place(section, passage=section.passages.get()),
        wording=Wording(body="Drie dagen haalt niemand."),
        at=at,
    )
    close_round(round=first.round, by=cas, at=at)

    # Adopted, and the board says that the text is as it was; then the text is mended, and another section with it.
    decide(comment=remark, value="overgenomen", reason="Vijf dagen is haalbaar.", publish=True, by=cas, at=at)
    editor = signed_in(cas)
    assert "1 Overgenomen, maar de tekst is niet gewijzigd" in words(editor.get("/weging/h/0.1/"))
    handbook = bring_in(TEXT.replace("drie dagen", "vijf dagen").replace(LONG, "Luister eerst."), cas, at)
    assert "0 Overgenomen, maar de tekst is niet gewijzigd" in words(editor.get("/weging/h/0.1/"))
    spreken = make_section(first, "2").key
    explained = editor.post(f"/weging/h/0.1/poort/{spreken}/", {f"{spreken}-reason": "Korter."}, follow=True)
    assert "Alles is beantwoord, verwerkt en verklaard." in words(explained)

    # First the partners, who say no.
    wizard = f"/beheer/publiceren/{handbook.pk}/"
    working = {"label": "0.2", "status": "werkversie", "identity": "name", "ask_partners": "on"}
    editor.post(wizard, {**working, "step": "publish", "typed_label": "0.2"})
    run_jobs(at=timezone.now())
    send_due(at=timezone.now() + timedelta(minutes=1))
    assert "Mag 0.2 in consultatie?" in {one.subject for one in mail.outbox if bram.email in one.to[0]}
    partner = signed_in(bram)
    assert "Mag Handreiking 0.2 in consultatie?" in words(partner.get("/mijn/"))
    assert "/weging/h/0.2/in-consultatie/" in partner.get("/handreiking/h/0.2/").content.decode()
    said = {"own-value": "bezwaar", "own-ground": "juridisch", "own-reason": "Vijf dagen mag niet."}
    partner.post("/weging/h/0.2/in-consultatie/", said)
    assert "Mag Handreiking 0.2" not in words(partner.get("/mijn/"))

    # Then the limited second round, in spite of them and with a reason.
    consultation = {
        "label": "0.3",
        "status": "consultatieversie",
        "with_round": "on",
        "closes_on": (timezone.localdate() + timedelta(days=30)).isoformat(),
        "audience": ["klankbordgroep", "werkgroep"],
        "identity": "name",
        "limited": "on",
        "sections": [str(spreken)],
        "mail": "on",
    }
    look = words(editor.post(wizard, {**consultation, "step": "review"}))
    assert "Vijf dagen mag niet." in look
    assert "De ronde gaat alleen over 1 paragraaf." in look
    editor.post(wizard, {**consultation, "step": "publish", "typed_label": "0.3", "partners_reason": "De wet laat vijf toe."})
    run_jobs(at=timezone.now())
    assert "De wet laat vijf toe." in words(partner.get("/weging/h/0.2/in-consultatie/"))

    # And she who remarked sees what it changed, and what is asked of her now.
    member = signed_in(anna)
    own = words(member.get("/mijn/reacties/"))
    assert "In versie 0.3 is deze tekst gewijzigd, bij 1-1." in own
    assert "geschrapt: drie" in own
    page = words(member.get("/handreiking/h/0.3/"))
    assert "Deze ronde gaat over 1 paragraaf" in page
    assert "0 van 1 paragrafen gelezen" in page
    assert Version.objects.get(label="0.3").round.sections == [str(spreken)]
    assert "Wat er in de tekst van is geworden" in words(partner.get(f"/weging/reactie/{remark.key}/"))
