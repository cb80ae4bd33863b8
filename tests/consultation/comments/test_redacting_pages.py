"""Blacking out in the admin, and what its author sees of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultation.comments.actions import redact_comment
from consultation.comments.guard import find
from consultation.comments.models import Comment, Redaction
from consultation.weighing.models import AnswerTemplate
from tests.factories.comments import make_comment, make_section
from tests.factories.handbook import make_handbook_page

pytestmark = pytest.mark.django_db
SECRET, REASON = "Xanthippe", "De leerling is te herkennen."


@pytest.fixture
def remark(version, open_round, anna, at):
    make_handbook_page(version)
    return make_comment(anna, make_section(version), f"Bij {SECRET} duurde het drie weken.", at=at)


@pytest.fixture
def page(remark):
    return reverse("moderation:redact", args=[remark.key])


def test_an_editor_chooses_looks_and_confirms(remark, page, cas, signed_in):
    browser = signed_in(cas)
    assert page in browser.get(reverse("moderation:one", args=[remark.key])).content.decode()
    assert SECRET in browser.get(page).content.decode()
    typed = {"words": SECRET.lower(), "reason": REASON, "action": "preview"}
    preview = browser.post(page, typed).content.decode()
    assert "Bij [weggelakt] duurde het drie weken." in preview
    assert Comment.objects.get().body == f"Bij {SECRET} duurde het drie weken."
    done = browser.post(page, {**typed, "action": "confirm"}, follow=True).content.decode()
    assert SECRET not in done
    assert REASON in done
    assert Comment.objects.get().body == "Bij [weggelakt] duurde het drie weken."


def test_what_the_guard_finds_is_offered_as_ticks(remark, page, cas, signed_in):
    Comment.objects.update(body="BSN 123456782 van Kevin de V.")
    browser = signed_in(cas)
    marks = [one.mark for one in find("BSN 123456782 van Kevin de V.")]
    assert len(marks) == 2
    shown = browser.get(page).content.decode()
    assert all(mark in shown for mark in marks)
    browser.post(page, {"found": marks, "words": "", "reason": REASON, "action": "confirm"})
    assert Comment.objects.get().body == "BSN [bsn] van [leerling]"


def test_a_mistake_comes_back_in_the_form_with_all_that_was_typed(remark, page, cas, signed_in):
    browser = signed_in(cas)
    for typed in ({"words": "Xantippe", "reason": REASON}, {"words": SECRET, "reason": ""}, {"words": "", "reason": REASON}):
        answer = browser.post(page, {**typed, "action": "confirm"}).content.decode()
        assert all(value in answer for value in typed.values())
    assert not Redaction.objects.exists()


def test_the_page_names_the_other_comments_of_the_thread_with_the_words(remark, page, eva, cas, signed_in, at):
    reply = make_comment(eva, make_section(remark.version), f"Ik ken {SECRET} ook.", parent=remark, at=at)
    preview = signed_in(cas).post(page, {"words": SECRET, "reason": REASON, "action": "preview"}).content.decode()
    assert reverse("moderation:redact", args=[reply.key]) in preview


def test_an_editor_reads_the_words_for_a_while_and_undoes_it_with_a_reason(remark, cas, signed_in, at):
    done = redact_comment(comment=remark, words=[SECRET], reason=REASON, by=cas, at=at)
    browser, page = signed_in(cas), reverse("moderation:redaction", args=[done.pk])
    assert SECRET in browser.get(page).content.decode()
    assert Comment.objects.get().body == "Bij [weggelakt] duurde het drie weken."
    browser.post(page, {"reason": ""})
    assert Redaction.objects.get().undone_at is None
    browser.post(page, {"reason": "Het is een schip."})
    assert Comment.objects.get().body == f"Bij {SECRET} duurde het drie weken."
    Redaction.objects.update(undone_at=None, undone_reason="", purged_at=at)
    gone = browser.get(page).content.decode()
    assert SECRET not in gone
    assert 'name="reason"' not in gone


def test_nobody_else_comes_in(remark, page, anna, bram, dewi, fatih, olga, cas, signed_in, visitor, at):
    done = redact_comment(comment=remark, words=[SECRET], reason=REASON, by=cas, at=at)
    undo = reverse("moderation:redaction", args=[done.pk])
    for browser in [visitor, *map(signed_in, (anna, bram, dewi, fatih, olga))]:
        for address in (page, undo):
            for answer in (browser.get(address), browser.post(address, {"words": "weken", "reason": "x", "action": "confirm"})):
                assert answer.status_code in {302, 403}
                assert SECRET not in answer.content.decode()
    assert Redaction.objects.filter(undone_at=None).count() == 1
    assert Comment.objects.get().body == "Bij [weggelakt] duurde het drie weken."


def test_readers_see_the_placeholder_and_the_author_is_told_why(remark, anna, eva, bram, cas, signed_in, at):
    redact_comment(comment=remark, words=[SECRET], reason=REASON, by=cas, at=at)
    section = reverse("section", kwargs={"slug": "mas", "label": "0.1", "number": "2.1"})
    for reader in (anna, eva, bram, cas):
        shown = signed_in(reader).get(section).content.decode()
        assert "Bij [weggelakt] duurde het drie weken." in shown
        assert SECRET not in shown
    own = signed_in(anna).get(reverse("my-comments")).content.decode()
    assert f"De redactie heeft woorden weggelakt: {REASON}" in own
    assert SECRET not in own


def test_the_line_about_it_costs_one_query_however_many_there_are(remark, anna, cas, signed_in, at):
    section, browser = make_section(remark.version), signed_in(anna)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            browser.get(reverse("my-comments"))
        return len(seen)

    redact_comment(comment=remark, words=[SECRET], reason=REASON, by=cas, at=at)
    browser.get(reverse("my-comments"))
    few = queries()
    for turn in range(10):
        later = at + timedelta(minutes=turn)
        another = make_comment(anna, section, f"Ook {SECRET} nummer {turn}.", at=later)
        redact_comment(comment=another, words=[SECRET], reason=REASON, by=cas, at=later)
    assert queries() == few


def test_other_texts_with_the_words_are_offered_as_ticks_and_stay_ticked(remark, page, cas, signed_in):
    template = AnswerTemplate.objects.create(name="Dank", value="overgenomen", text=f"Wat u van {SECRET} zegt.")
    key = f"weighing.AnswerTemplate.text#{template.pk}"
    browser = signed_in(cas)
    typed = {"words": SECRET, "reason": REASON, "action": "preview"}
    preview = browser.post(page, typed).content.decode()
    assert f'value="{key}"' in preview
    assert "Wat u van [weggelakt] zegt." in preview
    again = browser.post(page, {**typed, "reason": "", "also": [key], "action": "confirm"}).content.decode()
    assert re.search(rf'value="{key}"[^>]*checked', again)
    browser.post(page, {**typed, "also": [key], "action": "confirm"})
    template.refresh_from_db()
    assert template.text == "Wat u van [weggelakt] zegt."
