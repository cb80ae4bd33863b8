"""That a try-out opened is told once, to who may walk it, when she can."""

from __future__ import annotations

from datetime import timedelta

import pytest

from consultation.delivery.models import Email, Notice
from consultation.delivery.sending import send_due
from consultation.people.models import OBSERVERS, SOUNDING_BOARD
from consultation.rounds.models import Round
from consultation.tryouts.actions import announce_tryouts
from consultation.tryouts.actions.cases import open_tryout
from consultation.tryouts.notices import OPENED
from tests.factories.people import make_person
from tests.factories.rounds import make_round
from tests.factories.tryouts import make_case, make_tryout, make_version_with_steps

pytestmark = pytest.mark.django_db


@pytest.fixture
def tryout():
    made = make_tryout(make_round(version=make_version_with_steps()), opened=False)
    make_case(made)
    return made


def told() -> list[str]:
    return sorted(Email.objects.filter(kind=OPENED).values_list("to_address", flat=True))


def test_opening_tells_who_may_walk_it_once_and_nobody_else(tryout, anna, eva, bram, dewi, olga, cas, at):
    make_person(name="Kijkt mee", email="kijkt@mee.example", groups=[SOUNDING_BOARD, OBSERVERS])
    open_tryout(tryout=tryout, by=cas, at=at)
    assert told() == [anna.email, bram.email, eva.email]
    mail = Email.objects.get(kind=OPENED, user=anna)
    assert mail.subject == "Probeer de methode uit: versie 0.1"
    assert "Er is 1 fictieve casus" in mail.text
    assert f"/proberen/{'/'.join(tryout.place)}/" in mail.text
    assert [announce_tryouts(at=at), announce_tryouts(at=at + timedelta(minutes=1))] == [0, 0]
    assert Notice.objects.filter(kind=OPENED).count() == 3


def test_opened_before_its_round_it_is_told_when_the_round_begins(tryout, anna, cas, at):
    Round.objects.update(opens_at=at + timedelta(hours=1))
    tryout.refresh_from_db()
    open_tryout(tryout=tryout, by=cas, at=at)
    assert announce_tryouts(at=at + timedelta(minutes=59)) == 0
    assert told() == []
    assert [announce_tryouts(at=at + timedelta(hours=1, minutes=step)) for step in (0, 1)] == [1, 0]
    assert told() == [anna.email]


def test_what_is_a_day_old_or_over_is_no_news(tryout, anna, cas, at):
    Round.objects.update(opens_at=at + timedelta(hours=1))
    tryout.refresh_from_db()
    open_tryout(tryout=tryout, by=cas, at=at)
    assert announce_tryouts(at=at + timedelta(hours=26)) == 0
    assert told() == []
    tryout.refresh_from_db()
    assert tryout.announced_at is not None


def test_who_left_hears_nothing_and_neither_does_anybody_after_the_round(tryout, anna, eva, cas, at):
    open_tryout(tryout=tryout, by=cas, at=at)
    anna.groups.clear()
    Round.objects.update(closes_at=at + timedelta(hours=1))
    send_due(at=at)
    assert dict(Email.objects.filter(kind=OPENED).values_list("to_address", "state")) == {
        anna.email: "withdrawn",
        eva.email: "sent",
    }
    Email.objects.filter(user=eva).update(state="queued", next_try_at=at)
    send_due(at=at + timedelta(hours=2))
    assert Email.objects.get(kind=OPENED, user=eva).state == "withdrawn"


def test_a_rolled_back_opening_tells_nobody(tryout, anna, cas, at, monkeypatch):
    monkeypatch.setattr("consultation.tryouts.actions.announcing.tell_opened", lambda *_args, **_more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        open_tryout(tryout=tryout, by=cas, at=at)
    tryout.refresh_from_db()
    assert (tryout.opened_at, tryout.announced_at) == (None, None)
