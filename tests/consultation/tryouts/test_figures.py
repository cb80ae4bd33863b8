"""Figures of a try-out against examples counted by hand, small cases hidden, the version before, and constant queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultation.tryouts.figures import case_figures, figures_of
from consultation.tryouts.models import StepAnswer
from consultation.tryouts.spread import Change
from tests.factories.frameworks import METHOD
from tests.factories.people import make_person
from tests.factories.rounds import make_round
from tests.factories.tryouts import make_case, make_many_walks, make_tryout, make_version_with_steps, make_walk

pytestmark = pytest.mark.django_db

TO_O1 = {"N1": "ja", "N2": "ja", "N3": "ja"}
TO_O3 = {"N1": "ja", "N2": "nee", "N4": "ouders"}
TO_O2_AND_O3 = {"N1": "ja", "N2": "nee", "N4": "beide", "N5": "ja"}
TO_O0 = {"N1": "nee"}
ROUND_ABOUT = {"N1": "ja", ("N2", 1): "onduidelijk", ("N2", 2): "ja", "N3": "ja"}


@pytest.fixture
def tryout():
    return make_tryout(make_round(version=make_version_with_steps()))


@pytest.fixture
def case(tryout):
    return make_case(tryout)


def counts(spread) -> dict:
    return dict(spread.counts)


def test_a_case_is_counted_step_by_step(tryout, case):
    make_many_walks(case, TO_O1, 12)
    make_many_walks(case, TO_O3, 6)
    make_many_walks(case, TO_O2_AND_O3, 2)
    (found,) = case_figures(tryout)
    assert (found.begun, found.finished) == (20, 20)
    assert found.outcomes.counts == ((("O1",), 12), (("O3",), 6), (("O2", "O3"), 2))
    assert {step: counts(spread) for step, spread in found.steps.items()} == {
        "N1": {0: 20},
        "N2": {0: 12, 2: 8},
        "N3": {0: 12},
        "N4": {2: 6, 3: 2},
        "N5": {0: 2},
    }
    assert found.parting == "N2"


def test_only_finished_walks_and_the_last_answer_at_a_step_count(tryout, case, anna, eva):
    make_walk(case, anna, ROUND_ABOUT)
    make_walk(case, eva, {"N1": "ja", "N2": "nee"})
    (found,) = case_figures(tryout)
    assert (found.begun, found.finished) == (2, 1)
    assert StepAnswer.objects.filter(walk__user=anna, step="N2").count() == 2
    assert counts(found.steps["N2"]) == {0: 1}
    assert "N4" not in found.steps


def test_another_outcome_than_the_method_points_to_is_counted_as_what_was_chosen(tryout, case):
    make_many_walks(case, TO_O1, 5)
    make_many_walks(case, TO_O1, 2, chosen={"O1": "O3"})
    (found,) = case_figures(tryout)
    assert counts(found.outcomes) == {("O1",): 5, ("O3",): 2}
    assert [(one.outcome, one.chosen, one.count) for one in found.deviations] == [("O1", "O3", 2)]
    assert found.deviated == 2


def test_two_outcomes_that_became_one_are_one(tryout, case):
    make_many_walks(case, TO_O2_AND_O3, 5, chosen={"O2": "O3"})
    (found,) = case_figures(tryout)
    assert counts(found.outcomes) == {("O3",): 5}


def test_a_step_is_looked_at_over_the_cases(tryout, case):
    other = make_case(tryout, title="Een andere zaak")
    make_many_walks(case, TO_O1, 9)
    make_many_walks(case, TO_O3, 1)
    make_many_walks(other, TO_O3, 7)
    make_many_walks(other, TO_O1, 3)
    found = figures_of(tryout)
    step = {one.step.name: one for one in found.steps}["N2"]
    assert (step.agreement.majority, step.agreement.total, step.agreement.cases) == (16, 20, 2)
    assert counts(step.total) == {0: 12, 2: 8}
    # Observed: (2*9*1/9 + 2*7*3/9) / 20; expected by chance: 2*12*8 / (20*19).
    assert step.agreement.alpha == pytest.approx(1 - ((18 + 42) / 9 / 20) / (192 / 380))
    assert found.agreement.majority == 16


def test_a_case_with_too_few_walks_counts_nowhere_and_is_not_to_be_reckoned_from_the_sums(tryout, case):
    small = make_case(tryout, title="Een kleine zaak")
    make_many_walks(case, TO_O1, 5)
    make_many_walks(small, TO_O3, 4)
    found = figures_of(tryout)
    assert [one.is_shown for one in found.cases] == [True, False]
    assert [one.step.name for one in found.steps] == ["N1", "N2", "N3"]
    assert {one.step.name: one.total.total for one in found.steps} == {"N1": 5, "N2": 5, "N3": 5}


def test_who_walked_two_cases_is_one_person(tryout, case, anna, eva):
    other = make_case(tryout, title="Een andere zaak")
    make_many_walks(case, TO_O1, 2, users=[anna, eva])
    make_many_walks(other, TO_O1, 1, users=[anna])
    found = figures_of(tryout)
    assert (found.people, found.finished) == (2, 3)


class TestTheVersionBefore:
    @pytest.fixture
    def both(self, tryout, case):
        """In 0.2 the step N2 is called N2b and asks otherwise; the case stands in both."""
        steps = {("N2b" if name == "N2" else name): answers for name, answers in METHOD.items()}
        steps = {name: {text: to.replace("N2", "N2b") for text, to in answers.items()} for name, answers in steps.items()}
        later = make_tryout(make_round(version=make_version_with_steps(label="0.2", steps=steps)))
        return case, make_case(later, key=case.key)

    def test_the_same_step_over_the_same_case_shows_that_people_agree_more(self, both, tryout):
        old, new = both
        make_many_walks(old, TO_O1, 11)
        make_many_walks(old, TO_O3, 9)
        make_many_walks(new, {"N1": "ja", "N2b": "ja", "N3": "ja"}, 19)
        make_many_walks(new, {"N1": "ja", "N2b": "nee", "N4": "ouders"}, 1)
        found = figures_of(new.tryout)
        assert (found.previous, found.compared) == (tryout, 1)
        step = {one.step.name: one for one in found.steps}["N2b"]
        assert (step.comparison.before.majority, step.comparison.after.majority) == (11, 19)
        assert step.comparison.change is Change.MORE
        assert {one.kind for one in step.changes} == {"step_named", "question"}
        assert found.comparison.change is Change.MORE
        assert {one.step.name: one for one in found.steps}["N1"].changes == ()

    def test_a_case_that_stood_in_one_of_them_only_is_not_compared(self, both, tryout):
        old, new = both
        make_many_walks(old, TO_O1, 20)
        further = make_case(new.tryout, title="Nieuw in 0.2")
        make_many_walks(further, {"N1": "ja", "N2b": "ja", "N3": "ja"}, 20)
        found = figures_of(new.tryout)
        assert (found.previous, found.compared, found.comparison) == (tryout, 0, None)
        assert all(one.comparison is None for one in found.steps)

    def test_a_case_that_few_walked_then_is_not_compared(self, both):
        old, new = both
        make_many_walks(old, TO_O1, 4)
        make_many_walks(new, {"N1": "ja", "N2b": "ja", "N3": "ja"}, 20)
        assert figures_of(new.tryout).compared == 0

    def test_the_first_try_out_has_nothing_before_it(self, tryout, case):
        make_many_walks(case, TO_O1, 5)
        found = figures_of(tryout)
        assert (found.previous, found.comparison) == (None, None)
        assert not any(one.is_new or one.changes for one in found.steps)


def test_figures_cost_as_many_queries_for_25_walks_as_for_2500(tryout, case):
    earlier = case
    later = make_tryout(make_round(version=make_version_with_steps(label="0.2")))
    first = make_case(later, key=earlier.key)
    people = [make_person() for _number in range(3)]

    def walks(count: int) -> int:
        for one in (earlier, first):
            make_many_walks(one, TO_O1, count // 2, users=people if count < 100 else ())
            make_many_walks(one, TO_O3, count - count // 2)
        with CaptureQueriesContext(connection) as captured:
            found = figures_of(later)
        assert found.comparison is not None
        return len(captured)

    few = walks(25)
    make_case(later, title="Een tweede")
    assert walks(2475) == few <= 16
    assert case_figures(later)[0].finished == 2500
