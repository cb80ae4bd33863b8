"""The wizard and the command at the gates: the three counts, the partners, the reasons, and a second round that is limited."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from consultation.comments.guard import find
from consultation.delivery.models import Email
from consultation.jobs.running import run_jobs
from consultation.people.models import Organisation
from consultation.publishing.actions import publish
from consultation.publishing.plan import PublicationPlan
from consultation.rounds.actions import close_round
from consultation.rounds.models import Round
from consultation.weighing.actions import Verdict, give_go_ahead
from consultation.weighing.models import PassedGate, PassedPartners
from handbook.actions import import_document
from handbook.exchange.markdown import read_markdown
from handbook.models import Version
from tests.factories.comments import make_comment, make_section
from tests.factories.corrections import TEXT

pytestmark = pytest.mark.django_db


def words(response) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def fields(**changes: str) -> dict[str, str | list[str]]:
    return {
        "label": "0.2",
        "status": "consultatieversie",
        "with_round": "on",
        "closes_on": (timezone.localdate() + timedelta(days=30)).isoformat(),
        "audience": ["klankbordgroep", "werkgroep"],
        "identity": "name",
        "step": "review",
        **changes,
    }


@pytest.fixture
def wizard(handbook, first, cas, signed_in):
    """`wizard(step=…)` posts the form; its answer is followed through the job."""
    browser, address = signed_in(cas), f"/beheer/publiceren/{handbook.pk}/"

    def post(**changes):
        answer = browser.post(address, fields(**changes))
        if answer.status_code == 302:
            run_jobs(at=timezone.now())
            return browser.get(answer["Location"], follow=True)
        return answer

    post.get = lambda: browser.get(address)
    return post


@pytest.fixture
def partner(bram) -> Organisation:
    Organisation.objects.filter(pk=bram.organisation_id).update(is_partner=True)
    bram.organisation.refresh_from_db()
    return bram.organisation


def change(handbook, text, by, at):
    import_document(handbook=handbook, slug="h", document=read_markdown(text), by=by, at=at)


def test_something_open_asks_for_a_reason_which_stands_with_the_version(wizard, first, anna, at):
    make_comment(anna, make_section(first, "1"), at=at)
    look = wizard()
    assert "Reacties zonder antwoord: 1" in words(look)
    assert "/weging/h/0.1/poort/?toon=onbeantwoord" in look.content.decode()
    refused = wizard(step="publish", typed_label="0.2")
    assert "Schrijf waarom. Het blijft bij de versie bewaard en staat in de verantwoording." in words(refused)
    assert not Version.objects.filter(label="0.2").exists()
    done = wizard(step="publish", typed_label="0.2", gate_reason="Er is haast bij.")
    assert "Er is haast bij." in words(done)
    row = PassedGate.objects.get(version__label="0.2")
    assert (row.since, row.unanswered, row.reason) == (first, 1, "Er is haast bij.")


def test_a_reason_that_may_name_somebody_is_asked_about_before_it_stands_for_ever(wizard, first, anna, at):
    make_comment(anna, make_section(first, "1"), at=at)
    named = "Leerling Kevin de Vries wacht erop."
    (found,) = find(named)
    typed = {"step": "publish", "typed_label": "0.2", "gate_reason": named}
    asked = wizard(**typed)
    assert "Dit gaat misschien over een persoon." in words(asked)
    assert f'value="{found.mark}"' in asked.content.decode()
    assert f"{named}</textarea>" in asked.content.decode()
    assert not Version.objects.filter(label="0.2").exists()
    wizard(**typed, no_personal_data=found.mark)
    assert PassedGate.objects.get().reason == named


def test_with_nothing_open_nothing_is_asked(wizard):
    assert "Waarom publiceert u" not in words(wizard())
    assert wizard(step="publish", typed_label="0.2").status_code == 200
    assert Version.objects.filter(label="0.2").exists()


def test_a_working_version_asks_the_partners_and_they_hear_of_it(wizard, bram, partner):
    data = {"with_round": "", "status": "werkversie", "ask_partners": "on"}
    assert "De partners krijgen de vraag" in words(wizard(**data))
    wizard(**data, step="publish", typed_label="0.2")
    mail = Email.objects.get(kind="weighing.go_ahead")
    assert (mail.user, mail.subject) == (bram, "Mag 0.2 in consultatie?")


def test_an_objection_or_silence_is_passed_with_a_reason_that_partners_read(wizard, handbook, bram, partner, cas, signed_in, at):
    working = publish(handbook=handbook, plan=PublicationPlan("0.2"), by=cas, at=at)
    assert f"Nog niet gehoord: {partner}" in words(wizard(label="0.3"))
    give_go_ahead(version=working, verdict=Verdict("bezwaar", "privacy", "Er staan namen in."), by=bram, at=at)
    assert "Er staan namen in." in words(wizard(label="0.3"))
    refused = wizard(label="0.3", step="publish", typed_label="0.3")
    assert "de partners lezen het" in words(refused)
    wizard(label="0.3", step="publish", typed_label="0.3", partners_reason="De namen zijn eruit.")
    row = PassedPartners.objects.get()
    assert (row.version.label, row.asked, row.objecting, row.silent) == ("0.3", working, [str(partner)], [])
    assert "De namen zijn eruit." in words(signed_in(bram).get("/weging/h/0.2/in-consultatie/"))


def test_partners_who_let_it_are_asked_nothing_more(wizard, handbook, bram, partner, cas, at):
    working = publish(handbook=handbook, plan=PublicationPlan("0.2"), by=cas, at=at)
    give_go_ahead(version=working, verdict=Verdict("mag in consultatie"), by=bram, at=at)
    wizard(label="0.3", step="publish", typed_label="0.3")
    assert Version.objects.filter(label="0.3").exists()
    assert not PassedPartners.objects.exists()


def test_what_changed_most_is_proposed_for_a_limited_second_round(wizard, handbook, first, anna, cas, at):
    text = TEXT + "\n## Iets nieuws\n\nDit stond er nog niet.\n"
    change(handbook, text, cas, at)
    assert "Een beperkte tweede ronde" not in words(wizard.get()), "the round still runs"
    close_round(round=first.round, by=cas, at=timezone.now())
    form = wizard.get()
    assert "Iets nieuws (nieuw)" in words(form)
    (key,) = re.findall(r'name="sections" value="([0-9a-f-]{36})"', form.content.decode())
    assert len(re.findall(r"<input[^>]*name=\"sections\"[^>]* checked", form.content.decode())) == 1
    chosen = {"limited": "on", "sections": [key]}
    assert "De ronde gaat alleen over 1 paragraaf." in words(wizard(**chosen))
    assert "Kies ten minste één paragraaf" in words(wizard(limited="on"))
    wizard(**chosen, step="publish", typed_label="0.2", gate_reason="Nieuw.")
    assert Round.objects.get(version__label="0.2").sections == [key]


def test_the_command_tells_the_counts_and_publishes(handbook, first, bram, partner, anna, at, capsys):
    make_comment(anna, make_section(first, "1"), at=at)
    call_command("publish_version", "h", label="0.2")
    assert "1 remarks without an answer, 0 adopted remarks" in capsys.readouterr().out
    assert PassedGate.objects.get(version__label="0.2").reason == "Gepubliceerd met een opdracht, zonder reden."
    assert not Email.objects.filter(kind="weighing.go_ahead").exists(), "nobody is mailed about a version without a round"
    until = (timezone.localdate() + timedelta(days=30)).isoformat()
    call_command("publish_version", "h", f"--round-until={until}", "--reason=Afgesproken.", label="0.3")
    assert f"Partners: {partner} are silent." in capsys.readouterr().out
    assert PassedPartners.objects.get().reason == "Afgesproken."


def test_the_command_asks_the_partners_when_told_to(handbook, first, bram, partner):
    with pytest.raises(CommandError, match="working version"):
        call_command("publish_version", "h", "--ask-partners", "--round-until=2099-01-01", label="0.2")
    call_command("publish_version", "h", "--ask-partners", label="0.2")
    assert Email.objects.filter(kind="weighing.go_ahead").count() == 1
