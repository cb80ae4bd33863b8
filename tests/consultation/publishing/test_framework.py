"""A text whose decision framework nobody could walk through is not published; the wizard says what to mend, and where."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from consultation.jobs.models import Job
from consultation.publishing.actions import publish
from consultation.publishing.correcting import publish_correction
from consultation.publishing.errors import FrameworkFaulty
from consultation.publishing.plan import PublicationPlan
from handbook.actions import freeze_version, import_document
from handbook.exchange.markdown import read_markdown
from handbook.models import HandbookPage, SectionPage, Version
from tests.factories.texts import make_site
from tests.fixtures.browser import DESKTOP, PHONE, axe_violations

pytestmark = pytest.mark.django_db

SOUND = """# Handreiking

## Melden

De school meldt.

## Afwegingskader

::: step N1 | Is er een zorgvraag?
- ja -> O1
- onduidelijk -> N1
- nee -> N2
:::

::: step N2 | Aan wie is het te verwijten?
- leerling -> O1
- beiden -> O1 + O2
:::

::: outcome O1 | Hulp
:::

::: outcome O2 | Waarschuwing
:::
"""
BROKEN = SOUND.replace("- nee -> N2", "- nee -> N9")
WARNED = SOUND.replace("- nee -> N2", "- nee -> O2")


def living(text: str, *, at) -> HandbookPage:
    import_document(handbook=None, slug="h", document=read_markdown(text), by=None, at=at)
    return HandbookPage.objects.get(slug="h")


def fields(**changes: str) -> dict[str, str | list[str]]:
    last_day = timezone.localdate() + timedelta(days=20)
    chosen = {"label": "0.1", "status": "werkversie", "closes_on": last_day.isoformat(), "identity": "name", "step": "review"}
    return {**chosen, **changes}


def look(browser, handbook, **changes: str) -> str:
    return browser.post(f"/beheer/publiceren/{handbook.pk}/", fields(**changes)).content.decode()


def test_a_sound_framework_is_published_without_a_word_about_it(cas, signed_in, at):
    handbook = living(SOUND, at=at)
    assert "afwegingskader kan niemand" not in look(signed_in(cas), handbook)
    publish(handbook=handbook, plan=PublicationPlan("0.1"), by=cas, at=at)
    assert Version.objects.get().label == "0.1"


def test_a_broken_framework_is_told_with_its_page_and_takes_the_button_away(cas, signed_in, at):
    handbook, browser = living(BROKEN, at=at), signed_in(cas)
    page = look(browser, handbook)
    assert "Het antwoord “nee” van N1 leidt naar N9, en dat is er niet." in page
    assert f"/beheer/pages/{SectionPage.objects.get(title='Afwegingskader').pk}/edit/" in page
    assert 'value="publish"' not in page
    assert "Kijk opnieuw" in page


def test_typing_the_label_all_the_same_publishes_nothing(cas, signed_in, at):
    handbook = living(BROKEN, at=at)
    page = look(signed_in(cas), handbook, step="publish", typed_label="0.1")
    assert "leidt naar N9" in page
    assert "Dat is niet 0.1" not in page, "the label was right"
    assert not Job.objects.exists()


def test_the_action_refuses_it_too_and_leaves_nothing_behind(cas, at):
    handbook = living(BROKEN, at=at)
    with pytest.raises(FrameworkFaulty) as refusal:
        publish(handbook=handbook, plan=PublicationPlan("0.1"), by=cas, at=at)
    assert "leidt naar N9" in str(refusal.value)
    assert not Version.objects.exists()


def test_the_command_says_it_in_one_sentence(at):
    living(BROKEN, at=at)
    with pytest.raises(CommandError, match="leidt naar N9"):
        call_command("publish_version", "h", "--label", "0.1")


def test_what_nobody_reaches_is_told_and_holds_nothing_up(cas, signed_in, at):
    handbook = living(WARNED, at=at)
    page = look(signed_in(cas), handbook)
    assert "Geen antwoord leidt naar N2." in page
    assert 'value="publish"' in page
    publish(handbook=handbook, plan=PublicationPlan("0.1"), by=cas, at=at)
    assert Version.objects.exists()


def test_what_nobody_reached_before_is_not_told_at_every_publication_again(cas, signed_in, at):
    handbook = living(WARNED, at=at)
    publish(handbook=handbook, plan=PublicationPlan("0.1"), by=cas, at=at)
    living(WARNED.replace("De school meldt.", "De school meldt altijd."), at=at)
    browser = signed_in(cas)
    assert "Geen antwoord leidt naar" not in look(browser, handbook, label="0.2")
    living(WARNED.replace("- nee -> O2", "- nee -> O1").replace("- beiden -> O1 + O2", "- beiden -> O1"), at=at)
    page = look(browser, handbook, label="0.2")
    assert "Geen antwoord leidt naar de uitkomst O2." in page
    assert "Geen antwoord leidt naar N2." not in page


def test_a_step_that_got_another_name_is_told_as_that(cas, signed_in, at):
    handbook = living(SOUND, at=at)
    publish(handbook=handbook, plan=PublicationPlan("0.1"), by=cas, at=at)
    living(SOUND.replace("N2", "N4"), at=at)
    page = look(signed_in(cas), handbook, label="0.2")
    assert "Stap N2 heet nu N4." in page
    assert "Stap N2 is weg" not in page
    assert "Er is een stap bijgekomen" not in page


def test_a_correction_of_a_version_with_such_a_framework_is_not_held_up(cas, at):
    handbook = living(BROKEN, at=at)
    freeze_version(handbook=handbook, label="0.1", by=cas, at=at)
    living(BROKEN.replace("De school meldt.", "De school meldde."), at=at)
    assert publish_correction(handbook=handbook, label="0.1.1", by=cas, at=at).label == "0.1.1"


def test_a_text_without_steps_hears_nothing_of_it(cas, signed_in, at):
    handbook = living(SOUND.partition("## Afwegingskader")[0], at=at)
    assert "afwegingskader" not in look(signed_in(cas), handbook).lower()


def test_the_page_of_the_living_framework_shows_it_with_its_faults_and_where_to_edit(cas, signed_in, at):
    handbook = living(BROKEN, at=at)
    page = signed_in(cas).get(f"/beheer/publiceren/{handbook.pk}/afwegingskader/").content.decode()
    edit = f'/beheer/pages/{SectionPage.objects.get(title="Afwegingskader").pk}/edit/"'
    assert page.count('class="framework-box"') == 4
    assert "leidt naar N9, en dat is er niet." in page
    assert page.count(edit) == 4 + 4 + 2, "each box, each step and outcome in words, and two faults: N2 is not reached now"


def test_a_sound_one_is_called_sound_and_a_text_without_steps_says_how_to_begin(cas, signed_in, at):
    handbook, browser = living(SOUND, at=at), signed_in(cas)
    address = f"/beheer/publiceren/{handbook.pk}/afwegingskader/"
    assert "Elke stap is te bereiken" in browser.get(address).content.decode()
    living(SOUND.partition("## Afwegingskader")[0], at=at)
    assert "staan geen stappen" in browser.get(address).content.decode()


def test_the_handbook_has_a_button_to_it_once_there_are_steps(cas, signed_in, at):
    handbook, browser = living(SOUND.partition("## Afwegingskader")[0], at=at), signed_in(cas)
    link = f"/beheer/publiceren/{handbook.pk}/afwegingskader/"
    assert link not in browser.get(f"/beheer/pages/{handbook.pk}/").content.decode()
    living(SOUND, at=at)
    assert link in browser.get(f"/beheer/pages/{handbook.pk}/").content.decode()


@pytest.mark.parametrize("name", ["anna", "bram", "dewi", "fatih"])
def test_only_editors_see_the_living_framework(name, request, signed_in, at):
    handbook = living(SOUND, at=at)
    answer = signed_in(request.getfixturevalue(name)).get(f"/beheer/publiceren/{handbook.pk}/afwegingskader/")
    assert answer.status_code in {302, 403}


def test_the_wizard_tells_what_differs_in_the_framework_since_the_last_version(cas, signed_in, at):
    handbook = living(SOUND, at=at)
    publish(handbook=handbook, plan=PublicationPlan("0.1"), by=cas, at=at)
    living(SOUND.replace("- beiden -> O1 + O2", "- beiden -> O2"), at=at)
    page = look(signed_in(cas), handbook, label="0.2")
    assert "Het antwoord “beiden” van N2 leidt nu naar O2. Het leidde naar O1 en O2." in page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["wide", "phone"])
def test_axe_finds_nothing_on_the_page_of_the_living_framework(cas, new_page, sign_in_browser, at, viewport):
    make_site()
    handbook = living(BROKEN, at=at)
    page = new_page(viewport)
    sign_in_browser(page, cas)
    page.goto(f"/beheer/publiceren/{handbook.pk}/afwegingskader/")
    assert axe_violations(page, within="main") == []
    frame = page.get_by_role("region", name="In één beeld")
    shown = frame.evaluate(
        "frame => { const svg = frame.querySelector('svg'); return [svg.clientWidth, svg.width.baseVal.value] }"
    )
    assert shown[0] == shown[1], "the picture keeps its size"
    assert frame.evaluate("frame => frame.clientWidth") < viewport["width"]
