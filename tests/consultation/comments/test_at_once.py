"""Real processes at the same instant: numbers without doubles and gaps, and a double click that posts once."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from consultation.comments.actions import begin_gathering, share_draft, submitter_of
from consultation.comments.models import Comment, Submitter
from consultation.people.models import User
from tests.factories.comments import accept_rules, make_comment, make_draft, make_section
from tests.factories.people import make_person

RUSH = str(Path(__file__).with_name("rush.py"))
SUBMITTING = str(Path(__file__).with_name("submitting.py"))
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


@pytest.fixture
def coordinators(section, open_round, eva, at):
    """Four people who submit for the municipality, and what two colleagues shared."""
    gathering = begin_gathering(user=eva, round=open_round, at=at)
    people = [make_person(organisation=eva.organisation.name) for _ in range(3)]
    User.objects.filter(pk__in=[one.pk for one in people]).update(is_coordinator=True)
    for one in people[:2]:
        draft = make_draft(accept_rules(one, at), section, f"Van {one.name}", at=at)
        share_draft(user=one, draft=draft, at=at)
    return gathering, [eva, *people]


def press(start_python, gathering, people, **environ):
    child = start_python(SUBMITTING, str(gathering.pk), *(str(one.pk) for one in people), **environ)
    return child.communicate(timeout=120)[0]


def test_four_coordinators_at_once_submit_each_text_once(coordinators, start_python):
    gathering, people = coordinators
    out = press(start_python, gathering, people)
    posted = Comment.objects.posted().filter(submitter__collective=True)
    assert sorted(posted.values_list("number", flat=True)) == [1, 2], out
    assert sorted(posted.values_list("body", flat=True)) == sorted(f"Van {one.name}" for one in people[1:3])
    assert "error" not in out


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one writer in at a time, whatever the code does")
def test_without_the_locked_gathering_texts_are_taken_twice(coordinators, start_python):
    """The negative control."""
    gathering, people = coordinators
    out = press(start_python, gathering, people, NAIVE="1")
    assert Comment.objects.filter(submitter__collective=True).count() != 2 or "error" in out
