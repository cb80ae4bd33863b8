"""After a conference the people go and the numbers stay; who may still need the list hears of it before (G25)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from consultation.conference.actions import reduce_past
from consultation.delivery.models import Email, Notice
from tests.factories.conferences import make_conference, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    conference = make_conference()
    register(conference)
    return conference


def test_editors_hear_once_a_week_before_and_nobody_else(conference, cas, anna) -> None:
    for days in (20, 24, 25):
        assert reduce_past(at=conference.ends_at + timedelta(days=days)) == 0
    told = Notice.objects.get(kind="conference.data_ends")
    assert told.user == cas
    assert str(conference.pk) in told.url
    letter = Email.objects.get(kind="conference.data_ends")
    assert letter.created_at == conference.ends_at + timedelta(days=24)
    assert "Werkconferentie MAS" in letter.text


def test_after_the_period_numbers_are_left(conference, cas) -> None:
    assert reduce_past(at=conference.ends_at + timedelta(days=30)) == 1
    conference.refresh_from_db()
    assert conference.counts["signed_up"] == conference.counts["had_a_place"] == 1
    assert not conference.registrations.exists()
    assert not Notice.objects.filter(kind="conference.data_ends").exists(), "there is nothing left to tell of"
