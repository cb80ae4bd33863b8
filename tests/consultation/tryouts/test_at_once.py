"""Real processes at the same instant: however often one person clicks, there is one walk, one answer, one end, one remark."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

import pytest
from django.utils import timezone

from consultation.tryouts.models import Walk
from tests.factories.comments import accept_rules
from tests.factories.rounds import make_round
from tests.factories.tryouts import make_case, make_tryout, make_version_with_steps

RUSH = str(Path(__file__).with_name("walk_rush.py"))
CLICKS = 8
pytestmark = pytest.mark.django_db(transaction=True)


def test_many_clicks_of_one_person_are_one(anna, start_python):
    case = make_case(make_tryout(make_round(version=make_version_with_steps())))
    accept_rules(anna, timezone.now())
    child = start_python(RUSH, str(case.pk), str(anna.pk), str(uuid.uuid4()), str(CLICKS))
    out, _nothing = child.communicate(timeout=240)
    told = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
    assert [error for one in told for error in one["wrong"]] == [], out
    assert {one["act"]: one["counts"] for one in told} == {
        "begin": [1, 0, 0, 0, 0],
        "answer": [1, 1, 0, 0, 0],
        "stuck": [1, 1, 1, 1, 0],
        "finish": [1, 1, 1, 1, 1],
        "reopen": [1, 1, 1, 1, 1],
    }
    assert Walk.objects.get().finished_at is None
