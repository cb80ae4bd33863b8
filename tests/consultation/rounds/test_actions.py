"""Opening, closing and moving a round."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from consultation.comments.models import Comment, Submitter
from consultation.delivery.models import Email, Notice
from consultation.people.models import OBSERVERS, SOUNDING_BOARD, WORKING_GROUP
from consultation.rounds import errors
from consultation.rounds.actions import announce_due, change_questions, close_round, move_closing, open_round
from consultation.rounds.models import Moment, Round
from handbook.models import Section
from tests.factories.handbook import make_version
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def audience(db):
    return list(Group.objects.filter(name=SOUNDING_BOARD))


@pytest.fixture
def consultation(version, audience, cas, at):
    version.readers.clear()
    return open_round(version=version, opens_at=at, closes_at=at + 10 * DAY, audience=audience, by=cas, at=at)


def test_a_round_gives_its_version_readers(consultation, version, anna, bram, olga, dewi):
    names = set(version.readers.values_list("name", flat=True))
    assert names == {SOUNDING_BOARD, WORKING_GROUP, OBSERVERS}
    assert consultation.moment(consultation.opens_at) is Moment.OPEN


def test_questions_keep_their_order_and_place(version, audience, cas, at):
    section = Section.objects.filter(version=version).first()
    made = open_round(
        version=version,
        opens_at=at,
        closes_at=at + DAY,
        audience=audience,
        questions=[("Klopt dit?", section.key), ("En het geheel?", None)],
        reading_list=[section.key],
        by=cas,
        at=at,
    )
    assert [(one.ordinal, one.section_key) for one in made.questions.all()] == [(1, section.key), (2, None)]
    assert made.reading_list == [str(section.key)]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"audience": []}, errors.NobodyInvited),
        ({"closes_at": -DAY}, errors.EmptyWindow),
        ({"questions": [("Waar?", "00000000-0000-0000-0000-000000000000")]}, errors.UnknownSection),
        ({"reading_list": ["00000000-0000-0000-0000-000000000000"]}, errors.UnknownSection),
    ],
)
def test_a_round_that_cannot_work_is_refused_and_changes_nothing(version, audience, cas, at, change, error):
    version.readers.clear()
    arguments = {"opens_at": at, "closes_at": at + DAY, "audience": audience, **change}
    if isinstance(arguments["closes_at"], timedelta):
        arguments["closes_at"] = at + arguments["closes_at"]
    with pytest.raises(error):
        open_round(version=version, by=cas, at=at, **arguments)
    assert not Round.objects.exists()
    assert not version.readers.exists()


def test_one_version_has_one_round_and_one_handbook_one_window_at_a_time(consultation, version, audience, cas, at):
    with pytest.raises(errors.VersionHasRound):
        open_round(version=version, opens_at=at + 20 * DAY, closes_at=at + 30 * DAY, audience=audience, by=cas, at=at)
    next_version = make_version(label="0.2")
    with pytest.raises(errors.RoundsOverlap):
        open_round(version=next_version, opens_at=at + DAY, closes_at=at + 30 * DAY, audience=audience, by=cas, at=at)
    close_round(round=consultation, by=cas, at=at + DAY)
    assert open_round(
        version=next_version, opens_at=at + DAY, closes_at=at + 30 * DAY, audience=audience, by=cas, at=at + DAY
    ).is_open(at + DAY)


def test_closing_twice_closes_once(consultation, cas, at):
    close_round(round=consultation, by=cas, at=at + DAY)
    closed = close_round(round=consultation, by=cas, at=at + 2 * DAY)
    assert closed.closes_at == at + DAY
    assert closed.changes.count() == 1


def test_a_round_that_did_not_open_yet_is_called_off(version, audience, cas, at):
    planned = open_round(version=version, opens_at=at + DAY, closes_at=at + 9 * DAY, audience=audience, by=cas, at=at)
    called_off = close_round(round=planned, by=cas, at=at)
    assert called_off.moment(at + 2 * DAY) is not Moment.OPEN
    assert announce_due(at=at + 2 * DAY) == 0


def test_an_extension_tells_everybody_of_the_audience_once_with_the_reason(consultation, anna, eva, bram, dewi, cas, at):
    moved = move_closing(
        round=consultation, closes_at=at + 14 * DAY, reason="Herfstvakantie in regio Noord.", by=cas, at=at + DAY
    )
    assert moved.closes_at == at + 14 * DAY
    assert set(Email.objects.values_list("user__name", flat=True)) == {anna.name, eva.name}
    assert Notice.objects.filter(body="Herfstvakantie in regio Noord.").count() == 2
    with pytest.raises(errors.SameClosing):
        move_closing(round=consultation, closes_at=at + 14 * DAY, reason="Herfstvakantie", by=cas, at=at + DAY)
    assert Email.objects.count() == 2


def test_a_second_move_takes_back_the_mail_about_the_first_that_still_waits(consultation, anna, cas, at):
    move_closing(round=consultation, closes_at=at + 14 * DAY, reason="Vakantie", by=cas, at=at + DAY)
    move_closing(round=consultation, closes_at=at + 15 * DAY, reason="Toch een dag langer", by=cas, at=at + DAY)
    assert sorted(Email.objects.filter(user=anna).values_list("state", flat=True)) == ["queued", "withdrawn"]


def test_a_closed_round_opens_again_with_a_reason(consultation, cas, at):
    later = at + 12 * DAY
    assert announce_due(at=at + 10 * DAY) == 1
    with pytest.raises(errors.ReasonMissing):
        move_closing(round=consultation, closes_at=later + DAY, reason=" ", by=cas, at=later)
    with pytest.raises(errors.EmptyWindow):
        move_closing(round=consultation, closes_at=later - DAY, reason="Te laat", by=cas, at=later)
    reopened = move_closing(round=consultation, closes_at=later + 5 * DAY, reason="Storing", by=cas, at=later)
    assert reopened.is_open(later)
    assert ModelLogEntry.objects.filter(action="klankbord.rounds.reopen", user_id=cas.pk).exists()
    assert announce_due(at=later + 5 * DAY) == 1


def test_a_planned_opening_is_told_when_it_comes_and_only_once(version, audience, cas, anna, at):
    open_round(version=version, opens_at=at + DAY, closes_at=at + 9 * DAY, audience=audience, by=cas, at=at)
    assert announce_due(at=at) == 0
    assert announce_due(at=at + DAY) == 1
    assert announce_due(at=at + DAY) == 0
    assert Email.objects.filter(kind="rounds.opened", user=anna).count() == 1


def test_an_opening_at_once_is_told_by_publishing_not_here(consultation, at):
    assert announce_due(at=at) == 0


def test_closing_is_told_once(consultation, anna, at):
    assert announce_due(at=at + 10 * DAY) == 1
    assert announce_due(at=at + 10 * DAY + timedelta(minutes=1)) == 0
    assert Email.objects.filter(kind="rounds.closed", user=anna).count() == 1


def test_a_worker_that_stood_still_does_not_tell_old_news(consultation, anna, at):
    assert announce_due(at=at + 20 * DAY) == 0
    assert announce_due(at=at + 20 * DAY) == 0
    assert not Email.objects.exists()


def test_the_next_versions_own_mail_stands_for_the_closing_of_the_last_round(consultation, audience, cas, anna, at):
    close_round(round=consultation, by=cas, at=at + DAY)
    open_round(
        version=make_version(label="0.2"), opens_at=at + DAY, closes_at=at + 9 * DAY, audience=audience, by=cas, at=at + DAY
    )
    assert announce_due(at=at + DAY) == 0
    assert not Email.objects.exists()


def test_who_left_or_closed_her_account_hears_nothing(consultation, cas, at):
    gone = make_person()
    gone.is_active = False
    gone.save()
    move_closing(round=consultation, closes_at=at + 14 * DAY, reason="Vakantie", by=cas, at=at)
    assert not Email.objects.filter(user=gone).exists()


def test_telling_costs_no_more_queries_with_twenty_members_than_with_two(consultation, cas, at):
    counts = []
    for days, crowd in ((11, 2), (12, 0), (13, 20)):
        for _ in range(crowd):
            make_person()
        with CaptureQueriesContext(connection) as queries:
            move_closing(round=consultation, closes_at=at + days * DAY, reason="Vakantie", by=cas, at=at)
        counts.append(len(queries))
    # Each move takes back the mails of the earlier ones: a few statements for each of these, whatever the crowd.
    assert counts[2] - counts[1] <= 5


def test_a_question_that_was_answered_keeps_its_words(consultation, version, anna, cas, at):
    first = consultation.questions.create(ordinal=1, text="Klopt dit?")
    second = consultation.questions.create(ordinal=2, text="Mist u iets?")
    section = Section.objects.filter(version=version).first()
    submitter = Submitter.objects.create(handbook_key=version.handbook_key, number=1, user=anna)
    Comment.objects.create(
        submitter=submitter,
        version=version,
        section=section,
        question=first,
        kind="antwoord",
        body="Ja.",
        number=1,
        created_at=at,
        saved_at=at,
        posted_at=at,
    )
    change_questions(round=consultation, questions=[(None, "Nieuw", None), (first.pk, "Klopt dit niet?", None)], by=cas, at=at)
    assert [one.text for one in consultation.questions.all()] == ["Nieuw", "Klopt dit?"]
    assert not consultation.questions.filter(pk=second.pk).exists()


def test_the_window_is_told_in_one_sentence(consultation, at):
    assert "reageren" in consultation.describe_window(at - DAY)
    assert "reageren" in consultation.describe_window(at)
    assert "gesloten" in consultation.describe_window(at + 11 * DAY)
