"""What is said about remarks is read by the guard before others read it; the form comes back with everything that was typed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import QueryDict
from django.urls import reverse

from consultation.accountability.forms.notes import NoteForm as ResponseNoteForm
from consultation.accountability.models import NoteDraft
from consultation.comments.guard import find
from consultation.people.models import Organisation
from consultation.weighing.actions import decide
from consultation.weighing.forms import (
    BatchForm,
    ChangeReasonForm,
    ContestForm,
    DecisionForm,
    GoAheadForm,
    NoteForm,
    PositionForm,
    RecordedForm,
    RecordedGoAheadForm,
    RecordedPositionForm,
)
from consultation.weighing.meeting_forms import ConclusionForm, LineForm
from consultation.weighing.models import Contest, Decision, Position
from tests.factories.comments import make_comment, make_section

pytestmark = pytest.mark.django_db
NAMED = "Leerling Kevin de Vries kreeg BSN 123456782."
MARKS = [one.mark for one in find(NAMED)]
FORMS = {
    ContestForm: "reason",
    PositionForm: "reason",
    RecordedPositionForm: "reason",
    GoAheadForm: "reason",
    RecordedGoAheadForm: "reason",
    ChangeReasonForm: "reason",
    NoteForm: "text",
    BatchForm: "waarom",
    LineForm: "line",
    ResponseNoteForm: "introduction",
}


@pytest.fixture
def remark(version, open_round, anna, at):
    return make_comment(anna, make_section(version), at=at)


@pytest.fixture
def answered(remark, cas, at):
    decide(comment=remark, value="overgenomen", reason="Goed punt.", publish=True, by=cas, at=at)
    return remark


def typed(form_class, text: str, **more) -> QueryDict:
    data = QueryDict(mutable=True)
    data[FORMS[form_class]] = text
    for name, value in more.items():
        data.setlist(name, value) if isinstance(value, list) else data.update({name: value})
    return data


def filled(form_class, data: QueryDict) -> Any:
    more = {"partners": Organisation.objects.none()} if issubclass(form_class, RecordedForm) else {}
    return form_class(data, **more)


@pytest.mark.parametrize("form_class", FORMS, ids=lambda one: one.__name__)
def test_every_text_about_remarks_is_read_and_what_was_ticked_passes(form_class):
    name = FORMS[form_class]
    assert name not in filled(form_class, typed(form_class, "De termijn is te kort.")).errors
    asking = filled(form_class, typed(form_class, NAMED))
    assert "persoon" in str(asking.errors[name])
    assert [bound.name for bound in asking.asks] == ["no_personal_data", "explanation"]
    assert name in filled(form_class, typed(form_class, NAMED, no_personal_data=MARKS)).errors, "a number is not waved through"
    passing = filled(form_class, typed(form_class, NAMED, no_personal_data=MARKS, explanation="Een rekenvoorbeeld."))
    assert name not in passing.errors


def test_an_answer_and_what_partners_said_in_a_meeting_are_read(version):
    assert "reason" in DecisionForm({"value": "overgenomen", "reason": NAMED}, version=version).errors
    partner = Organisation.objects.create(name="Halt", is_partner=True)
    said = {"value": "overgenomen", "reason": "Goed.", f"said_{partner.pk}": "bezwaar", f"why_{partner.pk}": NAMED}
    form = ConclusionForm(said, partners=[partner])
    assert list(form.errors) == [f"why_{partner.pk}"]


def test_an_author_who_contests_is_asked_and_loses_nothing(answered, anna, signed_in):
    browser, page = signed_in(anna), reverse("contest-answer", args=[answered.key])
    asked = browser.post(page, {"reason": NAMED})
    shown = asked.content.decode()
    assert asked.status_code == 422
    assert NAMED in shown
    assert "“Kevin de Vries” lijkt op een naam" in shown
    assert not Contest.objects.exists()
    told = {"reason": NAMED, "no_personal_data": MARKS, "explanation": "Een rekenvoorbeeld."}
    browser.post(page, told)
    assert Contest.objects.get().reason == NAMED


def test_a_partner_is_asked_on_the_board_with_her_position_still_there(remark, bram, signed_in):
    Organisation.objects.update(is_partner=True)
    given = {"own-value": "bezwaar", "own-ground": "juridisch", "own-reason": NAMED}
    page = reverse("weigh-position", args=[remark.key])
    asked = signed_in(bram).post(page, given)
    shown = asked.content.decode()
    assert asked.status_code == 422
    assert NAMED in shown
    assert re.search(r'name="own-no_personal_data"', shown)
    signed_in(bram).post(page, {**given, "own-no_personal_data": MARKS, "own-explanation": "Een rekenvoorbeeld."})
    assert Position.objects.get().reason == NAMED


def test_an_editor_is_asked_about_her_answer_and_about_the_introduction_of_a_note(remark, version, cas, signed_in):
    browser = signed_in(cas)
    answer = browser.post(reverse("weigh", args=[remark.key]), {"value": "overgenomen", "reason": NAMED, "action": "publish"})
    assert answer.status_code == 422
    assert 'name="no_personal_data"' in answer.content.decode()
    assert not Decision.objects.exists()
    note = browser.post(reverse("note-prepare", args=[version.slug, version.label]), {"introduction": NAMED, "readers": "versie"})
    assert 'name="no_personal_data"' in note.content.decode()
    assert NAMED in note.content.decode()
    assert not NoteDraft.objects.exists()
