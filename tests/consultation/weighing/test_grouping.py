"""Remarks that say much the same: proposed, confirmed, taken apart, joined, and answered together."""

from __future__ import annotations

from datetime import timedelta

import pytest

from consultation.delivery.models import Email
from consultation.weighing import errors
from consultation.weighing.actions import (
    add_to_group,
    confirm_group,
    decide,
    decide_group,
    join_groups,
    propose_groups,
    take_out,
)
from consultation.weighing.models import AlikeGroup, Decision, Grouped
from tests.factories.comments import make_comment, make_section
from tests.factories.handbook import make_version

pytestmark = pytest.mark.django_db

ADOPTED, REJECTED = Decision.Value.ADOPTED, Decision.Value.REJECTED
SHORT = ("Drie werkdagen is te kort.", "De termijn van drie werkdagen is te kort.", "Drie werkdagen: veel te kort!")
TOLK = ("Wie betaalt een tolk bij het gesprek?", "Een tolk bij het gesprek: wie betaalt die?")


@pytest.fixture
def remarks(version, open_round, anna, eva, bram, at):
    section, talk = make_section(version), make_section(version, "2.2")
    short = [make_comment(who, section, body=body, at=at) for who, body in zip((anna, eva, bram), SHORT, strict=True)]
    tolk = [make_comment(who, talk, body=body, at=at) for who, body in zip((anna, eva), TOLK, strict=True)]
    alone = make_comment(anna, talk, body="Voeg een stroomschema toe.", at=at)
    return short, tolk, alone


def members(group: AlikeGroup) -> list:
    return [row.comment for row in group.members.order_by("comment")]


def proposed(version, at) -> list[AlikeGroup]:
    propose_groups(version=version, at=at)
    return list(AlikeGroup.objects.order_by("pk"))


def test_what_says_the_same_is_proposed_and_looking_again_changes_nothing(remarks, version, at):
    short, tolk, alone = remarks
    first, second = proposed(version, at)
    assert [members(first), members(second)] == [short, tolk]
    assert [members(group) for group in proposed(version, at)] == [short, tolk]
    assert not Grouped.objects.filter(comment=alone).exists()


def test_what_a_person_said_is_left_alone(remarks, version, cas, at):
    short, tolk, _alone = remarks
    first, second = proposed(version, at)
    confirm_group(group=second, seen_at=second.changed_at, by=cas, at=at)
    assert take_out(group=first, comments=short[2:], seen_at=first.changed_at, by=cas, at=at) == first
    assert propose_groups(version=version, at=at) == 0
    assert [members(group) for group in AlikeGroup.objects.order_by("pk")] == [short[:2], tolk]
    assert Grouped.objects.get(comment=short[2]).group is None


def test_a_group_of_one_is_none(remarks, version, cas, at):
    _first, second = proposed(version, at)
    assert take_out(group=second, comments=members(second)[:1], seen_at=second.changed_at, by=cas, at=at) is None
    assert AlikeGroup.objects.count() == 1


def test_groups_are_joined_and_a_remark_is_added_by_hand(remarks, version, cas, at):
    short, tolk, alone = remarks
    first, second = proposed(version, at)
    joined = join_groups(group=first, other=second, seen_at=first.changed_at, by=cas, at=at)
    assert members(joined) == short + tolk
    assert members(add_to_group(group=joined, comment=alone, by=cas, at=at)) == [*short, *tolk, alone]
    other = make_version(label="0.2", at=at)
    stranger = AlikeGroup.objects.create(version=other, changed_at=at)
    with pytest.raises(errors.NotTogether):
        join_groups(group=joined, other=stranger, seen_at=joined.changed_at, by=cas, at=at)


def test_a_remark_that_goes_to_another_group_leaves_no_group_of_one(remarks, version, cas, at):
    first, second = proposed(version, at)
    moved = members(second)[0]
    add_to_group(group=first, comment=moved, by=cas, at=at)
    assert list(AlikeGroup.objects.all()) == [first]
    assert moved in members(first)


def test_one_answer_goes_to_all_and_each_author_hears_it_once(remarks, version, cas, at):
    short, _tolk, _alone = remarks
    first, _second = proposed(version, at)
    given = {"value": ADOPTED, "reason": "Het worden er vijf.", "publish": True, "by": cas}
    decisions = decide_group(group=first, seen_at=first.changed_at, at=at, **given)
    assert [decision.comment for decision in decisions] == short
    assert {decision.reason for decision in Decision.objects.all()} == {"Het worden er vijf."}
    assert sorted(Email.objects.values_list("user__email", flat=True)) == sorted(one.submitter.user.email for one in short)
    first.refresh_from_db()
    assert first.confirmed_by == cas
    decide_group(group=first, seen_at=first.changed_at, decided_at=at, at=at + timedelta(minutes=1), **given)
    assert Email.objects.count() == 3, "the same again is told nobody"


def test_two_who_work_on_one_group_lose_nothing(remarks, version, bram, cas, at):
    short, _tolk, _alone = remarks
    first, _second = proposed(version, at)
    seen = first.changed_at
    later = at + timedelta(minutes=1)
    take_out(group=first, comments=short[2:], seen_at=seen, by=bram, at=later)
    with pytest.raises(errors.GroupChanged):
        decide_group(group=first, value=ADOPTED, reason="Ja.", seen_at=seen, by=cas, at=later)
    first.refresh_from_db()
    decide(comment=short[0], value=REJECTED, reason="Nee.", by=bram, at=later)
    with pytest.raises(errors.ChangedMeanwhile):
        decide_group(group=first, value=ADOPTED, reason="Ja.", seen_at=first.changed_at, by=cas, at=later)
    assert list(Decision.objects.values_list("reason", flat=True)) == ["Nee."]


def test_only_who_weighs_groups(remarks, version, anna, at):
    first, second = proposed(version, at)
    seen = {"seen_at": first.changed_at, "by": anna, "at": at}
    for act in (
        lambda: confirm_group(group=first, **seen),
        lambda: take_out(group=first, comments=[], **seen),
        lambda: join_groups(group=first, other=second, **seen),
        lambda: add_to_group(group=first, comment=members(second)[0], by=anna, at=at),
        lambda: decide_group(group=first, value=ADOPTED, reason="Ja.", **seen),
    ):
        with pytest.raises(errors.MayNotDecide):
            act()
