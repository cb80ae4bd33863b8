"""The one truth about who sees which remark: drafts, removed and withdrawn ones, left groups, blind rounds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from consultation.comments.actions import remove_comment, withdraw_comment
from consultation.comments.models import Comment
from consultation.people.actions import leave_group
from consultation.people.models import SOUNDING_BOARD
from tests.factories.comments import make_comment, make_draft, make_section
from tests.factories.handbook import make_version
from tests.factories.rounds import make_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(version, open_round):
    return make_section(version)


def sees(user, comment, at):
    return Comment.objects.visible_to(user, at).filter(pk=comment.pk).exists()


def test_a_draft_is_for_its_writer_alone(section, anna, eva, bram, cas, at):
    draft = make_draft(anna, section, at=at)
    assert sees(anna, draft, at)
    assert not any(sees(user, draft, at) for user in (eva, bram, cas))


def test_a_posted_remark_is_for_who_may_read_the_version(section, anna, eva, bram, cas, dewi, fatih, at):
    comment = make_comment(anna, section, at=at)
    assert all(sees(user, comment, at) for user in (anna, eva, bram, cas))
    assert not any(sees(user, comment, at) for user in (dewi, fatih, AnonymousUser()))


def test_who_left_sees_her_own_remarks_only(section, anna, eva, at):
    own, other = make_comment(eva, section, at=at), make_comment(anna, section, at=at)
    leave_group(user=eva, group=SOUNDING_BOARD, at=at)
    assert sees(eva, own, at)
    assert not sees(eva, other, at)


def test_a_blind_round_hides_peers_until_it_closes(version, anna, eva, bram, cas, at):
    closing = at + timedelta(days=3)
    make_round(version=version, blind=True, opens_at=at - timedelta(days=1), closes_at=closing)
    comment = make_comment(anna, make_section(version), at=at)
    assert sees(anna, comment, at)
    assert not sees(eva, comment, at)
    assert not sees(eva, comment, closing - timedelta(microseconds=1))
    assert sees(eva, comment, closing)
    assert sees(bram, comment, at)
    assert sees(cas, comment, at)


def test_a_blind_round_hides_nothing_of_another_version(version, anna, eva, at):
    open_one = make_round(version=version, opens_at=at - timedelta(days=9), closes_at=at + timedelta(hours=1))
    comment = make_comment(anna, make_section(version), at=at)
    blind = make_version(label="0.2")
    make_round(version=blind, blind=True, opens_at=open_one.closes_at, closes_at=at + timedelta(days=9))
    assert sees(eva, comment, at)


def test_a_withdrawn_remark_goes_unless_it_carries_a_reply(section, anna, eva, at):
    alone, answered = make_comment(anna, section, at=at), make_comment(anna, section, at=at)
    make_comment(eva, section, "Eens.", parent=answered, at=at)
    for comment in (alone, answered):
        withdraw_comment(user=anna, comment=comment, at=at)
    assert not sees(eva, alone, at)
    assert sees(eva, answered, at)
    assert sees(anna, alone, at)
    assert not Comment.objects.posted().filter(pk=answered.pk).exists()


def test_a_removed_remark_stays_for_its_author_and_the_editors(section, anna, eva, cas, at):
    comment = make_comment(anna, section, at=at)
    remove_comment(comment=comment, reason="Er staat een naam in.", by=cas, at=at)
    assert sees(anna, comment, at)
    assert sees(cas, comment, at)
    assert not sees(eva, comment, at)


def test_what_is_visible_is_one_query_however_much_there_is(section, anna, eva, at, django_assert_num_queries):
    for _ in range(5):
        make_comment(anna, section, at=at)
    eva.has_perm("comments.read_every_comment")
    with django_assert_num_queries(1):
        assert len(Comment.objects.visible_to(eva, at).filter(section=section)) == 5


@pytest.mark.parametrize("blind", [False, True])
@pytest.mark.parametrize("days", [0, 30])
def test_what_stands_is_what_is_visible_of_it(version, blind, days, anna, eva, bram, cas, at):
    round = make_round(version=version, blind=blind, opens_at=at - timedelta(days=1), closes_at=at + timedelta(days=9))
    section = make_section(version)
    for person in (anna, eva, bram):
        make_comment(person, section, at=at)
    withdraw_comment(user=anna, comment=make_comment(anna, section, at=at), at=at)
    make_draft(eva, section, at=at)
    now = at + timedelta(days=days)
    for person in (anna, eva, bram, cas):
        visible = set(Comment.objects.posted().visible_to(person, now, on=version))
        assert set(Comment.objects.standing_for(person, now, on=version)) == visible
        own_only = round.hides_peers(now) and not person.has_perm("comments.read_every_comment")
        assert len(visible) == (1 if own_only else 3)
    assert not Comment.objects.standing_for(AnonymousUser(), now, on=version)
