"""The server's question about personal data: what was answered once, by a tick or in the browser, is not asked again."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse

from consultation.comments.guard import find, mark_of
from consultation.comments.models import Comment
from tests.factories.comments import accept_rules, make_section

pytestmark = pytest.mark.django_db
TEXT = "Mail kevin@school.example of bel zaak 123456782."


@pytest.fixture
def post(version, open_round, anna, signed_in, at):
    """`post(body=…)` sends the form; the answer as text, and what the form that came back holds."""
    accept_rules(anna, at)
    browser, address = signed_in(anna), reverse("comment-post", args=[make_section(version).pk])

    def send(**fields):
        answer = browser.post(address, {"kind": "inhoudelijk", "action": "post", **fields})
        return unescape(answer.content.decode())

    return send


def named(page: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]+)"', page)


def token(page: str, name: str) -> str:
    return named(page, name)[0]


def test_words_that_the_browser_says_are_the_same_as_a_tick():
    mail, number = find(TEXT)
    assert mark_of("email", "KEVIN@school.example") == mail.mark
    assert mark_of(*number.name.split(":", 1)) == number.mark


def test_what_was_waved_through_in_the_browser_is_posted(post):
    post(body="Mail kevin@school.example.", no_personal_data_words=["email:kevin@school.example"])
    assert Comment.objects.get().posted_at is not None


def test_a_number_that_could_be_a_bsn_still_wants_to_be_explained(post):
    waved = {"body": "Zaak 123456782.", "no_personal_data_words": ["bsn:123456782"]}
    asked = post(**waved)
    assert 'name="explanation"' in asked
    assert Comment.objects.get().posted_at is None
    draft = {"key": token(asked, "key"), "seen_at": token(asked, "seen_at")}
    post(**waved, **draft, explanation="een rolnummer")
    assert Comment.objects.get().posted_at is not None


def test_one_of_two_answers_is_kept_while_the_other_is_asked(post):
    asked = post(body=TEXT)
    first, second = named(asked, "no_personal_data")
    draft = {"body": TEXT, "key": token(asked, "key"), "seen_at": token(asked, "seen_at")}
    again = post(**draft, no_personal_data=[first])
    assert named(again, "no_personal_data") == [second]
    kept = named(again, "no_personal_data_words")
    assert kept == ["email:kevin@school.example"]
    draft["seen_at"] = token(again, "seen_at")
    post(**draft, no_personal_data=[second], no_personal_data_words=kept, explanation="een rolnummer")
    assert Comment.objects.get().posted_at is not None


def test_other_words_than_those_that_were_meant_are_asked_about(post):
    asked = post(body="Mail jan@school.example.", no_personal_data_words=["email:kevin@school.example", "x", ":"])
    assert len(named(asked, "no_personal_data")) == 1
    assert named(asked, "no_personal_data_words") == []
