"""Real processes that run the sweeps at the same instant, as two beats would: everybody hears each thing once (G9, G17)."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from consultation.meetings.models import Rsvp
from tests.factories.meetings import comes, make_invited_meeting
from tests.factories.people import make_person

RUSH = str(Path(__file__).with_name("sweep_rush.py"))
MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
SWEEPERS = 5
PEOPLE = 12
pytestmark = [pytest.mark.endurance, pytest.mark.django_db(transaction=True)]


def test_who_comes_is_reminded_once_and_who_joined_is_invited_once(start_python, smtp_sink):
    members = [make_person() for _number in range(PEOPLE)]
    meeting = make_invited_meeting(at=MONDAY, day=date(2026, 12, 17))
    for member in members:
        comes(member, meeting, MONDAY)
    joiners = [make_person() for _number in range(PEOPLE)]
    at = meeting.reminders.get(what="reminder").due_at
    child = start_python(
        RUSH,
        at.isoformat(),
        str(SWEEPERS),
        EMAIL_HOST=smtp_sink.host,
        EMAIL_PORT=str(smtp_sink.port),
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
    )
    out, _nothing = child.communicate(timeout=180)
    assert out.count("done") == SWEEPERS, out
    received = Counter((message["To"].partition("<")[0].strip(), message["Subject"].split()[0]) for message in smtp_sink.messages)
    reminded = {(member.name, "Tot"): 1 for member in members}
    invited = {(person.name, "Uitnodiging"): 1 for person in [*members, *joiners]}
    assert received == Counter({**reminded, **invited})
    assert Rsvp.objects.count() == 2 * PEOPLE
