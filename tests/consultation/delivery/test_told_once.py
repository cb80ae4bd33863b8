"""Whatever happens, in whatever order: everybody hears of everything once, or we can say why not (guarantees G13, G14).

Events rain, people change their pace, read, pause and are away; sweeps run late, twice, or die before they are done. At
the end the words that really went over the wire are counted.
"""

from __future__ import annotations

from collections import Counter
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.core import mail
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consultation.delivery import kinds
from consultation.delivery.actions import mark_read, set_pace, set_rhythm, tell, withdraw_topic
from consultation.delivery.actions.queueing import CHOSE_NEVER
from consultation.delivery.calendar import day_of
from consultation.delivery.digesting import DIGEST_SWEEP, READ_ON_SITE
from consultation.delivery.kinds import DIGEST, Kind
from consultation.delivery.models import Email, Notice
from consultation.jobs.sweeps import run_all

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 20, 9, tzinfo=UTC)
"""Nine days before the clock changes."""
EXCUSES = {READ_ON_SITE, CHOSE_NEVER, "taken back"}
SWEEPS = [DIGEST_SWEEP, "delivery.send"]
KINDS = ["tests.news", "tests.more"]
PACES = ["at_once", "daily", "weekly", "never"]
who, kind = st.integers(0, 1), st.sampled_from(KINDS)
event = st.tuples(st.just("event"), kind, st.sampled_from([(0,), (1,), (0, 1)]))
first_paces = st.tuples(*[st.sampled_from(PACES[:3])] * 4)
steps = st.lists(
    st.one_of(
        event,
        event,
        event,
        st.tuples(st.just("pace"), who, kind, st.sampled_from(PACES)),
        st.tuples(st.just("rhythm"), who, st.integers(5, 22), st.integers(0, 4), st.integers(1, 3)),
        st.tuples(st.just("pause"), who, st.integers(0, 9)),
        st.tuples(st.just("read"), who),
        st.tuples(st.just("withdraw"), st.integers(0, 12)),
        st.tuples(st.just("run"), st.integers(0, 100), st.booleans()),
        st.tuples(st.just("again")),
    ),
    min_size=6,
    max_size=30,
)


class Story:
    """Plays the steps and remembers what each person was to hear."""

    def __init__(self, people: list[Any]) -> None:
        self.people = people
        self.at = START
        self.events: list[tuple[str, tuple[int, ...]]] = []
        self.read_before: set[tuple[int, str]] = set()
        self.most = {(one, START): 2 for one in range(len(people))}

    def event(self, kind: str, receivers: tuple[int, ...]) -> None:
        word = f"gebeurtenis-{len(self.events)}-"
        tell(
            kind=kind,
            users=[self.people[one] for one in receivers],
            topic=word,
            title=word,
            place=word,
            url="/x/",
            context_for=lambda user: {},
            at=self.at,
        )
        self.events.append((word, receivers))

    def pace(self, one: int, kind: str, pace: str) -> None:
        set_pace(user_id=self.people[one].pk, kind=kind, pace=pace, at=self.at)

    def rhythm(self, one: int, hour: int, weekday: int, most: int) -> None:
        chosen = {"hour": hour, "weekday": weekday, "most_a_day": most, "paused_until": None}
        set_rhythm(user_id=self.people[one].pk, **chosen, at=self.at)
        self.most[one, self.at] = most

    def pause(self, one: int, days: int) -> None:
        until = day_of(self.at) + timedelta(days=days)
        set_rhythm(user_id=self.people[one].pk, hour=8, weekday=0, most_a_day=2, paused_until=until, at=self.at)
        self.most[one, self.at] = 2

    def read(self, one: int) -> None:
        newest = Notice.objects.filter(user=self.people[one], read_at=None).first()
        if newest is not None:
            if newest.digest_at is not None:
                self.read_before.add((one, newest.topic))
            mark_read(user=self.people[one], notice_id=newest.pk, at=self.at)

    def withdraw(self, number: int) -> None:
        if number < len(self.events):
            withdraw_topic(topic=self.events[number][0], reason="taken back", at=self.at)

    def run(self, hours: int, dies: bool) -> None:
        """Time goes by and the sweeps run; one that dies wrote its mails and not yet on the notices that they went."""
        self.at += timedelta(hours=hours)
        kill = mock.patch.object(type(Notice.objects), "bulk_update", side_effect=RuntimeError("the worker died"))
        with kill if dies else nullcontext():
            run_all(self.at, only=SWEEPS)

    def again(self) -> None:
        run_all(self.at, only=SWEEPS)

    def end(self) -> None:
        """Everybody listens again, and thirty days go by."""
        for person in self.people:
            for chosen in person.preferences.filter(pace="never"):
                set_pace(user_id=person.pk, kind=chosen.kind, pace="daily", at=self.at)
        for _day in range(30):
            self.run(24, dies=False)

    def heard(self, person: Any) -> Counter[str]:
        """How often each event stands in the mails that reached this person."""
        words = " ".join(message.body for message in mail.outbox if person.email in message.to[0])
        return Counter(word for word, _receivers in self.events for _ in range(words.count(word)))

    def most_on(self, one: int, day: date) -> int:
        """The highest number of mails that this person allowed at any time of a day."""
        changes = sorted((at, most) for (person, at), most in self.most.items() if person == one)
        before = [most for at, most in changes if day_of(at) < day][-1:]
        return max(before + [most for at, most in changes if day_of(at) == day])


def excused(person: Any) -> set[str]:
    """What no mail had to tell: she read it, chose never to get it, or it was taken back."""
    notices = Notice.objects.filter(user=person).select_related("email")
    return {one.topic for one in notices if (one.unmailed or withdrawn_because(one.email)) in EXCUSES}


def withdrawn_because(email: Email | None) -> str:
    return email.reason if email is not None and email.state == Email.State.WITHDRAWN else ""


@given(first_paces, steps)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_everybody_hears_of_everything_once_or_we_can_say_why_not(anna, bram, own_kinds, paces, played):
    with transaction.atomic():
        mail.outbox.clear()
        story = Story([anna, bram])
        kinds.register(Kind("tests.more", "More", "tests/news"))
        for number, pace in enumerate(paces):
            story.pace(number % 2, KINDS[number // 2], pace)
        for name, *values in played:
            getattr(story, name)(*values)
        story.end()
        for number, person in enumerate(story.people):
            meant = {word for word, receivers in story.events if number in receivers}
            heard = story.heard(person)
            assert set(heard.values()) <= {1}
            assert heard.keys() == meant - excused(person)
            assert not {word for one, word in story.read_before if one == number} & heard.keys()
            sent = Email.objects.filter(user=person, state="sent")
            for day, count in Counter(day_of(one.sent_at) for one in sent).items():
                assert count <= story.most_on(number, day)
            assert max(Counter(day_of(one.sent_at) for one in sent.filter(kind=DIGEST)).values(), default=0) <= 1
        assert not Notice.objects.waiting().exists()
        transaction.set_rollback(True)
