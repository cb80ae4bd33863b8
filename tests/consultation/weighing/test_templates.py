"""Templates to begin an answer with: kept by editors, filled from the remark, and never over what was typed."""

from __future__ import annotations

import html
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from consultation.weighing.actions import decide, make_group
from consultation.weighing.models import AnswerTemplate, Decision
from tests.factories.comments import make_comment, make_section
from tests.factories.handbook import make_handbook_page, make_version

pytestmark = pytest.mark.django_db

ADOPTED = Decision.Value.ADOPTED
TEXT = "Dank voor {nummer}. In {versie} staat het bij {paragraaf}, {titel}."


@pytest.fixture
def remark(version, open_round, anna, at):
    return make_comment(anna, make_section(version), body="Drie dagen haalt niemand.", at=at)


@pytest.fixture
def template(db):
    return AnswerTemplate.objects.create(name="Overgenomen", value=ADOPTED, text=TEXT)


def fields_of(response) -> tuple[str, str]:
    """The decision that is chosen and the reason that stands in the form."""
    page = response.content.decode()
    chosen = re.findall(r'<input[^>]*name="value"[^>]*value="([^"]*)"[^>]*checked', page)
    text = re.search(r'<textarea[^>]*name="reason"[^>]*>(.*?)</textarea>', page, re.S)
    assert text is not None
    return (chosen[0] if chosen else "", html.unescape(text[1]).strip().replace("\r\n", "\n"))


def page_of(remark) -> str:
    return reverse("weigh", args=[remark.key])


def filled(remark) -> str:
    return f"Dank voor R{remark.number}. In 0.1 staat het bij 2.1, {remark.section.title}."


def test_an_empty_form_is_filled_by_the_address(remark, template, bram, signed_in):
    browser = signed_in(bram)
    answer = browser.post(page_of(remark), {"action": "template", "sjabloon": str(template.pk), "reason": "  "})
    assert answer.url == f"{page_of(remark)}?sjabloon={template.pk}#beslissing"
    assert fields_of(browser.get(answer.url)) == (ADOPTED, filled(remark))
    assert not Decision.objects.exists()


def test_what_was_typed_stays_and_the_text_comes_behind_it_once(remark, template, bram, signed_in):
    browser = signed_in(bram)
    typed = {"action": "template", "sjabloon": str(template.pk), "reason": "Mijn eigen begin.", "value": Decision.Value.PARTLY}
    first = fields_of(browser.post(page_of(remark), typed))
    assert first == (Decision.Value.PARTLY, f"Mijn eigen begin.\n\n{filled(remark)}")
    assert fields_of(browser.post(page_of(remark), typed | {"reason": first[1]})) == first
    nothing = fields_of(browser.post(page_of(remark), typed | {"sjabloon": ""}))
    assert nothing == (Decision.Value.PARTLY, "Mijn eigen begin.")


def test_a_kept_decision_is_not_lost_by_a_template(remark, template, bram, signed_in, at):
    kept = decide(comment=remark, value=Decision.Value.REJECTED, reason="Eerst zo.", by=bram, at=at)
    answer = signed_in(bram).get(f"{page_of(remark)}?sjabloon={template.pk}")
    assert fields_of(answer) == (Decision.Value.REJECTED, f"Eerst zo.\n\n{filled(remark)}")
    assert kept.decided_at.isoformat() in answer.content.decode()


def test_a_group_is_filled_from_all_its_remarks(remark, template, version, eva, bram, signed_in, at):
    other = make_comment(eva, make_section(version, "2.2"), body="Ook te kort.", at=at)
    group = make_group(comments=[remark, other], by=bram, at=at)
    address = reverse("weigh-group", args=[group.pk])
    browser = signed_in(bram)
    led = browser.post(address, {"action": "template", "sjabloon": str(template.pk), "reason": ""}).url
    reason = fields_of(browser.get(led))[1]
    assert "bij 2.1, 2.2," in reason
    assert f"R{remark.number}, R{other.number}" in reason
    typed = {"action": "template", "sjabloon": str(template.pk), "reason": "Eigen."}
    assert fields_of(browser.post(address, typed))[1] == f"Eigen.\n\n{reason}"


def test_a_template_of_another_handbook_is_not_offered(remark, template, version, bram, signed_in, at):
    own, other = make_handbook_page(version), make_handbook_page(make_version(slug="anders", title="Een andere", at=at))
    AnswerTemplate.objects.create(name="Van hier", handbook=own, value=ADOPTED, text="Hier.")
    elsewhere = AnswerTemplate.objects.create(name="Van elders", handbook=other, value=ADOPTED, text="Elders.")
    browser = signed_in(bram)
    page = browser.get(page_of(remark)).content.decode()
    assert "Van hier (overgenomen)" in page
    assert "Van elders" not in page
    assert fields_of(browser.get(f"{page_of(remark)}?sjabloon={elsewhere.pk}")) == ("", "")
    assert fields_of(browser.get(f"{page_of(remark)}?sjabloon=onzin")) == ("", "")


def test_editors_keep_them_in_the_admin_and_nobody_else(cas, bram, signed_in):
    browser = signed_in(cas)
    given = {"name": "Taal", "handbook": "", "value": ADOPTED, "text": "Dank, {paragraf} is aangepast."}
    refused = browser.post(reverse("answer_templates:add"), given)
    assert "Niets vult {paragraf} in" in html.unescape(refused.content.decode())
    browser.post(reverse("answer_templates:add"), given | {"text": "Dank, {paragraaf} is aangepast."})
    assert "Taal" in browser.get(reverse("answer_templates:index")).content.decode()
    twice = browser.post(reverse("answer_templates:add"), given | {"text": "Dank."})
    assert "Er is al een sjabloon met deze naam." in html.unescape(twice.content.decode())
    assert signed_in(bram).get(reverse("answer_templates:index")).status_code in {302, 403}


def test_the_database_holds_one_of_a_name(template, version):
    handbook = make_handbook_page(version)
    AnswerTemplate.objects.create(name="Overgenomen", handbook=handbook, value=ADOPTED, text="Ja.")
    for where in (None, handbook):
        with pytest.raises(IntegrityError), transaction.atomic():
            AnswerTemplate.objects.create(name="Overgenomen", handbook=where, value=ADOPTED, text="Ja.")
    with pytest.raises(ValidationError):
        AnswerTemplate(name="Anders", value=ADOPTED, text="{wie}").full_clean()
