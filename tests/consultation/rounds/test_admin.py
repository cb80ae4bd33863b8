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


def test_an_editor_chooses_the_days_of_the_reminders(open_round, page, cas, signed_in):
    browser = signed_in(cas)
    assert 'value="7, 2"' in browser.get(page).content.decode()
    browser.post(page, {"action": "reminders", "remind_days": "1, 10,3"})
    assert Round.objects.get().remind_days == [10, 3, 1]
    browser.post(page, {"action": "reminders", "remind_days": ""})
    assert Round.objects.get().remind_days == []


@pytest.mark.parametrize("typed", ["een week", "0", "61", "1 2 3 4 5 6", "-2"])
def test_days_that_make_no_sense_come_back_as_they_were_typed(open_round, page, cas, signed_in, typed):
    refused = signed_in(cas).post(page, {"action": "reminders", "remind_days": typed}).content.decode()
    assert "getallen van dagen" in refused
    assert f'value="{typed}"' in refused
    assert Round.objects.get().remind_days == [7, 2]
