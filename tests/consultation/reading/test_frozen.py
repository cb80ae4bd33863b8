"""What a process keeps of frozen text, and that it never shows the rows or the round of another request."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from consultation.reading.frozen import passages_of, section_in, sections_of
from handbook.models import Version

pytestmark = pytest.mark.django_db


def test_frozen_text_is_asked_for_once(version, django_assert_num_queries):
    first = sections_of(version)
    passages = passages_of(section_in(version, first[2]))
    again = Version.objects.get(pk=version.pk)
    with django_assert_num_queries(0):
        assert sections_of(again) == first
        assert passages_of(section_in(again, first[2])) == passages
    assert [one.number for one in first] == ["1", "2", "2.1", "2.2"]
    assert [one.ordinal for one in passages] == [1, 2, 3]


@pytest.mark.parametrize("changed", [{"content_hash": "anders"}, {"frozen_at": datetime(2020, 1, 1, tzinfo=UTC)}])
def test_the_same_number_in_another_database_is_another_version(version, django_assert_num_queries, changed):
    sections_of(version)
    for name, value in changed.items():
        setattr(version, name, value)
    with django_assert_num_queries(1):
        sections_of(version)


def test_what_is_shared_knows_no_request(version):
    shared = sections_of(version)
    own = section_in(version, shared[0])
    assert own.version is version
    assert "version" not in shared[0]._state.fields_cache
    shared.clear()
    assert len(sections_of(version)) == 4, "a list of one's own"
