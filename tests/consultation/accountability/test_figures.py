"""What a round comes to: each person once, each remark where it belongs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from hypothesis import given
from hypothesis import strategies as st

from consultation.accountability.figures.counting import figures_of
from consultation.accountability.figures.counts import Remarks, Source, Tally, only_kind
from consultation.accountability.figures.periods import course_of
from consultation.accountability.figures.scope import scope_of
from consultation.accountability.figures.veil import Number
from consultation.comments.models import Comment, NothingToAdd, Review, Support
from consultation.delivery.calendar import day_of
from consultation.people.models import OBSERVERS, Organisation
from consultation.tryouts.grouping import LEAST
from consultation.weighing.actions import decide
from consultation.weighing.weighed import remarks_of
from handbook.models import Version
from tests.factories.comments import make_section
from tests.factories.figures import add_opening, add_remark, add_review, submitter_for
from tests.factories.handbook import make_version
from tests.factories.people import make_colleagues, make_person
from tests.factories.rounds import make_round


@given(total=st.integers(LEAST, 200), share=st.floats(0, 1))
def test_a_veiled_number_is_true_and_tells_of_no_few_people(total, share):
    count = round(total * share)
    told = Number.veiled(count, total)
    assert told.least <= count <= told.most
    if told.is_exact:
        assert count == 0 or count >= LEAST
        assert count == total or total - count >= LEAST
    else:
        assert told.most - told.least == LEAST - 2


def test_sources_of_a_few_people_go_together_for_others():
    rows, day = (Tally("vraag", "", False, 44),), None
    heard = {Source.MEMBERS: (30, 20), Source.ORGANISATIONS: (7, 2), Source.ATTENDEES: (4, 3), Source.OTHERS: (3, 3)}
    remarks = Remarks(rows, {}, heard, (), day)
    assert remarks.sources(veiled=False)[Source.ATTENDEES] == (4, 3)
    assert remarks.sources(veiled=True) == {Source.MEMBERS: (30, 20), Source.OTHERS: (14, 8)}
    two = {Source.MEMBERS: heard[Source.MEMBERS], Source.ATTENDEES: heard[Source.ATTENDEES]}
    assert Remarks(rows, {}, two, (), day).sources(veiled=True) == {}


def test_a_short_round_is_told_by_the_day_and_a_long_one_by_the_week():
    opens = date(2026, 3, 2)
    days, by_the_week = course_of({opens: 2}, opens_on=opens, closes_on=date(2026, 3, 6), reminders=[date(2026, 3, 4)])
    assert [one.count for one in days] == [2, 0, 0, 0, 0]
    assert [len(one.reminders) for one in days] == [0, 0, 1, 0, 0]
    assert days[-1].closes_on == date(2026, 3, 6)
    assert not by_the_week
    weeks, by_the_week = course_of({opens: 2, date(2026, 4, 19): 1}, opens_on=opens, closes_on=date(2026, 4, 10))
    assert by_the_week
    assert [one.count for one in weeks] == [2, 0, 0, 0, 0, 0, 1]
    assert [one.closes_on is not None for one in weeks] == [False] * 5 + [True, False]


def test_one_kind_alone_is_told_when_five_of_it_spoke_and_others_were_asked():
    asked = {"gemeente", "partner"}
    assert only_kind({"gemeente": 5}, commented=5, asked=asked) == "gemeente"
    assert only_kind({"gemeente": 4}, commented=4, asked=asked) == ""
    assert only_kind({"gemeente": 5, "partner": 1}, commented=6, asked=asked) == ""
    assert only_kind({"gemeente": 5}, commented=5, asked={"gemeente"}) == ""
    assert only_kind({"": 5}, commented=5, asked=asked) == ""


@pytest.fixture
def count(version, open_round):
    """The figures of the round, as they are now."""

    def counted(version: Version = version):
        return figures_of(version=version, round=open_round)

    return counted


@pytest.mark.django_db
def test_each_member_is_counted_by_what_she_did(version, count, at):
    section = make_section(version)
    reader, agreeing, writer, answering, passed, _silent = (make_person() for _number in range(6))
    add_opening(section, reader, at=at)
    add_review(section, agreeing, at=at)
    first = add_remark(section, writer, at=at)
    add_remark(section, answering, parent=first, at=at)
    NothingToAdd.objects.create(submitter=submitter_for(passed, section), round=version.round, said_at=at)
    members = count().members
    assert (members.total, members.read, members.agreed, members.commented) == (6, 3, 1, 1)
    assert members.passed == 1
    assert members.silent == 2, "who read and said nothing, and who did nothing at all"


@pytest.mark.django_db
def test_observers_are_asked_for_nothing_and_who_left_counts_no_more(version, count, anna, bram, olga, at):
    olga.groups.add(Group.objects.get(name="klankbordgroep"), Group.objects.get(name=OBSERVERS))
    bram.is_active = False
    bram.save()
    add_remark(make_section(version), bram, at=at)
    figures = count()
    assert figures.members.total == 1
    assert figures.members.commented == 0
    assert figures.remarks.heard == {Source.OTHERS: (1, 1)}


@pytest.mark.django_db
def test_at_a_section_each_counts_once_by_the_most_that_she_said(version, count, at):
    section = make_section(version)
    one, two, three, four = (make_person() for _number in range(4))
    for person in (one, two, three):
        add_opening(section, person, at=at)
    for person in (one, two):
        add_review(section, person, at=at)
    add_review(section, four, Review.Value.READ, at=at)
    add_remark(section, one, at=at)
    add_remark(section, one, at=at)
    add_remark(section, origin=Comment.Origin.CONFERENCE, at=at)
    figures = count()
    found = {each.number: each for each in figures.sections}
    told = found["2.1"]
    assert (told.commented, told.agreed, told.read, told.remarks) == (1, 1, 2, 3)
    assert [each.number for each in figures.untouched] == ["1", "2", "2.2"]
    add_opening(make_section(version, "2.2"), one, at=at)
    assert [each.number for each in count().unspoken] == ["2.2"]


@pytest.mark.django_db
def test_remarks_count_as_they_stand_from_whom_they_came(version, count, anna, cas, at):
    section, at = make_section(version), at.replace(hour=12)  # far from midnight, whatever the clock does
    taken = add_remark(section, anna, at=at - timedelta(days=4), ground="juridisch")
    kept = add_remark(section, anna, at=at - timedelta(days=3), kind="vraag")
    add_remark(section, anna, at=at, withdrawn_at=at)
    add_remark(section, anna, at=at, parent=taken)
    add_remark(section, origin=Comment.Origin.CONFERENCE, late=True, at=at)
    add_remark(section, collective=True, organisation=anna.organisation, at=at)
    decide(comment=taken, value="overgenomen", reason="Goed punt.", publish=True, by=cas, at=at)
    decide(comment=kept, value="niet overgenomen", reason="Nog even.", publish=False, by=cas, at=at)
    remarks = count().remarks
    assert (remarks.total, remarks.late, remarks.answered) == (4, 1, 1)
    assert remarks.heard == {Source.MEMBERS: (2, 1), Source.ATTENDEES: (1, 1), Source.ORGANISATIONS: (1, 1)}
    assert remarks.by_decision() == {"overgenomen": 1, "": 3}
    assert remarks.by_ground_and_decision()["juridisch", "overgenomen"] == 1
    assert remarks.answer_days == ((4, 1),)
    assert remarks.waiting_since == day_of(at - timedelta(days=3))


@pytest.mark.django_db
def test_what_is_counted_is_what_is_weighed(version, open_round, count, anna, bram, at):
    section = make_section(version)
    first = add_remark(section, anna, at=at)
    for person in (anna, bram, bram):
        add_remark(section, person, parent=first, at=at)
    add_remark(section, bram, at=at, withdrawn_at=at)
    add_remark(make_section(version, "2.2"), bram, at=at)
    figures = count()
    weighed = remarks_of(version)
    assert set(scope_of(version, open_round).remarks) == set(weighed)
    assert figures.remarks.total == sum(one.remarks for one in figures.sections) == len(weighed) == 2
    assert sum(period.count for period in figures.course) == 2
    assert figures.members.commented == 2


@pytest.mark.django_db
def test_a_correction_and_its_version_are_one_and_the_round_before_stands_beside(version, count, anna, eva, at):
    correction = make_version(label="0.1.1", corrects=version)
    add_remark(make_section(version), anna, at=at)
    add_remark(make_section(correction), eva, at=at)
    assert {one.number: one.remarks for one in count(correction).sections}["2.1"] == 2
    assert count().before is None
    later = make_version(label="0.2", sections={"1": ("Waarom", ["Elke leerling."]), "3": ("Nieuw", ["Iets anders."])})
    figures = figures_of(version=later, round=make_round(version=later))
    assert figures.before is not None
    assert (figures.before.label, figures.before.members.commented) == ("0.1", 2)
    assert {one.number: one.before for one in figures.sections} == {"1": 0, "3": None}


@pytest.mark.django_db
def test_support_is_summed_and_the_most_supported_come_first(version, count, anna, at):
    section = make_section(version)
    quiet, loud = (add_remark(section, anna, at=at) for _number in range(2))
    for _number in range(2):
        Support.objects.create(comment=loud, submitter=submitter_for(make_person(), section), value=1, at=at)
    Support.objects.create(comment=quiet, submitter=submitter_for(make_person(), section), value=-1, reason="Nee.", at=at)
    support = count().support
    assert (support.agreed, support.objected, support.remarks) == (2, 1, 2)
    assert [one.key for one in support.most] == [loud.key, quiet.key]


@pytest.mark.django_db
def test_a_section_that_one_kind_of_organisation_commented_on_says_so(version, count, at):
    section = make_section(version)
    for officer in make_colleagues("leerplichtambtenaar", 5, "Gemeente Duinen"):
        add_remark(section, officer, at=at)
    (lawyer,) = make_colleagues("jurist", 1, "OM", Organisation.Kind.PARTNER)
    assert {one.number: one.kind for one in count().sections}["2.1"] == Organisation.Kind.MUNICIPALITY
    add_remark(section, lawyer, at=at)
    assert {one.number: one.kind for one in count().sections}["2.1"] == ""
