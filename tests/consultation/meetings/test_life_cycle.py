"""From the invitation to the cancellation: what goes to whom, once, in its last state (guarantees G6, G16, G17, G18)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
import vobject
from django.contrib.auth.models import Group
from django.db import transaction

from consultation.delivery.calendar import instant
from consultation.delivery.models import Email, Notice
from consultation.delivery.sending import send_due
from consultation.meetings.actions import (
    cancel_meeting,
    change_meeting,
    invite,
    keep_up,
    make_meeting,
)
from consultation.meetings.models import Meeting, Rsvp
from consultation.people.models import SOUNDING_BOARD, WORKING_GROUP
from tests.factories.meetings import addresses, comes, event_of, mails, make_draft_meeting, make_invited_meeting, move, plan
from tests.factories.people import make_person
from tests.factories.rounds import make_round

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
DAY = date(2026, 12, 17)


@pytest.fixture
def invited(anna, eva, bram, dewi):
    return make_invited_meeting(at=MONDAY, day=DAY)


class TestInviting:
    def test_nobody_hears_of_a_meeting_in_the_making(self, anna):
        make_draft_meeting(at=MONDAY, day=DAY)
        assert keep_up(at=MONDAY) == 0
        assert (Notice.objects.count(), Email.objects.count(), Rsvp.objects.count()) == (0, 0, 0)

    def test_everybody_in_its_groups_gets_one_mail_with_an_object_for_the_calendar(self, invited, anna, eva):
        assert addresses() == [anna.email, eva.email]
        assert event_of(mails()[0]) == ("REQUEST", str(invited.uid), 0, instant(DAY, 10))
        assert anna.email in mails()[0].calendar.replace("\r\n ", "")
        assert eva.email not in mails()[0].calendar.replace("\r\n ", "")
        invite(meeting=invited, by=None, at=MONDAY)
        assert len(mails()) == Rsvp.objects.count() == 2

    def test_the_audience_of_a_round_is_invited_and_who_is_in_both_once(self, version, anna, bram):
        round = make_round(version=version, audience=[SOUNDING_BOARD, WORKING_GROUP])
        make_invited_meeting(at=MONDAY, day=DAY, round=round)
        assert addresses() == [anna.email, bram.email]

    def test_who_joins_later_is_invited_by_the_sweep_once_to_the_meeting_as_it_is(self, invited):
        move(invited, at=MONDAY, begins=time(14))
        late = make_person(name="Later")
        assert keep_up(at=MONDAY + timedelta(hours=1)) == 1
        assert keep_up(at=MONDAY + timedelta(hours=2)) == 0
        (mail,) = mails(to_address=late.email)
        assert event_of(mail)[2:] == (1, instant(DAY, 14))
        assert mail.subject.startswith("Uitnodiging")

    def test_nobody_is_invited_to_what_has_begun(self, invited):
        make_person(name="Te laat")
        assert keep_up(at=invited.starts_at) == 0

    def test_the_number_of_queries_does_not_depend_on_the_people(self, django_assert_max_num_queries, anna):
        counts = []
        for people in (1, 30):
            for _number in range(people):
                make_person()
            meeting = make_draft_meeting(at=MONDAY, day=DAY)
            with django_assert_max_num_queries(60) as seen:
                invite(meeting=meeting, by=None, at=MONDAY)
            counts.append(len(seen))
        assert counts[0] == counts[1]

    def test_a_transaction_that_is_rolled_back_leaves_no_mail(self, anna):
        meeting = make_draft_meeting(at=MONDAY, day=DAY)
        with transaction.atomic():
            invite(meeting=meeting, by=None, at=MONDAY)
            transaction.set_rollback(True)
        assert not Email.objects.exists()


class TestChanging:
    def test_invite_change_and_cancel_are_one_event_in_the_calendar(self, invited, anna):
        send_due(at=MONDAY)
        move(invited, at=MONDAY + timedelta(hours=1), begins=time(14))
        send_due(at=MONDAY + timedelta(hours=1))
        cancel_meeting(meeting=invited, reason="De zaal is niet vrij.", by=None, at=MONDAY + timedelta(days=1))
        send_due(at=MONDAY + timedelta(days=1))
        chain = mails(to_address=anna.email)
        uid = str(invited.uid)
        assert [event_of(mail) for mail in chain] == [
            ("REQUEST", uid, 0, instant(DAY, 10)),
            ("REQUEST", uid, 1, instant(DAY, 14)),
            ("CANCEL", uid, 2, instant(DAY, 14)),
        ]
        assert {mail.state for mail in chain} == {"sent"}
        assert len({mail.subject for mail in chain}) == 3
        assert "De zaal is niet vrij." in chain[-1].text
        assert "U antwoordde" not in chain[1].text, "she did not"

    def test_over_the_wire_the_method_stands_in_the_header_and_in_the_object(self, invited, anna, smtp_sink):
        send_due(at=MONDAY)
        cancel_meeting(meeting=invited, reason="", by=None, at=MONDAY)
        send_due(at=MONDAY)
        found = []
        for message in smtp_sink.messages_to(anna.email):
            (part,) = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
            found.append((part.get_param("method"), vobject.readOne(part.get_content()).method.value))
            assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert found == [("REQUEST", "REQUEST"), ("CANCEL", "CANCEL")]

    @pytest.mark.parametrize(
        "change",
        [{"begins": time(11)}, {"day": DAY + timedelta(days=1)}, {"length_minutes": 60}, {"place": "Online"}, {"online_url": ""}],
    )
    def test_time_and_place_are_told_once(self, invited, anna, change):
        send_due(at=MONDAY)
        moved = move(invited, at=MONDAY, **change)
        again = move(moved, at=MONDAY, **change)
        assert again.sequence == 1
        assert len(mails(to_address=anna.email)) == 2

    @pytest.mark.parametrize("change", [{"title": "Andere naam"}, {"about": "Meer woorden."}, {"most_guests": 3}])
    def test_other_words_are_not_worth_a_mail(self, invited, anna, change):
        assert move(invited, at=MONDAY, **change).sequence == 0
        assert len(mails(to_address=anna.email)) == 1

    def test_what_still_waited_about_the_meeting_as_it_was_does_not_go(self, invited, anna):
        move(invited, at=MONDAY, begins=time(14))
        first, second = mails(to_address=anna.email)
        assert (first.state, second.state) == ("withdrawn", "queued")
        assert second.subject.startswith("Uitnodiging"), "she never heard of ten o'clock, so nothing changed for her"
        assert event_of(second)[2:] == (1, instant(DAY, 14))

    def test_who_answered_is_told_what_she_answered_and_the_answer_stays(self, invited, anna):
        comes(anna, invited, MONDAY)
        send_due(at=MONDAY)
        move(invited, at=MONDAY, begins=time(14))
        assert "U antwoordde “ja”" in mails(to_address=anna.email)[-1].text
        rsvp = Rsvp.objects.get(user=anna)
        assert (rsvp.answer, rsvp.answered_sequence) == ("ja", 0)

    def test_a_wider_audience_is_invited_and_the_others_are_not_mailed_again(self, invited, bram):
        groups = Group.objects.filter(name__in=[SOUNDING_BOARD, WORKING_GROUP])
        move(invited, at=MONDAY, groups=list(groups))
        assert addresses()[2:] == [bram.email]

    def test_a_mail_about_a_state_that_is_gone_is_held_back_at_the_last_moment(self, invited, anna):
        Meeting.objects.filter(pk=invited.pk).update(sequence=5)
        assert send_due(at=MONDAY) == 0
        assert {mail.state for mail in mails()} == {"withdrawn"}

    def test_who_left_the_group_is_not_mailed(self, invited, anna, eva):
        anna.groups.clear()
        send_due(at=MONDAY)
        assert addresses(state="sent") == [eva.email]
        move(invited, at=MONDAY, begins=time(14))
        assert addresses()[2:] == [eva.email]

    def test_who_leaves_after_she_heard_of_it_has_it_taken_out_of_her_calendar_once(self, invited, anna):
        send_due(at=MONDAY)
        anna.groups.clear()
        assert [keep_up(at=MONDAY), keep_up(at=MONDAY)] == [1, 0]
        send_due(at=MONDAY)
        first, second = mails(to_address=anna.email)
        assert event_of(second) == ("CANCEL", str(invited.uid), 0, instant(DAY, 10))
        assert second.state == "sent"
        assert "niet meer uitgenodigd" in Notice.objects.filter(user=anna).latest("pk").title
        assert (first.state, invited.rsvps.get(user=anna).parted_at) == ("sent", MONDAY)

    def test_who_comes_back_before_it_went_keeps_it_and_the_answer(self, invited, anna):
        comes(anna, invited, MONDAY)
        send_due(at=MONDAY)
        groups = list(anna.groups.all())
        anna.groups.clear()
        keep_up(at=MONDAY)
        anna.groups.set(groups)
        keep_up(at=MONDAY)
        send_due(at=MONDAY)
        assert [mail.state for mail in mails(to_address=anna.email)] == ["sent", "withdrawn"]
        assert (invited.rsvps.get(user=anna).answer, invited.rsvps.get(user=anna).parted_at) == ("ja", None)

    def test_who_comes_back_after_it_was_taken_out_gets_it_with_a_higher_number_each_time_once(self, invited, anna):
        comes(anna, invited, MONDAY)
        send_due(at=MONDAY)
        groups = list(anna.groups.all())
        for turn in (1, 2):
            anna.groups.clear()
            keep_up(at=MONDAY)
            send_due(at=MONDAY)
            anna.groups.set(groups)
            assert [keep_up(at=MONDAY), keep_up(at=MONDAY)] == [0, 0]
            send_due(at=MONDAY)
            *_earlier, gone, back = mails(to_address=anna.email)
            assert len(_earlier) == 2 * turn - 1
            assert event_of(gone) == ("CANCEL", str(invited.uid), turn - 1, instant(DAY, 10))
            assert event_of(back) == ("REQUEST", str(invited.uid), turn, instant(DAY, 10))
            assert (gone.state, back.state) == ("sent", "sent")
            assert back.subject.startswith("Opnieuw uitgenodigd voor 17 december")
            assert "U antwoordde “ja”" in back.text
        move(invited, at=MONDAY, begins=time(14))
        assert event_of(mails(to_address=anna.email)[-1]) == ("REQUEST", str(invited.uid), 3, instant(DAY, 14))

    def test_who_was_away_while_it_moved_hears_of_the_new_time(self, invited, anna):
        send_due(at=MONDAY)
        groups = list(anna.groups.all())
        anna.groups.clear()
        keep_up(at=MONDAY)
        move(invited, at=MONDAY, begins=time(14))
        anna.groups.set(groups)
        keep_up(at=MONDAY)
        send_due(at=MONDAY)
        last = mails(to_address=anna.email)[-1]
        assert (last.state, event_of(last)[0], event_of(last)[3]) == ("sent", "REQUEST", instant(DAY, 14))

    def test_a_narrower_audience_parts_with_the_others(self, invited, anna, bram):
        send_due(at=MONDAY)
        move(invited, at=MONDAY, groups=[Group.objects.get(name=WORKING_GROUP)])
        parted = [mail.to_address for mail in mails() if mail.calendar_method == "CANCEL"]
        assert anna.email in parted
        assert mails(to_address=bram.email)[0].calendar_method == "REQUEST"


def test_a_plan_is_made_with_the_editors_name_in_the_audit_trail(cas, anna):
    from wagtail.models import ModelLogEntry

    meeting = make_meeting(plan=plan(at=MONDAY, day=DAY), by=cas, at=MONDAY)
    invite(meeting=meeting, by=cas, at=MONDAY)
    change_meeting(meeting=meeting, plan=plan(at=MONDAY, day=DAY, title="Anders"), by=cas, at=MONDAY)
    cancel_meeting(meeting=meeting, reason="Ziek.", by=cas, at=MONDAY)
    actions = ModelLogEntry.objects.filter(user=cas).order_by("pk").values_list("action", flat=True)
    assert list(actions) == [f"klankbord.meetings.{verb}" for verb in ("make", "invite", "change", "cancel")]
