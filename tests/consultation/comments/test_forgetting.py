"""Drafts of a round that closed are kept for a while, which their author reads, and then no longer."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import override

from consultation.comments.actions import forget_drafts
from consultation.comments.models import Comment, Contribution, Gathering
from consultation.people import retention
from consultation.rounds.models import Round
from tests.factories.comments import make_comment, make_draft, make_section

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=90)


@pytest.fixture
def draft(anna, version, open_round, at):
    return make_draft(anna, make_section(version), at=at)


def close(at):
    Round.objects.update(closes_at=at)


def test_after_ninety_days_drafts_go_and_what_was_posted_stays(draft, anna, version, at):
    posted = make_comment(anna, make_section(version), at=at)
    close(at + 5 * DAYS)
    assert forget_drafts(at=at + 4 * DAYS) == 0, "the round is open"
    close(at + timedelta(hours=1))
    assert forget_drafts(at=at + DAYS) == 0
    assert forget_drafts(at=at + DAYS + timedelta(hours=1, seconds=1)) == 1
    assert forget_drafts(at=at + 2 * DAYS) == 0
    assert list(Comment.objects.all()) == [posted]


def test_what_was_written_on_or_admitted_later_waits_as_long_again(draft, at):
    close(at + timedelta(hours=1))
    for field in ("saved_at", "admitted_at"):
        Comment.objects.update(saved_at=at, admitted_at=None)
        Comment.objects.update(**{field: at + timedelta(days=30)})
        assert forget_drafts(at=at + DAYS + timedelta(days=2)) == 0
    assert forget_drafts(at=at + DAYS + timedelta(days=31)) == 1


def test_what_colleagues_were_given_stays(draft, anna, open_round, at):
    gathering = Gathering.objects.create(round=open_round, organisation=anna.organisation, opened_at=at)
    Contribution.objects.create(gathering=gathering, comment=draft, shared_at=at)
    close(at + timedelta(hours=1))
    assert forget_drafts(at=at + 2 * DAYS) == 0


def test_the_author_reads_until_when_and_the_nightly_sweep_does_it(draft, anna, signed_in, at):
    browser = signed_in(anna)
    assert "wordt na" not in browser.get("/mijn/reacties/").content.decode()
    close(at)
    page = re.sub(r"\s+", " ", browser.get("/mijn/reacties/?toon=concept").content.decode())
    with override("nl"):
        day = date_format(localtime(at + DAYS), "j F Y")
    assert f"De ronde is gesloten. Dit concept wordt na {day} gewist." in page
    assert retention.apply(only=["drafts"], at=at + DAYS + timedelta(days=1)) == {"drafts": 1}
    assert not Comment.objects.exists()
