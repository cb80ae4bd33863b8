"""What the database itself holds of try-outs."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from consultation.tryouts.models import Conclusion, Walk
from tests.factories.rounds import make_round
from tests.factories.tryouts import make_case, make_tryout, make_version_with_steps, make_walk

pytestmark = pytest.mark.django_db
TO_O1 = {"N1": "ja", "N2": "ja", "N3": "ja"}


@pytest.fixture
def case():
    return make_case(make_tryout(make_round(version=make_version_with_steps())))


def test_one_walk_per_case_and_person(case, anna):
    make_walk(case, anna, {"N1": "ja"})
    with pytest.raises(IntegrityError), transaction.atomic():
        make_walk(case, anna, {"N1": "nee"})
    Walk.objects.update(user=None)
    make_walk(case, anna, {"N1": "nee"})
    assert Walk.objects.count() == 2


def test_another_outcome_than_the_method_points_to_has_a_reason(case, anna):
    made = make_walk(case, anna, TO_O1)
    conclusion = made.conclusions.get()
    assert (conclusion.outcome, conclusion.chosen) == ("O1", "O1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Conclusion.objects.filter(pk=conclusion.pk).update(chosen="O3")
    Conclusion.objects.filter(pk=conclusion.pk).update(chosen="O3", reason="Zij wordt volgende maand achttien.")
