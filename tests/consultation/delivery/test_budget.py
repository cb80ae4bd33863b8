"""No more mails a day than the receiver wants; what does not fit is told by the next digest, and nothing is dropped."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultation.delivery import kinds
from consultation.delivery.actions import queue_email, set_rhythm
from consultation.delivery.calendar import instant
from consultation.delivery.kinds import Kind
from consultation.delivery.models import Email, Notice
from consultation.delivery.sending import send_due
from consultation.jobs.sweeps import run_all
from consultation.people.models import User

pytestmark = pytest.mark.django_db
THURSDAY = datetime(2026, 11, 26, 10, tzinfo=UTC)
FRIDAY_8 = instant(date(2026, 11, 27), 8)


@pytest.fixture
def at():
    return THURSDAY


def subjects(sink, person):
    return [message["Subject"] for message in sink.messages_to(person.email)]


def test_the_third_mail_of_a_day_waits_for_the_overview_of_the_next(anna, bram, tell_news, smtp_sink, at):
    for number in range(4):
        tell_news(anna, topic=f"news:{number}", title=f"nummer {number}")
    tell_news(bram, topic="news:b")
    run_all(at)
    assert len(subjects(smtp_sink, anna)) == 2
    assert len(subjects(smtp_sink, bram)) == 1
    put_off = Email.objects.filter(user=anna, state="withdrawn")
    assert {row.reason for row in put_off} == {
        "the receiver had as many mails today as she wants; this waits for the next digest"
    }
    run_all(FRIDAY_8)
    assert subjects(smtp_sink, anna)[2:] == ["Uw overzicht van 27 november: 2 berichten"]
    assert not Notice.objects.waiting().exists()


def test_what_a_calendar_must_know_counts_and_does_not_wait(anna, tell_news, smtp_sink, at):
    kinds.register(Kind("tests.moved", "Moved", "tests/news", bulk=True, beyond_limit=True))
    for number in range(2):
        tell_news(anna, topic=f"news:{number}", title=f"nummer {number}")
    send_due(at=at)
    tell_news(anna, kind="tests.moved", topic="moved:1", title="verplaatst")
    send_due(at=at)
    assert len(subjects(smtp_sink, anna)) == 3
    set_rhythm(user_id=anna.pk, hour=8, weekday=0, most_a_day=3, paused_until=None, at=at)
    tell_news(anna, topic="news:9")
    send_due(at=at)
    assert len(subjects(smtp_sink, anna)) == 3, "it took room like any other"


def test_codes_do_not_count_and_always_come(anna, tell_news, send_code, smtp_sink, at):
    for number in range(3):
        tell_news(anna, topic=f"news:{number}")
        send_code(key=str(number), user=anna)
    send_due(at=at)
    assert len(subjects(smtp_sink, anna)) == 5


def test_a_mail_without_a_notice_waits_for_the_next_working_day(anna, tell_news, smtp_sink, at):
    for number in range(2):
        tell_news(anna, topic=f"news:{number}")
    send_due(at=at)
    row = queue_email(
        kind="tests.news",
        to_address=anna.email,
        language="nl",
        context={"name": "Anna", "title": "los", "url": "x"},
        dedup_key="los",
        topic="los",
        user=anna,
        at=at,
    )
    assert send_due(at=at) == 0
    row.refresh_from_db()
    assert (row.state, row.next_try_at) == ("queued", FRIDAY_8)
    assert send_due(at=FRIDAY_8) == 1


def test_what_cannot_wait_for_an_overview_goes_on_the_next_day_by_itself(anna, tell_news, smtp_sink, at):
    set_rhythm(user_id=anna.pk, hour=8, weekday=0, most_a_day=1, paused_until=None, at=at)
    tell_news(anna, topic="news:1")
    send_due(at=at)
    kinds.register(Kind("tests.news", "News", "tests/news", bulk=True, can_wait=False))
    tell_news(anna, topic="news:2")
    assert send_due(at=at) == 0
    assert send_due(at=FRIDAY_8) == 1


def test_a_mail_that_reached_nobody_takes_no_room(anna, tell_news, smtp_sink, at):
    smtp_sink.refusals[anna.email] = "550 no"
    for number in range(2):
        tell_news(anna, topic=f"news:{number}")
    send_due(at=at)
    smtp_sink.refusals.clear()
    tell_news(anna, topic="news:3")
    assert send_due(at=at) == 1


def test_a_mail_that_is_tried_again_counts_once_a_day(anna, tell_news, smtp_sink, at):
    smtp_sink.refusals[anna.email] = "451 later"
    tell_news(anna, topic="news:1")
    send_due(at=at)
    smtp_sink.refusals.clear()
    tell_news(anna, topic="news:2")
    assert send_due(at=at + timedelta(minutes=5)) == 2


def test_a_wider_budget_lets_go_what_waited(anna, tell_news, smtp_sink, at):
    for number in range(4):
        tell_news(anna, topic=f"news:{number}", title=f"nummer {number}")
    run_all(at)
    set_rhythm(user_id=anna.pk, hour=8, weekday=0, most_a_day=5, paused_until=None, at=at)
    run_all(at + timedelta(minutes=1))
    assert len(subjects(smtp_sink, anna)) == 3
    assert "2 berichten" in subjects(smtp_sink, anna)[-1]


def test_the_claim_of_a_hundred_takes_as_many_queries_as_that_of_two(tell_news, smtp_sink, at):
    def queries(count):
        people = User.objects.bulk_create(
            User(email=f"lid{n}@g{count}.example", name=f"Lid {n}", language="nl") for n in range(count)
        )
        tell_news(*people, topic=f"news:{count}")
        with CaptureQueriesContext(connection) as seen:
            assert send_due(at=at) == count
        between_two = "UPDATE delivery_email SET\n"
        return len([one for one in seen if between_two not in one["sql"]])

    assert queries(100) == queries(2)


def test_a_day_that_is_full_before_the_hour_of_the_overview_has_none(anna, tell_news, smtp_sink, at):
    kinds.register(Kind("tests.slow", "Slow", "tests/news", default_pace="daily"))
    set_rhythm(user_id=anna.pk, hour=17, weekday=0, most_a_day=1, paused_until=None, at=at)
    tell_news(anna, kind="tests.slow", topic="slow")
    tell_news(anna, topic="news:1")
    run_all(at)
    run_all(instant(date(2026, 11, 26), 17))
    assert len(subjects(smtp_sink, anna)) == 1
    run_all(instant(date(2026, 11, 27), 17))
    assert len(subjects(smtp_sink, anna)) == 2
