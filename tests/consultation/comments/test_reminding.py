"""Closing reminders: once, in time, and only to who has work left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultation.comments.actions import (
    Place,
    Wording,
    accept_house_rules,
    answer_question,
    begin_gathering,
    post_comment,
    remind_due,
    reminding,
    say_nothing_to_add,
    set_review,
    share_draft,
    work_left,
)
from consultation.comments.models import Reminder
from consultation.comments.reminders import tell_closes_soon
from consultation.comments.work_left import WorkLeft
from consultation.delivery.models import Email, Notice, SchoolHoliday
from consultation.delivery.sending import send_due
from consultation.rounds.actions import change_reminders, close_round, move_closing
from consultation.rounds.models import Question
from tests.factories.comments import make_comment, make_draft, make_section
from tests.factories.people import make_person
from tests.factories.rounds import make_round

pytestmark = pytest.mark.django_db

OPENS = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
CLOSES = datetime(2026, 12, 4, 22, 59, 59, tzinfo=UTC)
FIRST = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
SECOND = datetime(2026, 12, 2, 7, 0, tzinfo=UTC)
JOINED = OPENS - timedelta(days=30)


@pytest.fixture
def consultation(version):
    return make_round(version=version, opens_at=OPENS, closes_at=CLOSES)


@pytest.fixture
def member(consultation):
    """``member()`` has been in the round from its beginning."""
    return lambda **details: make_person(at=JOINED, **details)


def read_all(user, version, but=()) -> None:
    for section in version.sections.exclude(number__in=but):
        set_review(user=user, section=section, value="gelezen", at=OPENS)


def mailed(kind: str = "comments.closes_soon") -> list[str]:
    return sorted(Email.objects.filter(kind=kind).values_list("to_address", flat=True))


def test_who_has_work_left_is_reminded_once_and_who_is_done_is_not(consultation, version, member):
    busy, done = member(email="bezig@a.example"), member(email="klaar@a.example")
    read_all(done, version)
    assert remind_due(at=FIRST - timedelta(seconds=1)) == 0
    assert remind_due(at=FIRST) == 1
    assert remind_due(at=FIRST + timedelta(hours=1)) == 0
    assert mailed() == ["bezig@a.example"]
    assert Notice.objects.get().user == busy
    remind_due(at=SECOND)
    assert mailed() == ["bezig@a.example"] * 2
    assert list(Reminder.objects.values_list("days", "told", "missed")) == [(7, 1, False), (2, 1, False)]


def test_nobody_outside_the_round_hears_nor_an_observer_nor_who_came_later(consultation, member):
    member(groups=[])
    member(groups=["klankbordgroep", "waarnemer"])
    make_person(at=FIRST + timedelta(minutes=1))
    closed = member()
    closed.is_active = False
    closed.save()
    remind_due(at=FIRST + timedelta(minutes=2))
    assert mailed() == []


def test_who_has_nothing_to_add_is_left_alone_until_she_posts_after_all(consultation, version, member):
    user = member()
    say_nothing_to_add(user=user, round=consultation, at=OPENS)
    remind_due(at=FIRST)
    assert mailed() == []
    make_comment(user, make_section(version), at=FIRST)
    remind_due(at=SECOND)
    assert mailed() == [user.email]


def test_a_reminder_that_comes_too_late_is_recorded_as_missed_and_not_sent(consultation, member):
    member()
    assert remind_due(at=FIRST + timedelta(hours=24, seconds=1)) == 1
    assert mailed() == []
    assert Reminder.objects.get().missed
    close_round(round=consultation, by=None, at=SECOND - timedelta(hours=1))
    assert remind_due(at=SECOND) == 0


def test_a_sweep_that_breaks_off_leaves_nothing_behind_and_the_next_one_reminds(consultation, member, monkeypatch):
    member()
    with monkeypatch.context() as broken:
        broken.setattr(reminding, "tell_closes_soon", lambda **facts: tell_closes_soon(**facts) and 1 / 0)
        with pytest.raises(ZeroDivisionError):
            remind_due(at=FIRST)
    assert (mailed(), Reminder.objects.count()) == ([], 0)
    remind_due(at=FIRST)
    assert len(mailed()) == 1


def test_a_second_sweeper_that_looked_at_the_same_moment_reminds_nobody(consultation, member, monkeypatch):
    late = member()
    remind_due(at=FIRST)
    Notice.objects.all().delete()
    Email.objects.all().delete()
    monkeypatch.setattr(Reminder.objects, "filter", lambda **_looked_before: Reminder.objects.none())
    assert remind_due(at=FIRST) == 0
    assert (mailed(), late.notices.count()) == ([], 0)


def test_within_a_day_it_still_goes(consultation, member):
    member()
    remind_due(at=FIRST + timedelta(hours=24))
    assert len(mailed()) == 1


def test_the_reminders_follow_the_closing_day(consultation, member, cas):
    member()
    remind_due(at=FIRST)
    move_closing(round=consultation, closes_at=CLOSES + timedelta(days=7), reason="Vakantie", by=cas, at=FIRST)
    assert remind_due(at=FIRST + timedelta(days=6)) == 0
    assert remind_due(at=FIRST + timedelta(days=7)) == 1
    assert len(mailed()) == 2


def test_a_round_without_days_reminds_nobody_and_a_day_chosen_again_reminds_no_one_twice(consultation, member, cas):
    member()
    remind_due(at=FIRST)
    change_reminders(round=consultation, remind_days=[], by=cas, at=FIRST)
    assert remind_due(at=SECOND) == 0
    change_reminders(round=consultation, remind_days=[7], by=cas, at=FIRST)
    assert remind_due(at=FIRST + timedelta(hours=2)) == 0
    assert len(mailed()) == 1


def test_school_holidays_of_the_editors_count(consultation, member):
    member()
    SchoolHoliday.objects.create(name="Vakantie", first_day=FIRST.date(), last_day=FIRST.date())
    assert remind_due(at=FIRST - timedelta(days=1)) == 1


def test_the_mail_begins_with_what_would_be_lost(consultation, version, member):
    user = member()
    section = make_section(version)
    for text in ("Eerste", "Tweede", "Derde"):
        make_draft(user, section, text, at=OPENS)
    Question.objects.create(round=consultation, ordinal=1, text="Werkbaar?")
    remind_due(at=FIRST)
    mail = Email.objects.get(kind="comments.closes_soon")
    text = " ".join(mail.text.split())
    assert "U hebt 3 concepten die nog niet geplaatst zijn." in text
    assert text.index("3 concepten") < text.index("4 paragrafen") < text.index("1 vraag wacht")
    assert f"/reacties/ronde/{consultation.pk}/concepten/" in mail.text
    assert mail.html.count('class="button"') == 1
    assert "/reacties/niets-toe-te-voegen/" in mail.text
    assert "List-Unsubscribe" in mail.headers


def waiting_reason(at: datetime) -> str:
    send_due(at=at)
    mail = Email.objects.get(kind="comments.closes_soon")
    return f"{mail.state}: {mail.reason}"


def test_a_mail_that_waited_goes_when_it_is_still_true(consultation, member):
    member()
    remind_due(at=FIRST)
    assert waiting_reason(FIRST + timedelta(hours=3)) == "sent: "


def test_it_does_not_go_when_the_receiver_finished_meanwhile(consultation, version, member):
    user = member()
    remind_due(at=FIRST)
    read_all(user, version)
    assert waiting_reason(FIRST) == "withdrawn: the receiver has nothing left to do"


def test_it_does_not_go_when_she_said_that_she_has_nothing_to_add(consultation, member):
    user = member()
    remind_due(at=FIRST)
    say_nothing_to_add(user=user, round=consultation, at=FIRST)
    assert waiting_reason(FIRST) == "withdrawn: the receiver left the round or has nothing to add"


def test_it_does_not_go_when_the_closing_moved_or_came(consultation, member, cas):
    member()
    remind_due(at=FIRST)
    move_closing(round=consultation, closes_at=CLOSES + timedelta(hours=1), reason="Langer", by=cas, at=FIRST)
    assert waiting_reason(FIRST) == "withdrawn: the closing date moved"
    Email.objects.all().delete()
    Notice.objects.all().delete()
    Reminder.objects.all().delete()
    remind_due(at=FIRST)
    assert waiting_reason(CLOSES + timedelta(hours=2)) == "withdrawn: the round has closed"


def left_of(round, user) -> WorkLeft:
    return work_left(round=round, users=[user])[user.pk]


def test_what_is_left_is_counted_as_the_overview_does(consultation, version, member):
    user = member()
    assert left_of(consultation, user) == WorkLeft(drafts=0, sections=4, minutes=4, questions=0)
    set_review(user=user, section=make_section(version, "1"), value="akkoord", at=OPENS)
    make_comment(user, make_section(version, "2"), at=OPENS)
    make_draft(user, make_section(version, "2.1"), at=OPENS)
    assert left_of(consultation, user) == WorkLeft(drafts=1, sections=2, minutes=2, questions=0)


def test_a_question_is_left_until_it_is_answered(consultation, version, member):
    user = member()
    read_all(user, version)
    question = Question.objects.create(round=consultation, ordinal=1, text="Werkbaar?")
    assert left_of(consultation, user).questions == 1
    accept_house_rules(user=user, place="/", at=OPENS)
    answer_question(user=user, question=question, body="Ja.", at=OPENS)
    assert left_of(consultation, user).is_done


def test_what_colleagues_hold_is_no_draft(consultation, version, member):
    coordinator, user = member(organisation="Gemeente"), member(organisation="Gemeente")
    coordinator.is_coordinator = True
    coordinator.save()
    accept_house_rules(user=user, place="/", at=OPENS)
    draft = make_draft(user, make_section(version), at=OPENS)
    begin_gathering(user=coordinator, round=consultation, at=OPENS)
    assert left_of(consultation, user).drafts == 1
    share_draft(user=user, draft=draft, at=OPENS)
    assert left_of(consultation, user).drafts == 0


def test_one_remark_is_counted_for_its_writer_only(consultation, version, member):
    writer, other = member(), member()
    accept_house_rules(user=writer, place="/", at=OPENS)
    post_comment(user=writer, place=Place(make_section(version)), wording=Wording(body="Zo niet."), at=OPENS)
    found = work_left(round=consultation, users=[writer, other])
    assert (found[writer.pk].sections, found[other.pk].sections) == (3, 4)


def test_reminding_twenty_costs_as_many_queries_as_reminding_two(consultation, member, django_assert_num_queries):
    for _number in range(2):
        member()
    with CaptureQueriesContext(connection) as few:
        remind_due(at=FIRST)
    assert len(mailed()) == 2
    for _number in range(18):
        member()
    with django_assert_num_queries(len(few)):
        remind_due(at=SECOND)
    assert len(mailed()) == 22


def test_when_nothing_is_due_the_sweep_costs_three_queries(consultation, member, django_assert_num_queries):
    member()
    with django_assert_num_queries(3):
        remind_due(at=OPENS + timedelta(days=1))


def test_bram_has_work_left_anna_is_done_and_dewi_is_in_no_round(consultation, version, anna, bram, dewi):
    for person in (anna, bram, dewi):
        person.joined_at = JOINED
        person.save()
    read_all(anna, version)
    remind_due(at=FIRST)
    assert mailed() == [bram.email]
