"""The table person x moment, with the whole cast, before, during and after a round."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Group

from consultation.people.actions import add_to_group, leave_group
from consultation.people.models import OBSERVERS, SOUNDING_BOARD
from consultation.rounds import permissions as may
from consultation.rounds.permissions import standing_of
from tests.factories.people import make_cast_member
from tests.factories.rounds import make_round

pytestmark = pytest.mark.django_db

PREDICATES = {
    "read": may.can_read,
    "comment": may.can_comment,
    "draft": may.can_save_draft,
    "support": may.can_support,
    "reply": may.can_reply,
    "review": may.can_review,
    "recorded": may.can_be_recorded,
}
ALL = set(PREDICATES)
READS = {"read", "recorded"}
KEEPS = READS | {"draft"}

# person: (before, during, in the 48 hours after, later)
TABLE = {
    "anna": (KEEPS, ALL, KEEPS, KEEPS),
    "bram": (KEEPS, ALL, KEEPS, KEEPS),
    "cas": (KEEPS, ALL, KEEPS, KEEPS),
    "dewi": (set(), set(), set(), set()),
    "eva": (KEEPS, ALL, KEEPS, KEEPS),
    "fatih": (set(), set(), set(), set()),
    "olga": ({"read"}, {"read"}, {"read"}, {"read"}),
    "visitor": (set(), set(), set(), set()),
}
MOMENTS = (timedelta(days=-1), timedelta(days=3), timedelta(days=10, hours=5), timedelta(days=13))


@pytest.fixture
def consultation(version, at):
    made = make_round(version=version, opens_at=at, closes_at=at + timedelta(days=10))
    version.readers.add(Group.objects.get(name=OBSERVERS))
    return made


@pytest.mark.parametrize("moment", range(4), ids=["before", "during", "late window", "closed"])
@pytest.mark.parametrize("name", TABLE)
def test_each_person_may_do_what_the_table_says(consultation, version, at, name, moment):
    user = AnonymousUser() if name == "visitor" else make_cast_member(name)
    person = standing_of(user=user, version=version)
    allowed = {word for word, predicate in PREDICATES.items() if predicate(person, at + MOMENTS[moment])}
    assert allowed == TABLE[name][moment]


def test_nobody_joins_in_while_a_blind_round_runs(version, at, anna, bram, cas):
    make_round(version=version, opens_at=at, closes_at=at + timedelta(days=10), blind=True)
    for user in (anna, bram, cas):
        person = standing_of(user=user, version=version)
        assert may.can_comment(person, at)
        assert not may.can_support(person, at)
        assert not may.can_reply(person, at)


def test_a_draft_may_be_posted_late_when_it_was_begun_in_time(consultation, version, at, anna):
    person = standing_of(user=anna, version=version)
    closing = consultation.closes_at
    begun, too_late = closing - timedelta(minutes=1), closing + timedelta(minutes=1)
    within, after = closing + timedelta(hours=47), closing + timedelta(hours=49)
    assert may.can_post_draft(person, begun, None, within)
    assert not may.can_post_draft(person, too_late, None, within)
    assert not may.can_post_draft(person, begun, None, after)
    assert may.can_post_draft(person, too_late, after, after)


def test_a_member_reads_on_after_the_round_until_she_leaves(consultation, version, at, anna):
    much_later = at + timedelta(days=400)
    assert may.can_read(standing_of(user=anna, version=version), much_later)
    leave_group(user=anna, group=SOUNDING_BOARD, at=at)
    assert not may.can_read(standing_of(user=anna, version=version), much_later)


def test_an_observer_records_nothing_whatever_else_she_is(consultation, version, at, anna):
    add_to_group(user=anna, group=OBSERVERS, at=at)
    person = standing_of(user=anna, version=version)
    assert may.can_read(person, at)
    assert not may.can_comment(person, at)
    assert not may.can_be_recorded(person, at)


def test_a_closed_account_may_nothing(consultation, version, at, anna):
    anna.is_active = False
    person = standing_of(user=anna, version=version)
    assert not may.can_comment(person, at)


def test_without_a_round_nobody_reacts(version, at, anna):
    person = standing_of(user=anna, version=version)
    assert may.can_read(person, at)
    assert not may.can_comment(person, at)
    assert not may.can_save_draft(person, at)


def test_a_standing_costs_one_query_beside_the_rights(consultation, version, anna, django_assert_num_queries):
    anna.get_all_permissions()
    with django_assert_num_queries(1):
        person = standing_of(user=anna, version=version)
        may.can_comment(person, consultation.opens_at)
        may.can_support(person, consultation.opens_at)
