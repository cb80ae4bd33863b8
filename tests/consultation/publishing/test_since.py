"""The mail about a new draft tells each reader what changed since she read it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultation.comments.actions import note_opening
from consultation.delivery.models import Email
from consultation.publishing.notices import tell_about_version
from consultation.publishing.since import changed_since_read
from tests.factories.comments import make_section
from tests.factories.handbook import SECTIONS, make_version
from tests.factories.rounds import make_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def newer(version, at):
    changed = {**SECTIONS, "2.2": ("Het gesprek voeren", ["Spreek eerst met de ouders.", "Vat samen wat u hebt gehoord."])}
    return make_version(label="0.2", handbook_key=version.handbook_key, sections=changed, at=at)


def read(person, version, *numbers, at):
    for number in numbers:
        note_opening(user=person, section=make_section(version, number), at=at)


def test_only_what_one_read_and_what_changed_counts(version, open_round, newer, anna, eva, bram, at):
    read(anna, version, "1", "2.2", at=at)
    read(eva, version, "1", at=at)
    found = changed_since_read(newer)
    assert {key: one.sections for key, one in found.items()} == {anna.pk: 1, eva.pk: 0}
    assert found[anna.pk].minutes == 1


def test_the_mail_says_it_to_each_in_her_own_words(version, open_round, newer, anna, eva, bram, at):
    read(anna, version, "1", "2.2", at=at)
    read(eva, version, "1", at=at)
    round = make_round(version=newer)
    tell_about_version(version=newer, round=round, hold_until=at, at=at)
    texts = {email.user_id: email.text for email in Email.objects.all()}
    assert "1 paragraaf is gewijzigd sinds u die las. Dat is ongeveer 1 minuut lezen." in texts[anna.pk]
    assert "In wat u eerder las, is niets gewijzigd." in texts[eva.pk]
    assert "sinds u" not in texts[bram.pk]


def test_the_queries_do_not_grow_with_the_readers(version, open_round, newer, anna, eva, bram, at):
    read(anna, version, "1", at=at)
    with CaptureQueriesContext(connection) as few:
        changed_since_read(newer)
    for person in (eva, bram):
        read(person, version, "1", "2.1", "2.2", at=at)
    with CaptureQueriesContext(connection) as many:
        changed_since_read(newer)
    assert len(few) == len(many) == 2
