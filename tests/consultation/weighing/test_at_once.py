"""Real processes at the same instant: two editors lose nothing, and no author hears twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from consultation.delivery.models import Email
from consultation.weighing.actions import decide
from consultation.weighing.models import Answer, Batch, Decision
from tests.factories.comments import make_comment, make_section
from tests.factories.people import make_person

RUSH = str(Path(__file__).with_name("answer_rush.py"))
pytestmark = [pytest.mark.endurance, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def saskia(db):
    return make_person(name="Saskia", groups=["redactie"])


def rush(start_python, what, version, remark, *editors) -> list[dict]:
    child = start_python(RUSH, what, *(str(one.pk) for one in (version, remark, *editors)))
    out, _nothing = child.communicate(timeout=120)
    return [json.loads(line) for line in out.splitlines() if line.startswith("{")]


def test_two_who_send_at_the_same_instant_send_each_answer_once(version, open_round, anna, eva, cas, saskia, start_python, at):
    for number, person in enumerate([anna, eva, anna, eva]):
        remark = make_comment(person, make_section(version), body=f"Punt {number}", at=at)
        decide(comment=remark, value="overgenomen", reason="Ja.", by=cas, at=at)
    said = rush(start_python, "send", version, remark, cas, saskia)
    assert sorted(one["answers"] for one in said) == [0, 4], said
    assert not [one for one in said if "error" in one], said
    assert (Answer.objects.count(), Batch.objects.count(), Email.objects.count()) == (4, 1, 2)


def test_of_two_who_decide_at_the_same_instant_the_second_is_told(version, open_round, anna, cas, saskia, start_python, at):
    remark = make_comment(anna, make_section(version), at=at)
    said = rush(start_python, "decide", version, remark, cas, saskia)
    (first,) = [one for one in said if one["answers"]]
    assert [one["error"] for one in said if one is not first] == ["ChangedMeanwhile"]
    assert Decision.objects.get().reason == Answer.objects.get().reason == f"Van {first['who']}."
    assert Email.objects.count() == 1
