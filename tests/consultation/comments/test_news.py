"""New remarks of colleagues, told in the digest of every member of the round and never twice (guarantees G13)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from consultation.comments.actions import note_opening, withdraw_comment
from consultation.comments.models import Comment, NewsItem
from consultation.comments.news import collect_news, number_news
from consultation.comments.notices import NEW_REMARKS
from consultation.delivery.actions import set_pace
from consultation.delivery.digesting import send_digests
from consultation.delivery.models import Cursor, Email, Notice
from consultation.people.models import User
from consultation.rounds.models import Round
from tests.factories.comments import make_comment, make_section

pytestmark = pytest.mark.django_db
A_WEEK = timedelta(days=9)


@pytest.fixture
def section(version, open_round):
    Round.objects.filter(pk=open_round.pk).update(closes_at=open_round.closes_at + timedelta(days=60))
    return make_section(version)


def news_of(person):
    return Notice.objects.filter(user=person, kind=NEW_REMARKS).order_by("pk")


def test_the_weekly_overview_says_how_many_new_remarks_stand_where(section, anna, bram, eva, at):
    collect_news(at)
    make_comment(bram, section, "Te stellig.", at=at)
    make_comment(eva, section, "Onduidelijk.", at=at)
    make_comment(anna, section, "Van mijzelf.", at=at)
    later = at + A_WEEK
    assert send_digests(at=later) > 0
    notice = news_of(anna).get()
    assert notice.body == "2 nieuwe reacties"
    text = Email.objects.get(user=anna, kind="delivery.digest").text
    assert "2 nieuwe reacties" in text
    assert f"{section.number} {section.title}" in text
    send_digests(at=later + A_WEEK)
    assert news_of(anna).count() == 1


def test_what_she_saw_on_the_site_and_what_is_gone_is_no_news(section, anna, bram, eva, at):
    collect_news(at)
    make_comment(bram, section, "Gezien.", at=at)
    note_opening(user=anna, section=section, shown_at=at + timedelta(minutes=1), at=at + timedelta(hours=2))
    gone = make_comment(eva, section, "Vergissing.", at=at + timedelta(hours=1))
    withdraw_comment(user=eva, comment=gone, at=at + timedelta(hours=1))
    collect_news(at + A_WEEK)
    assert not news_of(anna).exists()
    assert news_of(eva).get().body == "1 nieuwe reactie"


def test_what_came_while_she_had_the_page_open_is_news(section, anna, bram, at):
    """She saw the page as it was made, not as it is when she leaves it."""
    collect_news(at)
    make_comment(bram, section, at=at + timedelta(minutes=10))
    note_opening(user=anna, section=section, shown_at=at, at=at + timedelta(minutes=30))
    collect_news(at + A_WEEK)
    assert news_of(anna).get().body == "1 nieuwe reactie"


def test_who_is_not_in_the_round_hears_nothing_nor_does_anybody_in_a_blind_one(section, open_round, anna, bram, dewi, at):
    collect_news(at)
    make_comment(bram, section, at=at)
    Round.objects.filter(pk=open_round.pk).update(blind=True)
    collect_news(at + A_WEEK)
    assert not Notice.objects.filter(kind=NEW_REMARKS).exists()
    assert not Cursor.objects.filter(user=dewi).exists()


def test_who_left_the_round_hears_nothing_of_what_waited(section, anna, bram, at):
    collect_news(at)
    make_comment(bram, section, at=at)
    collect_news(at + A_WEEK)
    anna.groups.clear()
    send_digests(at=at + A_WEEK)
    assert news_of(anna).get().unmailed == "the receiver no longer reads this version"


def test_the_pace_is_hers_but_no_mail_comes_for_one_remark(section, anna, bram, at):
    collect_news(at)
    make_comment(bram, section, at=at)
    set_pace(user_id=anna.pk, kind=NEW_REMARKS, pace="at_once", at=at)
    assert Cursor.objects.get(user=anna).due_at > at
    set_pace(user_id=anna.pk, kind=NEW_REMARKS, pace="never", at=at)
    assert Cursor.objects.get(user=anna).due_at is None
    collect_news(at + A_WEEK)
    assert not news_of(anna).exists()
    assert news_of(bram).count() == 0


def test_a_remark_that_is_committed_late_is_told_next_time(section, anna, bram, eva, at):
    collect_news(at)
    early = make_comment(bram, section, "Begon eerder, was later klaar.", at=at)
    Comment.objects.filter(pk=early.pk).update(posted_at=None)
    make_comment(eva, section, at=at)
    collect_news(at + A_WEEK)
    Comment.objects.filter(pk=early.pk).update(posted_at=at)
    collect_news(at + 2 * A_WEEK)
    assert [notice.body for notice in news_of(anna)] == ["1 nieuwe reactie", "1 nieuwe reactie"]


def test_a_number_is_given_once_and_who_comes_second_starts_again(section, anna, bram, at):
    first, second = make_comment(anna, section, at=at), make_comment(bram, section, at=at)
    assert number_news() == 2
    assert number_news() == 0
    assert list(NewsItem.objects.values_list("number", "comment")) == [(1, first.pk), (2, second.pk)]
    third = make_comment(anna, section, "Nog een.", at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        NewsItem.objects.bulk_create([NewsItem(number=2, comment=third)])


def test_news_takes_as_many_queries_for_twenty_as_for_two(section, open_round, anna, bram, at):
    def queries(count, start):
        people = User.objects.bulk_create(
            User(email=f"lid{n}@g{count}.example", name=f"Lid {n}", language="nl") for n in range(count)
        )
        open_round.audience.first().user_set.add(*people)
        collect_news(start)
        for number in range(count):
            make_comment(anna, section, f"Reactie {number}", at=start)
        with CaptureQueriesContext(connection) as seen:
            assert collect_news(start + A_WEEK) >= count
        return len(seen)

    assert queries(2, at) == queries(20, at + A_WEEK)
