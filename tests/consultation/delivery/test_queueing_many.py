"""One mail to many addresses: composed once, filled in for each, written once, and stopped like any other."""

from __future__ import annotations

from unittest import mock

import pytest

from consultation.delivery import composing
from consultation.delivery.actions import Receiver, pause_topic, queue_many
from consultation.delivery.errors import NoWayOut
from consultation.delivery.models import Email
from tests.consultation.delivery.conftest import NEWS

pytestmark = pytest.mark.django_db
SLY = "<b>Anna</b> & co"


def receivers(first: int, count: int, *, name: str = "Anna", way_out: str = "https://x.example/uit/") -> list[Receiver]:
    return [
        Receiver(
            address=f"lezer{number}@waterlo.example",
            name=name,
            language="nl" if number % 2 else "en",
            dedup_key=f"many:{number}",
            unsubscribe_at=f"{way_out}{number}/" if way_out else "",
            words={"name": f"{name} {number}"},
        )
        for number in range(first, first + count)
    ]


@pytest.fixture
def write(at):
    def write(some: list[Receiver]) -> int:
        context = {"url": "https://x.example/", "title": "Nieuws", "body": ""}
        return queue_many(kind=NEWS, topic="many", receivers=some, context_for=lambda language: context, at=at)

    return write


def test_each_gets_her_own_words_and_way_out_and_nobody_elses(write):
    write(receivers(0, 4, name=SLY))
    for number, row in enumerate(Email.objects.order_by("pk")):
        assert f"{SLY} {number}" in row.text
        assert f"&lt;b&gt;Anna&lt;/b&gt; &amp; co {number}" in row.html
        assert SLY not in row.html
        assert "gap" not in row.text + row.html
        way_out = f"https://x.example/uit/{number}/"
        assert row.headers["List-Unsubscribe"].startswith(f"<{way_out}>")
        assert way_out in row.text
        assert way_out in row.html
        assert row.bulk


def test_a_name_that_looks_like_a_gap_stays_a_name(write):
    """Marks are random, and all gaps are filled in one walk."""
    with mock.patch.object(composing.secrets, "token_hex", side_effect=[f"{n:024d}" for n in range(9)]):
        write(receivers(1, 1, name="gap000000000000000000000000"))
    assert "https://x.example/uit/1/" in Email.objects.get().text
    assert "gap000000000000000000000000 1" in Email.objects.get().text


def test_the_same_receivers_again_get_nothing_more(write):
    assert write(receivers(0, 3)) == 3
    assert write(receivers(0, 5)) == 2
    assert write(receivers(0, 5)) == 0
    assert Email.objects.count() == 5


def test_the_queries_and_the_composing_do_not_depend_on_how_many(write, django_assert_num_queries):
    """Thirty, since SQLite takes no more than some 38 such rows in one statement."""
    with mock.patch.object(composing, "compose", wraps=composing.compose) as composed:
        with django_assert_num_queries(5):
            write(receivers(0, 2))
        with django_assert_num_queries(5):
            write(receivers(2, 30))
    assert composed.call_count == 4


def test_a_sending_that_stands_still_goes_on_standing_still(write, cas, at):
    write(receivers(0, 2))
    pause_topic(topic="many", kind=NEWS, by=cas, at=at)
    write(receivers(2, 2))
    assert set(Email.objects.values_list("state", flat=True)) == {"paused"}


def test_nobody_gets_mail_to_many_without_a_way_out(write):
    with pytest.raises(NoWayOut):
        write(receivers(0, 1, way_out=""))
    assert not Email.objects.exists()
