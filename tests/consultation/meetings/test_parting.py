"""Who is erased is not left with meetings in her calendar, and nothing of the mails about them stays (guarantees G18, G24)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail

from consultation.delivery.models import Email
from consultation.delivery.sending import send_due
from consultation.meetings.actions import keep_up
from consultation.meetings.models import Meeting, Rsvp
from consultation.people.actions import ask_erasure, erase_person
from consultation.people.models import SOUNDING_BOARD
from tests.consultation.meetings.test_life_cycle import DAY, MONDAY
from tests.factories.meetings import event_of, mails, make_invited_meeting

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=1)


@pytest.fixture
def invited(anna, eva) -> Meeting:
    meeting = make_invited_meeting(at=MONDAY, day=DAY)
    send_due(at=MONDAY)
    mail.outbox.clear()
    return meeting


def test_each_meeting_to_come_is_cancelled_in_her_calendar_and_nothing_stays(invited, anna):
    address, (uid, _sequence) = anna.email, event_of(mails(user=anna)[0])[1:3]
    ask_erasure(user=anna, at=LATER)
    keep_up(at=LATER)
    erase_person(email=address, farewell=True, at=LATER)
    (cancelling,) = mails("erased")
    method, same, _sequence, begins = event_of(cancelling)
    assert (method, same, begins) == ("CANCEL", uid, invited.starts_at)
    send_due(at=LATER)
    assert [message.subject for message in mail.outbox] == ["Een bijeenkomst gaat uit uw agenda", "Uw gegevens zijn gewist"]
    assert all(message.to == [address] for message in mail.outbox)
    assert invited.title in mail.outbox[0].body
    row = Email.objects.get(pk=cancelling.pk)
    assert (row.to_address, row.text, row.html, row.calendar) == ("", "", "", "")
    assert not Rsvp.objects.filter(meeting=invited).exclude(user__isnull=False).exists()


def test_what_she_never_heard_of_was_told_to_take_out_or_is_over_is_not_cancelled(invited, anna, eva):
    unheard = make_invited_meeting(at=LATER, day=DAY, title="Nog niet verstuurd")
    assert unheard.rsvps.filter(user=anna).exists()
    anna.groups.remove(Group.objects.get(name=SOUNDING_BOARD))
    keep_up(at=LATER)
    erase_person(email=anna.email, farewell=True, at=LATER)
    assert mails("erased") == []
    erase_person(email=eva.email, farewell=True, at=invited.ends_at)
    assert mails("erased") == []


def test_without_a_farewell_nothing_is_mailed(invited, anna):
    erase_person(email=anna.email, at=LATER)
    assert mails("erased") == []
