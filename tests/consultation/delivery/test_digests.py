"""One mail with all that somebody wanted to hear together, at her hour and never twice (guarantees G13)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultation.delivery import kinds
from consultation.delivery.actions import mark_seen, reword, set_pace, set_rhythm, withdraw_topic
from consultation.delivery.calendar import instant
from consultation.delivery.digesting import send_digests
from consultation.delivery.kinds import DIGEST, Kind
from consultation.delivery.models import Email, Notice
from consultation.delivery.sending import send_due
from consultation.jobs.sweeps import run_all
from consultation.people.models import User

pytestmark = pytest.mark.django_db
THURSDAY = datetime(2026, 11, 26, 10, tzinfo=UTC)
FRIDAY_8 = instant(datetime(2026, 11, 27).date(), 8)  # noqa: DTZ001
MONDAY_8 = instant(datetime(2026, 11, 30).date(), 8)  # noqa: DTZ001


@pytest.fixture
def at():
    return THURSDAY


@pytest.fixture
def weekly(anna):
    anna.preferences.create(kind="tests.news", pace="weekly")
    return anna


@pytest.fixture
def daily(anna):
    anna.preferences.create(kind="tests.news", pace="daily")
    return anna


def digests():
    return Email.objects.filter(kind=DIGEST).order_by("pk")


def test_what_waits_comes_in_one_mail_by_handbook_and_section(weekly, tell_news, smtp_sink, at):
    for number, place in enumerate(["2.3 Hulp eerst", "6.1 Vragen", "2.3 Hulp eerst"]):
        tell_news(weekly, topic=f"news:{number}", title=f"Nieuws {number}", body=f"Woorden {number}", handbook="MAS", place=place)
    tell_news(weekly, topic="news:9", title="Een los bericht")
    assert run_all(FRIDAY_8) is not None
    assert smtp_sink.messages == []
    run_all(MONDAY_8 - timedelta(seconds=1))
    assert smtp_sink.messages == []
    run_all(MONDAY_8)
    (message,) = smtp_sink.messages
    assert message["Subject"] == "Uw overzicht van 30 november: 4 berichten"
    text = message.get_body(("plain",)).get_content()
    assert [
        text.index(word) for word in ("MAS", "2.3 Hulp eerst", "Woorden 0", "Woorden 2", "6.1 Vragen", "Een los bericht")
    ] == sorted(text.index(word) for word in ("MAS", "2.3 Hulp eerst", "Woorden 0", "Woorden 2", "6.1 Vragen", "Een los bericht"))
    assert text.count("2.3 Hulp eerst") == 1
    assert set(Notice.objects.values_list("email__kind", "digest_at")) == {(DIGEST, None)}
    run_all(MONDAY_8 + timedelta(days=7))
    assert len(smtp_sink.messages) == 1


def test_a_long_text_is_cut_where_its_place_is_one_click_away_and_a_message_is_not(weekly, tell_news, at):
    long = " ".join(f"woord{number}" for number in range(80))
    tell_news(weekly, topic="reply", body=long, place="2.3 Hulp eerst")
    send_digests(at=MONDAY_8)
    assert "woord79" not in digests().get().text
    tell_news(weekly, topic="message", body=long, at=MONDAY_8)
    send_digests(at=MONDAY_8 + timedelta(days=7))
    assert "woord79" in digests().last().text


def test_lines_of_a_message_stay_lines(weekly, tell_news, at):
    tell_news(weekly, body="R3: nog geen antwoord\nR33: overgenomen")
    send_digests(at=MONDAY_8)
    email = digests().get()
    assert "R3: nog geen antwoord<br>R33: overgenomen" in email.html
    assert "R3: nog geen antwoord\nR33: overgenomen" in email.text


def test_a_digest_of_nothing_is_not_sent(weekly, at):
    assert send_digests(at=MONDAY_8) == 0
    assert not Email.objects.exists()


def test_what_she_read_on_the_site_is_left_out_and_the_row_says_so(daily, tell_news, at):
    tell_news(daily, topic="news:1", url="/handreiking/mas/0.3/2.3/?reactie=x#r-x")
    tell_news(daily, topic="news:2", url="/handreiking/mas/0.3/2.30/?reactie=y#r-y")
    assert mark_seen(user=daily, path="/handreiking/mas/0.3/2.3/", until=at, at=at) == 1
    send_digests(at=FRIDAY_8)
    assert Notice.objects.get(topic="news:1").unmailed == "the receiver read it on the site"
    assert Notice.objects.get(topic="news:2").email == digests().get()


def test_a_run_that_comes_days_late_covers_the_gap(weekly, tell_news, at):
    tell_news(weekly, topic="news:1", title="Van donderdag")
    tell_news(weekly, topic="news:2", title="Van maandag", at=MONDAY_8 + timedelta(hours=3))
    assert send_digests(at=MONDAY_8 + timedelta(days=3)) == 1
    assert "Van donderdag" in digests().get().text
    assert "Van maandag" not in digests().get().text
    assert send_digests(at=MONDAY_8 + timedelta(days=21)) == 1
    assert "Van maandag" in digests().last().text


def test_a_notice_whose_transaction_ends_after_a_later_one_was_told_is_not_forgotten(weekly, tell_news, at):
    """A cursor on the number of the event would pass it: numbers are given before a transaction ends."""
    tell_news(weekly, topic="late", title="Kwam laat aan")
    late = Notice.objects.get()
    Notice.objects.filter(pk=late.pk).delete()
    tell_news(weekly, topic="early", title="Was er eerder")
    send_digests(at=MONDAY_8)
    late.save(force_insert=True)
    assert late.pk < Notice.objects.get(topic="early").pk
    send_digests(at=MONDAY_8 + timedelta(days=7))
    assert "Kwam laat aan" in digests().last().text


def test_a_second_digest_on_one_day_is_never_sent(daily, tell_news, at):
    tell_news(daily, topic="news:1")
    assert send_digests(at=FRIDAY_8) == 1
    tell_news(daily, topic="news:2", at=FRIDAY_8 + timedelta(hours=1))
    set_rhythm(user_id=daily.pk, hour=17, weekday=0, most_a_day=5, paused_until=None, at=FRIDAY_8 + timedelta(hours=2))
    assert send_digests(at=FRIDAY_8 + timedelta(hours=10)) == 0
    assert Notice.objects.get(topic="news:2").digest_at == instant(MONDAY_8.date(), 17)


def test_a_change_of_pace_holds_for_what_waits_already(weekly, tell_news, at):
    tell_news(weekly)
    set_pace(user_id=weekly.pk, kind="tests.news", pace="daily", at=at)
    assert Notice.objects.get().digest_at == FRIDAY_8
    set_pace(user_id=weekly.pk, kind="tests.news", pace="at_once", at=at)
    assert Notice.objects.get().digest_at == at
    set_pace(user_id=weekly.pk, kind="tests.news", pace="never", at=at)
    notice = Notice.objects.get()
    assert (notice.digest_at, notice.unmailed) == (None, "the receiver chose never to get this kind")
    assert send_digests(at=MONDAY_8) == 0


def test_a_pause_keeps_everything_for_the_first_digest_after_it(anna, tell_news, smtp_sink, at):
    tell_news(anna, topic="news:1")
    set_rhythm(user_id=anna.pk, hour=8, weekday=0, most_a_day=2, paused_until=MONDAY_8.date(), at=at)
    tell_news(anna, topic="news:2")
    run_all(at)
    run_all(FRIDAY_8)
    assert smtp_sink.messages == []
    run_all(MONDAY_8)
    assert [message["Subject"] for message in smtp_sink.messages] == ["Uw overzicht van 30 november: 2 berichten"]


def test_what_is_taken_back_leaves_the_digest_even_when_that_was_written(daily, tell_news, smtp_sink, at):
    tell_news(daily, topic="news:1", title="Blijft staan")
    tell_news(daily, topic="news:2", title="Ingetrokken")
    tell_news(daily, topic="news:3", title="Vooraf ingetrokken")
    withdraw_topic(topic="news:3", reason="withdrawn", at=at)
    assert send_digests(at=FRIDAY_8) == 1
    withdraw_topic(topic="news:2", reason="withdrawn", at=FRIDAY_8)
    run_all(FRIDAY_8)
    (message,) = smtp_sink.messages
    text = message.get_body(("plain",)).get_content()
    assert "Blijft staan" in text
    assert "ngetrokken" not in text
    assert Notice.objects.get(topic="news:2").unmailed == "withdrawn"


def test_words_that_are_blacked_out_leave_digests_too(daily, tell_news, at):
    tell_news(daily, title="Sanne de Boer", place="2.3 Hulp", body="Sanne de Boer kwam niet")
    send_digests(at=FRIDAY_8)

    def gone(text):
        return text.replace("Sanne de Boer", "[leerling]")

    reword(topics=["news:1"], words=gone, markup=gone, at=FRIDAY_8)
    email = digests().get()
    assert "Sanne" not in email.text + email.html
    assert "[leerling] kwam niet" in email.text


def test_what_is_no_longer_true_is_left_out(daily, tell_news, at):
    kinds.register(Kind("tests.news", "News", "tests/news", bulk=True, still_due=lambda row: f"{row.topic} is over"))
    tell_news(daily)
    assert send_digests(at=FRIDAY_8) == 0
    assert Notice.objects.get().unmailed == "news:1 is over"


def test_one_digest_that_cannot_be_written_holds_up_no_other(anna, bram, tell_news, at):
    for member in (anna, bram):
        member.preferences.create(kind="tests.news", pace="daily")
    tell_news(anna, bram)

    def fails_for_anna(row):
        return 1 / 0 if row.user == anna else None

    kinds.register(Kind("tests.news", "News", "tests/news", bulk=True, still_due=fails_for_anna))
    assert send_digests(at=FRIDAY_8) == 1
    assert digests().get().user == bram
    assert Notice.objects.get(user=anna).digest_at == FRIDAY_8 + timedelta(hours=1)


def test_who_switches_digests_off_reads_on_the_site_only(daily, tell_news, at):
    tell_news(daily)
    set_pace(user_id=daily.pk, kind=DIGEST, pace="never", at=at)
    assert send_digests(at=FRIDAY_8) == 0
    assert Notice.objects.get().unmailed == "the receiver chose never to get this kind"


def test_what_cannot_wait_comes_at_once(weekly, tell_news, smtp_sink, at):
    kinds.register(Kind("tests.news", "News", "tests/news", bulk=True, can_wait=False))
    tell_news(weekly)
    assert send_due(at=at) == 1


def test_the_digests_of_twenty_people_take_as_many_queries_as_that_of_one(tell_news, at):
    def queries(count):
        people = User.objects.bulk_create(
            User(email=f"lid{n}@g{count}.example", name=f"Lid {n}", language="nl") for n in range(count)
        )
        for person in people:
            person.preferences.create(kind="tests.news", pace="daily")
        for topic in ("a", "b", "c"):
            tell_news(*people, topic=f"{count}:{topic}")
        with CaptureQueriesContext(connection) as seen:
            assert send_digests(at=FRIDAY_8) == count
        return len(seen)

    assert queries(1) == queries(20)
