"""The status of a version: rows that are only added, and what each status word brings about."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from consultation.people.models import User
from handbook.actions import set_status
from handbook.errors import ReasonMissing, UnknownStatus
from handbook.models import Status, Version, VersionStatus
from handbook.models.versions import current_status
from tests.factories.texts import freeze, living_handbook


@pytest.fixture
def first(db: None) -> Version:
    return freeze(living_handbook(), "0.1")


def test_a_new_status_is_a_new_row_and_the_older_ones_stay(first: Version, cas: User, at: datetime) -> None:
    set_status(version=first, status=Status.FOR_ADOPTION, by=cas, at=at)
    assert [row.status for row in first.statuses.all()] == ["werkversie", "versie ter vaststelling"]
    assert current_status(first) == "versie ter vaststelling"


def test_the_same_status_again_adds_nothing(first: Version, cas: User, at: datetime) -> None:
    row = set_status(version=first, status=Status.CONSULTATION, by=cas, at=at)
    assert set_status(version=first, status=Status.CONSULTATION, by=cas, at=at) == row
    assert first.statuses.count() == 2


def test_an_adopted_version_is_public_and_the_one_adopted_before_is_superseded(first: Version, cas: User, at: datetime) -> None:
    set_status(version=first, status=Status.ADOPTED, by=cas, at=at)
    second = freeze(living_handbook(), "0.2")
    third = freeze(living_handbook(), "0.3")
    set_status(version=third, status=Status.ADOPTED, by=cas, at=at)
    statuses = {version.label: version.current_status for version in Version.objects.with_status()}
    assert statuses == {"0.1": "verouderd", "0.2": "werkversie", "0.3": "vastgesteld"}
    public = Version.objects.visible_to(AnonymousUser())
    assert set(public) == {first, third}
    assert second not in public


def test_freezing_an_adopted_version_supersedes_too(first: Version, cas: User, at: datetime) -> None:
    set_status(version=first, status=Status.ADOPTED, by=cas, at=at)
    freeze(living_handbook(), "1.0", status=Status.ADOPTED)
    assert current_status(Version.objects.get(pk=first.pk)) == Status.SUPERSEDED


def test_withdrawing_needs_a_reason_and_so_does_taking_it_back(first: Version, cas: User, at: datetime) -> None:
    with pytest.raises(ReasonMissing):
        set_status(version=first, status=Status.WITHDRAWN, reason="  ", by=cas, at=at)
    row = set_status(version=first, status=Status.WITHDRAWN, reason="Een fout in 2.3.", by=cas, at=at)
    assert row.reason == "Een fout in 2.3."
    with pytest.raises(ReasonMissing):
        set_status(version=first, status=Status.CONSULTATION, by=cas, at=at)
    set_status(version=first, status=Status.CONSULTATION, reason="Toch goed.", by=cas, at=at)
    assert current_status(first) == Status.CONSULTATION


def test_a_withdrawn_version_stays_readable_for_its_readers(first: Version, cas: User, at: datetime) -> None:
    set_status(version=first, status=Status.ADOPTED, by=cas, at=at)
    set_status(version=first, status=Status.WITHDRAWN, reason="Een fout.", by=cas, at=at)
    assert first in Version.objects.visible_to(AnonymousUser())


def test_an_unknown_word_is_refused_by_the_action_and_by_the_database(first: Version, cas: User, at: datetime) -> None:
    with pytest.raises(UnknownStatus):
        set_status(version=first, status="concept", by=cas, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        VersionStatus.objects.create(version=first, status="concept", at=at)


def test_the_versions_one_may_see_are_one_query_however_many_there_are(
    first: Version, anna: User, django_assert_num_queries
) -> None:
    for label in ("0.2", "0.3"):
        freeze(living_handbook(), label, status=Status.ADOPTED)
    for person in (AnonymousUser(), anna):
        person.has_perm("handbook.read_every_version")
        with django_assert_num_queries(1):
            assert len(Version.objects.visible_to(person).with_status()) == 2
