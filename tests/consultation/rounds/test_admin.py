"""Rounds in the admin."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localtime

from consultation.delivery.models import Email
from consultation.rounds.models import Round

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(open_round):
    return reverse("rounds:one", args=[open_round.pk])


def test_an_editor_sees_the_rounds(open_round, cas, signed_in):
    assert open_round.version.label in signed_in(cas).get(reverse("rounds:index")).content.decode()


def test_an_editor_extends_a_round_with_a_reason(open_round, page, anna, cas, signed_in):
    later = localtime(open_round.closes_at + timedelta(days=7)).replace(second=0, microsecond=0)
    browser = signed_in(cas)
    refused = browser.post(page, {"action": "move", "closes_at": later.strftime("%Y-%m-%d %H:%M"), "reason": ""})
    assert refused.status_code == 200
    browser.post(page, {"action": "move", "closes_at": later.strftime("%Y-%m-%d %H:%M"), "reason": "Vakantie"})
    assert Round.objects.get().closes_at == later
    assert Email.objects.get(kind="rounds.moved", user=anna)


def test_an_editor_closes_a_round(open_round, page, cas, signed_in, at):
    signed_in(cas).post(page, {"action": "close"})
    assert not Round.objects.get().is_open(at + timedelta(minutes=1))


def test_an_editor_writes_questions(open_round, page, cas, signed_in):
    management = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-MIN_NUM_FORMS": "0", "form-MAX_NUM_FORMS": "40"}
    questions = {"form-0-text": "Haalt u drie dagen?", "form-0-section_key": "", "form-1-text": "", "form-1-section_key": ""}
    signed_in(cas).post(page, {"action": "questions", **management, **questions})
    assert [one.text for one in open_round.questions.all()] == ["Haalt u drie dagen?"]


def test_nobody_else_comes_in(page, anna, bram, fatih, olga, signed_in, visitor):
    for browser in [visitor, *map(signed_in, (anna, bram, fatih, olga))]:
        assert browser.get(page).status_code in {302, 403}
