"""Times on the wall clock, reminders that follow a meeting, and the digest of who chose weekly (guarantees G6, G13, G16, G17)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from consultation.delivery.calendar import instant
from consultation.delivery.digesting import send_digests
from consultation.delivery.models import Email, Preference, Rhythm, SchoolHoliday
from consultation.delivery.sending import send_due
from consultation.meetings.actions import (
    answer_invitation,
    cancel_meeting,
    keep_up,
    remind_due,
)
from consultation.meetings.models import Reminder
from tests.factories.meetings import addresses, comes, event_of, mails, make_invited_meeting, move
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
DAY = date(2026, 12, 17)


@pytest.fixture
def invited(anna, eva, bram, dewi):
    return make_invited_meeting(at=MONDAY, day=DAY)


class TestTheWallClock:
    @pytest.mark.parametrize(
        ("day", "hour", "utc"),
        [
            (date(2026, 3, 28), 10, "2026-03-28T09:00"),
            (date(2026, 3, 29), 10, "2026-03-29T08:00"),
            (date(2026, 10, 24), 10, "2026-10-24T08:00"),
            (date(2026, 10, 25), 10, "2026-10-25T09:00"),
        ],
    )
    def test_ten_o_clock_is_ten_o_clock_on_both_sides_of_the_changes_of_the_clock(self, anna, day, hour, utc):
        at = datetime(2026, 3, 1, 9, tzinfo=UTC)
        meeting = make_invited_meeting(at=at, day=day, begins=time(hour))
        meeting.refresh_from_db()
        assert f"{meeting.starts_at:%Y-%m-%dT%H:%M}" == utc
        assert (meeting.day, meeting.begins) == (day, time(hour))
        assert event_of(mails()[0])[3] == meeting.starts_at
        assert "10:00–12:00" in mails()[0].text

    def test_a_meeting_that_moves_over_the_change_of_the_clock_keeps_its_hour(self, anna):
        meeting = make_invited_meeting(at=datetime(2026, 3, 1, 9, tzinfo=UTC), day=date(2026, 3, 27))
        moved = move(meeting, at=datetime(2026, 3, 2, 9, tzinfo=UTC), day=date(2026, 3, 30))
        assert (meeting.starts_at.hour, moved.starts_at.hour) == (9, 8)
        assert moved.ends_at - moved.starts_at == timedelta(hours=2)

    def test_reminders_come_at_nine_on_the_wall_whatever_the_clock_did_between(self, anna):
        meeting = make_invited_meeting(at=datetime(2026, 3, 1, 9, tzinfo=UTC), day=date(2026, 4, 1))
        assert [(one.what, one.on_day, f"{one.due_at:%H:%M}") for one in meeting.reminders.all()] == [
            ("nudge", date(2026, 3, 25), "08:00"),
            ("reminder", date(2026, 3, 30), "07:00"),
        ]

    def test_they_come_on_working_days_and_before_a_school_holiday(self, anna):
        SchoolHoliday.objects.create(name="Herfst", first_day=date(2026, 12, 7), last_day=date(2026, 12, 11))
        meeting = make_invited_meeting(at=MONDAY, day=date(2026, 12, 15))
        assert [one.on_day for one in meeting.reminders.all()] == [date(2026, 12, 4), date(2026, 12, 11)]


class TestReminding:
    def due(self, meeting, what) -> datetime:
        return meeting.reminders.get(what=what, starts_at=meeting.starts_at).due_at

    def test_who_said_yes_is_reminded_and_who_did_not_answer_is_asked_each_once(self, invited, anna, eva):
        comes(anna, invited, MONDAY)
        for what, kind, address in (("nudge", "nudge", eva.email), ("reminder", "reminder", anna.email)):
            due = self.due(invited, what)
            assert remind_due(at=due - timedelta(minutes=1)) == 0
            assert [remind_due(at=due), remind_due(at=due), remind_due(at=due + timedelta(hours=1))] == [1, 0, 0]
            assert addresses(kind) == [address]
        assert send_due(at=self.due(invited, "reminder")) >= 1
        assert not mails("reminder", state="queued")

    def test_the_key_names_meeting_beginning_kind_and_person(self, invited, anna):
        comes(anna, invited, MONDAY)
        remind_due(at=self.due(invited, "reminder"))
        stamp = f"{invited.starts_at.astimezone(UTC):%Y%m%dT%H%M}"
        assert mails("reminder")[0].dedup_key == f"meetings.reminder:reminder:{invited.pk}:{stamp}:{anna.pk}"

    def test_not_who_said_yes_or_was_invited_after_the_moment(self, invited, anna):
        comes(anna, invited, self.due(invited, "reminder"))
        late = make_person(name="Later")
        keep_up(at=self.due(invited, "nudge"))
        remind_due(at=self.due(invited, "nudge") + timedelta(minutes=5))
        remind_due(at=self.due(invited, "reminder") + timedelta(minutes=5))
        assert addresses("reminder") == []
        assert late.email not in addresses("nudge")

    @pytest.mark.parametrize("change", [{"answer": "nee"}, {"answer": "misschien"}])
    def test_who_thinks_otherwise_before_it_goes_is_not_reminded(self, invited, anna, change):
        comes(anna, invited, MONDAY)
        due = self.due(invited, "reminder")
        remind_due(at=due)
        answer_invitation(user=anna, meeting=invited, **change, at=due)
        send_due(at=due)
        assert [mail.state for mail in mails("reminder")] == ["withdrawn"]

    def test_who_answers_before_the_question_goes_is_not_asked(self, invited, eva):
        due = self.due(invited, "nudge")
        remind_due(at=due)
        answer_invitation(user=eva, meeting=invited, answer="nee", at=due)
        send_due(at=due)
        assert [mail.state for mail in mails("nudge", to_address=eva.email)] == ["withdrawn"]

    def test_a_meeting_that_moves_is_reminded_of_at_the_new_time_only(self, invited, anna):
        comes(anna, invited, MONDAY)
        old = self.due(invited, "reminder")
        moved = move(invited, at=MONDAY, day=DAY + timedelta(days=7))
        assert remind_due(at=old) == 0
        assert addresses("reminder") == []
        remind_due(at=self.due(moved, "reminder"))
        assert addresses("reminder") == [anna.email]
        assert "24 december" in mails("reminder")[0].text

    def test_there_and_back_again_reminds_once(self, invited, anna):
        comes(anna, invited, MONDAY)
        due = self.due(invited, "reminder")
        remind_due(at=due)
        moved = move(invited, at=due, begins=time(15))
        back = move(moved, at=due, begins=time(10))
        for minutes in (1, 60):
            remind_due(at=due + timedelta(minutes=minutes))
        assert addresses("reminder") == [anna.email]
        assert back.starts_at == invited.starts_at

    def test_a_reminder_that_waits_does_not_go_when_the_meeting_moved_or_is_off(self, invited, anna):
        comes(anna, invited, MONDAY)
        due = self.due(invited, "reminder")
        remind_due(at=due)
        cancel_meeting(meeting=invited, reason="", by=None, at=due)
        send_due(at=due)
        assert [mail.state for mail in mails("reminder")] == ["withdrawn"]
        assert not Reminder.objects.filter(state="waiting").exists()

    def test_one_that_comes_too_late_is_missed_and_told_to_nobody(self, invited, anna):
        comes(anna, invited, MONDAY)
        due = self.due(invited, "reminder")
        assert remind_due(at=due + timedelta(hours=13)) == 2
        assert set(invited.reminders.values_list("state", "told")) == {("missed", 0)}
        assert addresses("reminder") == []

    def test_a_meeting_of_tomorrow_reminds_nobody(self, anna):
        assert not make_invited_meeting(at=MONDAY, day=date(2026, 12, 1)).reminders.exists()


class TestTheWeeklyDigest:
    """Made, moved and cancelled in one week: once, in its last state, to who chose weekly."""

    @pytest.fixture
    def weekly(self, anna):
        Preference.objects.create(user=anna, kind="meetings.invitation", pace=Preference.Pace.WEEKLY)
        Rhythm.objects.create(user=anna, hour=8, weekday=Rhythm.Weekday.MONDAY)
        return anna

    def digest(self, user, at) -> Email | None:
        send_digests(at=at)
        return Email.objects.filter(kind="delivery.digest", user=user).order_by("-pk").first()

    def test_made_moved_and_cancelled_is_one_line_that_says_that_it_is_off(self, weekly):
        tuesday = MONDAY + timedelta(days=1)
        meeting = make_invited_meeting(at=tuesday, day=DAY)
        meeting = move(meeting, at=tuesday + timedelta(days=1), begins=time(14))
        cancel_meeting(meeting=meeting, reason="De zaal is niet vrij.", by=None, at=tuesday + timedelta(days=2))
        assert mails() == [], "who chose weekly gets no mail by itself"
        mail = self.digest(weekly, instant(date(2026, 12, 7), 8))
        assert mail.text.count(meeting.title) == 1
        assert "Gaat niet door: Klankbordgroep over concept 0.3, 17 december 2026, 14:00" in mail.text
        assert "De zaal is niet vrij." in mail.text
        assert "10:00" not in mail.text
        send_due(at=instant(date(2026, 12, 7), 8))
        later = self.digest(weekly, instant(date(2026, 12, 14), 8))
        assert later == mail, "and never again"

    def test_made_and_moved_is_an_invitation_to_the_new_time(self, weekly):
        meeting = make_invited_meeting(at=MONDAY, day=DAY)
        move(meeting, at=MONDAY + timedelta(days=1), begins=time(14))
        mail = self.digest(weekly, instant(date(2026, 12, 7), 8))
        assert "Uitnodiging: Klankbordgroep over concept 0.3, 17 december 2026, 14:00" in mail.text
        assert mail.text.count(meeting.title) == 1

    def test_moved_in_the_next_week_is_told_as_a_change(self, weekly):
        meeting = make_invited_meeting(at=MONDAY, day=date(2027, 1, 14))
        monday = instant(date(2026, 12, 7), 8)
        self.digest(weekly, monday)
        send_due(at=monday)
        move(meeting, at=monday + timedelta(days=1), begins=time(14))
        mail = self.digest(weekly, monday + timedelta(days=7))
        assert "Nieuwe tijd of plaats: Klankbordgroep" in mail.text
        assert mail.text.count(meeting.title) == 1

    def test_a_digest_that_is_written_and_has_not_gone_tells_the_last_state_too(self, weekly):
        meeting = make_invited_meeting(at=MONDAY, day=DAY)
        monday = instant(date(2026, 12, 7), 8)
        first = self.digest(weekly, monday)
        cancel_meeting(meeting=meeting, reason="", by=None, at=monday)
        first.refresh_from_db()
        assert first.state == "withdrawn"
        mail = self.digest(weekly, monday + timedelta(days=7))
        assert mail.text.count(meeting.title) == 1
        assert "Gaat niet door" in mail.text

    def test_her_reminder_goes_once_at_the_new_time(self, weekly):
        meeting = make_invited_meeting(at=MONDAY, day=DAY)
        comes(weekly, meeting, MONDAY)
        moved = move(meeting, at=MONDAY + timedelta(days=1), day=date(2026, 12, 22), begins=time(14))
        for hours in range(0, 24 * 24, 3):
            at = MONDAY + timedelta(hours=hours)
            remind_due(at=at)
            send_due(at=at)
        (mail,) = mails("reminder")
        assert (mail.state, mail.to_address) == ("sent", weekly.email)
        assert instant(date(2026, 12, 18), 9) <= mail.sent_at < instant(date(2026, 12, 18), 12)
        assert "22 december" in mail.text
        assert moved.starts_at == instant(date(2026, 12, 22), 14)
