"""The demo's method and its try-outs: sound in every draft, walks that somebody could make, a step that got clearer."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, timedelta

import pytest

from consultation.comments.models import Comment
from consultation.people.models import User
from consultation.publishing.actions import publish
from consultation.tryouts.agreement import krippendorff_alpha
from consultation.tryouts.models import Case, Conclusion, StepAnswer, Stuck, Tryout, Walk
from handbook.exchange.markdown import read_markdown
from handbook.framework.checks import check_framework
from handbook.framework.differences import compare_frameworks
from handbook.framework.graph import Framework, framework_of_document
from handbook.framework.walking import walk
from handbook.frameworks import framework_of_version
from handbook.models import Version
from home.demo.people import make_people
from home.demo.sources import FOLDER, read_data
from home.demo.story import LABELS, bring_in, plans, publication
from home.demo.tryouts import CAST, tell_tryout

IMPROVED, PARTING = "N6", "N5"


def framework(label: str) -> Framework:
    images = {path.name: path.read_bytes() for path in (FOLDER / "handbook").glob("*.png")}
    return framework_of_document(read_markdown((FOLDER / "handbook" / f"{label}.md").read_text(encoding="utf-8"), images=images))


@pytest.fixture(scope="module")
def frameworks() -> dict[str, Framework]:
    return {label: framework(label) for label in LABELS}


def test_the_method_is_sound_in_every_draft(frameworks):
    for label, found in frameworks.items():
        assert len(found.steps) >= 12, label
        assert {one.name for one in found.outcomes} == {f"O{number}" for number in range(9)}
        told = {(fault.kind, fault.name) for fault in check_framework(found)}
        assert told <= {("unreachable_step", "N9"), ("unreachable_outcome", "O8")}, label


def test_each_draft_changes_the_method(frameworks):
    first = {(one.kind, one.name) for one in compare_frameworks(frameworks["0.1"], frameworks["0.2"])}
    second = {(one.kind, one.name) for one in compare_frameworks(frameworks["0.2"], frameworks["0.3"])}
    assert {("step_added", "N2b"), ("answer_leads", "N2"), ("question", "N1b")} <= first
    assert {("question", IMPROVED), ("help", IMPROVED), ("answer_leads", "N6a"), ("answer_leads", IMPROVED)} <= second


def test_the_cases_are_stories_of_a_length_that_one_reads_in_a_minute_about_nobody(frameworks):
    story = read_data("tryouts.json")
    assert len(story["cases"]) == 6
    for case in story["cases"]:
        assert 80 <= len(case["story"].split()) <= 150, case["title"]
        assert len(case["persons"]) >= 2
        assert len(case["known"]) >= 3
        words = " ".join([case["title"], case["story"], *case["known"].values()])
        assert not re.search(r"\d{4,}|@|gemeente [A-Z]|\b[A-Z]\.", words), case["title"]


def test_every_answer_and_outcome_that_the_data_names_is_there(frameworks):
    story = read_data("tryouts.json")
    for label in (one["version"] for one in story["rounds"]):
        nodes = frameworks[label].by_name()
        texts = {step.name: {answer.text for answer in step.answers} for step in frameworks[label].steps}
        for case in story["cases"]:
            assert set(case["known"]) <= set(texts)
            for step, odds in case["answers"].items():
                assert set(odds.get(label, odds)) <= texts[step], (label, case["title"], step)
            named = [one for other in case.get("deviations", ()) for one in (other["from"], other["to"])]
            assert {*named, *case.get("holds_for", {})} <= set(nodes)
        for motivated in (story["motivations"], *(case["motivations"] for case in story["cases"])):
            assert all(set(answers) <= texts[step] for step, answers in motivated.items())


@pytest.fixture
def told(db, at: datetime) -> dict[str, Tryout]:
    """The two rounds of the demo that have a try-out, without all the rest of the story."""
    people = make_people(at=at - timedelta(days=200))
    for plan in plans(at=at):
        handbook = bring_in(plan["version"], by=people["cas"], at=plan["opens_at"] - timedelta(hours=4))
        version = publish(handbook=handbook, plan=publication(handbook, plan), by=people["cas"], at=plan["opens_at"])
        tell_tryout(version=version, people=people, opened_at=plan["opens_at"], until=min(at, plan["closes_at"]))
    return {tryout.round.version.label: tryout for tryout in Tryout.objects.select_related("round__version")}


def judgements(tryout: Tryout, step: str) -> list[list[int]]:
    counted = StepAnswer.objects.filter(step=step, counts=True)
    return [list(counted.filter(walk__case=case).values_list("choice", flat=True)) for case in tryout.cases.all()]


def test_the_demo_tells_its_try_outs(told, at):
    """One story, since the drafts take long to bring in: who walked what, by which way, and what it shows."""
    assert sorted(told) == ["0.2", "0.3"]
    _people_walked(told)
    _paths_are_those_of_the_method(told)
    _moments_lie_in_the_round(told, at)
    _anna_stopped_at_her_third_question(told["0.3"])
    _the_clearer_step_made_people_agree(told)
    _somebody_got_stuck(told["0.3"])


def _people_walked(told):
    counts = {}
    for label, tryout in told.items():
        assert tryout.cases.count() == 6
        finished = Walk.objects.finished().filter(case__tryout=tryout)
        counts[label] = finished.values("user").distinct().count()
        assert all(case.walks.finished().count() >= 12 for case in tryout.cases.all())
        assert not finished.filter(user__email__in=[_email(key) for key in CAST]).exists()
    assert counts == {"0.2": 20, "0.3": 25}
    keys = {label: list(tryout.cases.values_list("key", flat=True)) for label, tryout in told.items()}
    assert keys["0.2"] == keys["0.3"], "the same cases, so that the rounds can be compared"


def _email(key: str) -> str:
    return str(next(one["email"] for one in read_data("people.json")["people"] if one["key"] == key))


def _paths_are_those_of_the_method(told):
    for tryout in told.values():
        found = framework_of_version(tryout.round.version)
        for made in Walk.objects.filter(case__tryout=tryout).prefetch_related("answers", "conclusions"):
            choices = {(one.step, one.visit): one.choice for one in made.answers.all()}
            path = walk(found, choices)
            assert len(path.stations) == len(choices)
            assert path.is_finished == (made.finished_at is not None)
            if not path.is_finished:
                continue
            assert [one.outcome for one in made.conclusions.all()] == [one.outcome.name for one in path.reached] != []
            last = {one.step.name: one.visit for one in path.stations}
            assert all(one.counts == (last[one.step] == one.visit) for one in made.answers.all())
            assert all(one.motivation for one in made.answers.all())
    assert Conclusion.objects.exclude(reason="").exists(), "some chose another outcome"


def _moments_lie_in_the_round(told, at):
    for tryout in told.values():
        until = min(at, tryout.round.closes_at)
        for made in Walk.objects.filter(case__tryout=tryout):
            assert tryout.opened_at <= made.begun_at < made.saved_at <= until


def _anna_stopped_at_her_third_question(tryout):
    made = Walk.objects.get(user=User.objects.get(email=_email("anna")))
    assert (made.case.tryout, made.finished_at, made.answers.count()) == (tryout, None, 2)


def _the_clearer_step_made_people_agree(told):
    before, after = (krippendorff_alpha(judgements(told[label], IMPROVED)) for label in ("0.2", "0.3"))
    assert before < 0.4, "in the previous round they parted here"
    assert after > before + 0.3
    waiting = Case.objects.get(tryout=told["0.3"], title="Hulp met een wachtlijst")
    spread = Counter(StepAnswer.objects.filter(walk__case=waiting, step=PARTING, counts=True).values_list("choice", flat=True))
    (_most, first), (_next, second) = spread.most_common(2)
    assert second / first > 0.4, "and here they part now"


def _somebody_got_stuck(tryout):
    for stuck in Stuck.objects.select_related("walk__case", "comment"):
        assert stuck.walk.case.tryout == tryout
        assert stuck.comment.origin == Comment.Origin.TRYOUT
        assert stuck.comment.posted_at is not None
        assert stuck.comment.submitter.user == stuck.walk.user
    assert Stuck.objects.count() == 3
    assert Version.objects.count() == 3
