"""Real processes at the same instant: numbers without doubles and gaps, and a double click that posts once."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from consultation.comments.actions import submitter_of
from consultation.comments.models import Comment, Submitter
from tests.factories.comments import accept_rules, make_comment, make_draft, make_section
from tests.factories.people import make_person

RUSH = str(Path(__file__).with_name("rush.py"))
PEOPLE = 20
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def section(version, open_round):
    return make_section(version)


@pytest.fixture
def rush(start_python):
    def run(section, users, key="-", **environ):
        child = start_python(RUSH, str(section.pk), str(key), *(str(user.pk) for user in users), **environ)
        out, _nothing = child.communicate(timeout=120)
        return [json.loads(line) for line in out.splitlines() if line.startswith("{")], out

    return run


def test_twenty_people_get_twenty_numbers(section, rush):
    users = [accept_rules(make_person(), timezone.now()) for _ in range(PEOPLE)]
    results, out = rush(section, users)
    assert sorted(one.get("number", 0) for one in results) == list(range(1, PEOPLE + 1)), out
    assert sorted(Submitter.objects.values_list("number", flat=True)) == list(range(1, PEOPLE + 1))
    assert Comment.objects.count() == PEOPLE


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one writer in at a time, whatever the code does")
def test_without_the_locked_counter_numbers_collide(section, rush):
    """The negative control. Nobody is new here: a first remark also waits for the counter of submitters."""
    users = [accept_rules(make_person(), timezone.now()) for _ in range(PEOPLE)]
    for user in users:
        submitter_of(user=user, handbook_key=section.version.handbook_key)
    results, _out = rush(section, users, NAIVE="1")
    assert any("comment_number_once_per_version" in one.get("error", "") for one in results)


def test_ten_clicks_of_one_person_post_once(section, rush, at):
    user = accept_rules(make_person(), at)
    results, out = rush(section, [user] * 10, key=uuid.uuid4())
    assert {one.get("number") for one in results} == {1}, out
    assert Comment.objects.count() == 1


def test_ten_clicks_on_a_draft_post_it_once_beside_others(section, rush, at):
    user, other = accept_rules(make_person(), at), make_person()
    draft = make_draft(user, section, "Alle twintig", at=at)
    make_comment(other, section, at=at)
    results, out = rush(section, [user] * 10, key=draft.key)
    assert {one.get("number") for one in results} == {2}, out
    assert Comment.objects.filter(posted_at__isnull=False).count() == 2
