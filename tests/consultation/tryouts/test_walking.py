"""What walking does to a walk: who may, at which moment, twice at once, with time and without; and what goes after a while."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from wagtail.models import ModelLogEntry

from consultation.comments.actions import withdraw_comment
from consultation.comments.errors import PersonalDataFound
from consultation.comments.models import Comment
from consultation.people.actions import erase_person
from consultation.people.registry import Person, places
from consultation.people.retention import apply
from consultation.rounds.models import Round
from consultation.tryouts.actions import (
    Concluded,
    Given,
    answer_step,
    begin_walk,
    finish_walk,
    keep_answer,
    keep_conclusions,
    reopen_walk,
    tell_stuck,
)
from consultation.tryouts.actions.walking import LONGEST, MOST_VISITS
from consultation.tryouts.errors import (
    AlreadyFinished,
    AlreadyTold,
    ChoiceMissing,
    ConclusionsRefused,
    MotivationMissing,
    NobodyNamed,
    NotAtTheEnd,
    NotBegun,
    NotOpen,
    OutcomeNotChanged,
    ReasonMissing,
    TakesNoPart,
    TooOften,
    UnknownOutcome,
)
from consultation.tryouts.models import StepAnswer, Stuck, Tryout, Walk
from consultation.tryouts.paths import framework_of
from tests.factories.rounds import make_round
from tests.factories.tryouts import make_case, make_tryout, make_version_with_steps, make_walk

pytestmark = pytest.mark.django_db

NOOR = ("Noor (14)",)


@pytest.fixture
def case():
    return make_case(make_tryout(make_round(version=make_version_with_steps())))


@pytest.fixture
def walk(case, anna, at):
    return begin_walk(user=anna, case=case, at=at)


@pytest.fixture
def answer(case, anna, at):
    """``answer("N1", 0)`` answers a step as anna."""

    def give(step, choice, motivation="Daarom.", *, visit=1, shown_at=None, act=answer_step, at=at, user=anna):
        node = framework_of(case).by_name()[step]
        given = Given(choice, motivation, shown_at)
        return act(user=user, case=case, step=node, visit=visit, given=given, at=at)

    return give


class TestWhoMay:
    def test_members_the_working_group_and_editors_walk_and_others_do_not(self, case, anna, bram, cas, dewi, olga, fatih, at):
        for user in (anna, bram, cas):
            assert begin_walk(user=user, case=case, at=at).user == user
        for user in (dewi, olga, fatih):
            with pytest.raises(TakesNoPart):
                begin_walk(user=user, case=case, at=at)

    def test_only_while_it_is_opened_and_the_round_is_open(self, case, anna, at):
        round = case.tryout.round
        for moment in (round.opens_at - timedelta(seconds=1), round.closes_at, round.closes_at + timedelta(hours=1)):
            with pytest.raises(NotOpen):
                begin_walk(user=anna, case=case, at=moment)
        case.tryout.opened_at = at + timedelta(days=1)
        with pytest.raises(NotOpen):
            begin_walk(user=anna, case=case, at=at)
        case.tryout.opened_at = None
        with pytest.raises(NotOpen):
            begin_walk(user=anna, case=case, at=at)

    def test_nothing_changes_after_the_round(self, case, anna, walk, answer, at):
        answer("N1", 1)
        late = {"user": anna, "case": case, "at": case.tryout.round.closes_at}
        for act in (
            lambda: answer("N1", 0, at=late["at"]),
            lambda: answer("N1", 0, act=keep_answer, at=late["at"]),
            lambda: finish_walk(**late, conclusions={"O0": Concluded("O0", NOOR)}),
            lambda: keep_conclusions(**late, conclusions={}),
            lambda: reopen_walk(**late),
            lambda: tell_stuck(**late, step=framework_of(case).first, reason="Vast.", key=uuid.uuid4()),
        ):
            with pytest.raises(NotOpen):
                act()
        assert (walk.answers.get().choice, walk.conclusions.count(), Comment.objects.count()) == (1, 0, 0)

    def test_who_did_not_begin_begins_first(self, answer):
        with pytest.raises(NotBegun):
            answer("N1", 0)


class TestTwice:
    def test_beginning_twice_is_one_walk(self, case, anna, walk, at):
        assert begin_walk(user=anna, case=case, at=at + timedelta(minutes=1)) == walk
        assert Walk.objects.count() == 1

    def test_the_same_answer_twice_is_one_and_keeps_its_instant(self, walk, answer, at):
        answer("N1", 0)
        answer("N1", 0, at=at + timedelta(seconds=2))
        assert [(one.choice, one.answered_at) for one in walk.answers.all()] == [(0, at)]

    def test_finishing_twice_concludes_once(self, case, anna, walk, answer, at):
        answer("N1", 1)
        end = {"user": anna, "case": case, "conclusions": {"O0": Concluded("O0", NOOR)}}
        finish_walk(**end, at=at)
        again = finish_walk(**end, at=at + timedelta(seconds=2))
        assert again.finished_at == at
        assert walk.conclusions.count() == 1
        assert ModelLogEntry.objects.filter(action="klankbord.tryouts.finish").count() == 1

    def test_another_window_cannot_change_a_finished_walk(self, case, anna, walk, answer, at):
        answer("N1", 1)
        finish_walk(user=anna, case=case, conclusions={"O0": Concluded("O0", NOOR)}, at=at)
        for act in (answer_step, keep_answer):
            with pytest.raises(AlreadyFinished):
                answer("N1", 0, act=act)
        with pytest.raises(AlreadyFinished):
            keep_conclusions(user=anna, case=case, conclusions={}, at=at)

    def test_opening_again_twice_is_logged_once(self, case, anna, at):
        make_walk(case, anna, {"N1": "nee"})
        for _click in range(2):
            assert reopen_walk(user=anna, case=case, at=at).finished_at is None
        assert ModelLogEntry.objects.filter(action="klankbord.tryouts.reopen").count() == 1
        assert not StepAnswer.objects.filter(counts=True).exists()


class TestAnswering:
    def test_an_answer_needs_a_choice_of_the_step_and_the_motivation_that_the_step_asks(self, walk, answer):
        for choice in (None, -1, 2):
            with pytest.raises(ChoiceMissing):
                answer("N1", choice)
        with pytest.raises(MotivationMissing):
            answer("N1", 0, " \n ")
        assert not walk.answers.exists()

    def test_a_step_that_asks_no_motivation_takes_none(self, anna, at):
        version = make_version_with_steps(label="0.2", steps={"N1": {"ja": "O0"}}, outcomes=("O0",))
        passage = version.sections.get(number="2").passages.get(type="step")
        assert passage.data["motivate"]
        case = make_case(make_tryout(make_round(version=version)))
        step = framework_of(case).first
        silent = type(step)(step.name, step.question, step.answers, step.place)
        begin_walk(user=anna, case=case, at=at)
        assert answer_step(user=anna, case=case, step=silent, visit=1, given=Given(0), at=at).is_finished

    def test_a_draft_is_no_part_of_the_path(self, walk, answer):
        answer("N1", 0)
        assert answer("N2", 0, "", act=keep_answer) is False
        path = answer("N1", 0, "Anders gezegd.")
        assert path.current.step.name == "N2"
        assert answer("N2", 0, "Nu wel.", act=keep_answer) is True

    def test_an_answer_that_is_half_rewritten_becomes_a_draft_again(self, walk, answer):
        answer("N1", 0)
        answer("N2", 0)
        answer("N1", 0, "", act=keep_answer)
        assert walk.answers.get(step="N1").answered_at is None
        assert answer("N1", 0).current.step.name == "N3", "what lay behind it waited"

    def test_nothing_filled_in_makes_no_draft(self, walk, answer):
        assert answer("N1", None, " ", act=keep_answer) is False
        assert not walk.answers.exists()

    def test_nobody_goes_round_for_ever(self, walk, answer):
        answer("N1", 0)
        for visit in range(1, MOST_VISITS + 1):
            answer("N2", 1, visit=visit)
        with pytest.raises(TooOften):
            answer("N2", 1, visit=MOST_VISITS + 1)
        with pytest.raises(TooOften):
            answer("N2", 1, visit=0)

    def test_the_guard_reads_what_others_will_read(self, walk, answer):
        with pytest.raises(PersonalDataFound):
            answer("N1", 0, "Zie BSN 111222333.")
        assert answer("N1", 0, "Zie BSN 111222333.", act=keep_answer) is False
        assert walk.answers.get().answered_at is None


class TestTime:
    @pytest.fixture
    def measured(self, case):
        Tryout.objects.update(measures_time=True)
        case.tryout.refresh_from_db()

    def test_it_is_not_measured_unless_the_try_out_says_so(self, walk, answer, at):
        answer("N1", 0, shown_at=at - timedelta(seconds=40))
        assert walk.answers.get().seconds is None

    def test_it_adds_up_over_visits_to_the_page_and_a_form_counts_once(self, walk, answer, measured, at):
        answer("N1", 0, "Half.", shown_at=at - timedelta(seconds=40), act=keep_answer)
        answer("N1", 0, "Half.", shown_at=at - timedelta(seconds=40), at=at + timedelta(seconds=1))
        assert walk.answers.get().seconds == 40
        answer("N1", 1, shown_at=at + timedelta(seconds=10), at=at + timedelta(seconds=30))
        assert walk.answers.get().seconds == 60

    def test_what_cannot_be_is_not_counted(self, walk, answer, measured, at):
        for shown_at in (None, at + timedelta(minutes=5), at - LONGEST - timedelta(seconds=1)):
            answer("N1", 0, f"Gezien: {shown_at}", shown_at=shown_at)
        assert walk.answers.get().seconds is None


class TestConcluding:
    @pytest.fixture
    def at_the_end(self, walk, answer):
        answer("N1", 1)

    def finish(self, case, anna, at, *, name="O0", **concluded):
        one = {"chosen": "O0", "persons": NOOR, **concluded}
        return finish_walk(user=anna, case=case, conclusions={name: Concluded(**one)}, at=at)

    @pytest.mark.parametrize(
        ("concluded", "refusal"),
        [
            ({"chosen": "O9"}, UnknownOutcome),
            ({"persons": ()}, NobodyNamed),
            ({"persons": ("Iemand anders",)}, NobodyNamed),
            ({"chosen": "O3", "reason": " "}, ReasonMissing),
            ({"chosen": "O3", "reason": "Bel 06 12345678."}, PersonalDataFound),
            ({"name": "O1"}, UnknownOutcome),
            ({"reason": "Om haar leeftijd."}, OutcomeNotChanged),
        ],
    )
    def test_what_is_missing_is_told_of_each(self, case, anna, walk, at_the_end, at, concluded, refusal):
        with pytest.raises(ConclusionsRefused) as refused:
            self.finish(case, anna, at, **concluded)
        assert isinstance(refused.value.refusals["O0"], refusal)
        walk.refresh_from_db()
        assert walk.finished_at is None

    def test_not_before_the_last_question(self, case, anna, walk, answer, at):
        answer("N1", 0)
        with pytest.raises(NotAtTheEnd):
            self.finish(case, anna, at)

    def test_a_case_without_persons_asks_for_nobody(self, case, anna, walk, at_the_end, at):
        case.persons = []
        assert self.finish(case, anna, at, persons=()).finished_at == at

    def test_only_persons_of_the_case_are_kept_in_its_order(self, case, anna, walk, at_the_end, at):
        self.finish(case, anna, at, persons=("haar ouders", "Vreemde", "Noor (14)"))
        assert walk.conclusions.get().persons == ["Noor (14)", "haar ouders"]

    def test_what_was_filled_in_is_kept_and_another_outcome_only_with_its_reason(self, case, anna, walk, at_the_end, at):
        keep_conclusions(user=anna, case=case, conclusions={"O0": Concluded("O3", NOOR)}, at=at)
        assert (walk.conclusions.get().chosen, walk.conclusions.get().persons) == ("O0", list(NOOR))
        keep_conclusions(user=anna, case=case, conclusions={"O0": Concluded("O3", NOOR, "Leeftijd.")}, at=at)
        assert (walk.conclusions.get().chosen, walk.conclusions.get().reason) == ("O3", "Leeftijd.")

    def test_answers_beside_the_path_go_and_the_last_visit_counts(self, case, anna, walk, answer, at):
        answer("N1", 0)
        answer("N2", 0)
        answer("N3", 0)
        answer("N2", 1)
        answer("N2", 0, visit=2)
        answer("N4", 1, "", act=keep_answer)
        finish_walk(user=anna, case=case, conclusions={"O1": Concluded("O1", NOOR)}, at=at)
        assert sorted(walk.answers.values_list("step", "visit", "counts")) == [
            ("N1", 1, True),
            ("N2", 1, False),
            ("N2", 2, True),
            ("N3", 1, True),
        ]


class TestStuck:
    def stick(self, case, anna, at, *, key=None, reason="Wat is dit?"):
        anna.house_rules_accepted_at = at
        step = framework_of(case).first
        return tell_stuck(user=anna, case=case, step=step, reason=reason, key=key or uuid.uuid4(), at=at)

    def test_who_takes_her_remark_back_can_write_another(self, case, anna, walk, at):
        first = self.stick(case, anna, at)
        with pytest.raises(AlreadyTold):
            self.stick(case, anna, at)
        withdraw_comment(user=anna, comment=first, at=at)
        second = self.stick(case, anna, at, reason="Beter gezegd.")
        assert Stuck.objects.get().comment == second

    def test_told_in_gives_words_for_remarks_from_a_try_out_only(self, case, anna, walk, at, django_assert_num_queries):
        comment = self.stick(case, anna, at)
        plain = Comment(origin=Comment.Origin.SITE)
        with django_assert_num_queries(1):
            assert Stuck.objects.told_in([comment, plain]) == {
                comment.pk: "Vastgelopen bij N1, in de casus “Vaak ziek op maandag”"
            }
        with django_assert_num_queries(0):
            assert Stuck.objects.told_in([plain]) == {}


class TestKeeping:
    def test_a_walk_that_nobody_finished_goes_some_time_after_its_round(self, case, anna, bram, answer, walk, at):
        answer("N1", 0)
        finished = make_walk(case, bram, {"N1": "nee"})
        closed = case.tryout.round.closes_at
        kept = timedelta(days=settings.KEPT_DAYS["walks"])
        assert apply(only=["walks"], at=closed + kept)["walks"] == 0
        assert apply(only=["walks"], at=closed + kept + timedelta(seconds=1))["walks"] == 1
        assert list(Walk.objects.all()) == [finished]

    def test_one_takes_drafts_and_reasons_along_and_is_erased(self, case, anna, bram, answer, walk, at):
        answer("N1", None, "Nog niet klaar", act=keep_answer)
        other = make_case(case.tryout, title="Een ander")
        make_walk(other, anna, {"N1": "nee"}, motivations={"N1": "Volgens Anna Verschuren."})
        make_walk(case, bram, {"N1": "nee"})
        place = next(one for one in places() if one.model is Walk)
        copy = str(place.export(Person(anna.email, anna)))
        assert all(words in copy for words in ("Vaak ziek op maandag", "Een ander", "Nog niet klaar", "Volgens Anna"))
        erase_person(email=anna.email, at=at)
        left = Walk.objects.get(case=other)
        assert (left.user, left.finished_at is not None) == (None, True)
        assert "Anna" not in left.answers.get().motivation
        assert list(Walk.objects.filter(case=case).values_list("user", flat=True)) == [bram.pk]


def test_a_round_that_is_called_back_closes_the_try_out_with_it(case, anna, at):
    Round.objects.update(closes_at=at)
    case.tryout.round.refresh_from_db()
    with pytest.raises(NotOpen):
        begin_walk(user=anna, case=case, at=at)
