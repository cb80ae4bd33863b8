"""Who looks at a remark, and notes among the weighers."""

from __future__ import annotations

import pytest

from consultation.weighing import errors
from consultation.weighing.actions import assign, write_note
from consultation.weighing.models import Assignment, Note
from tests.factories.comments import make_comment, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def remarks(version, open_round, anna, at):
    return [make_comment(anna, make_section(version), body=body, at=at) for body in ("Een.", "Twee.", "Drie.")]


def test_remarks_are_handed_to_a_colleague_and_back_to_nobody(remarks, bram, cas, at):
    assert assign(comments=remarks[:2], to=bram, by=cas, at=at) == 2
    assert assign(comments=remarks, to=bram, by=cas, at=at) == 1
    assert list(Assignment.objects.values_list("to", flat=True)) == [bram.pk] * 3
    assert assign(comments=remarks[:1], to=None, by=bram, at=at) == 1
    assert assign(comments=remarks[:1], to=None, by=bram, at=at) == 0
    assert Assignment.objects.count() == 2


def test_only_to_somebody_who_weighs_and_only_by_one(remarks, anna, bram, cas, at):
    with pytest.raises(errors.NotOneOfUs):
        assign(comments=remarks, to=anna, by=cas, at=at)
    with pytest.raises(errors.MayNotDecide):
        assign(comments=remarks, to=bram, by=anna, at=at)
    assert not Assignment.objects.exists()


def test_a_note_is_for_those_who_weigh(remarks, anna, bram, at):
    note = write_note(comment=remarks[0], text="  Overleg met Halt.  ", by=bram, at=at)
    assert (note.text, note.author) == ("Overleg met Halt.", bram)
    with pytest.raises(errors.NoteMissing):
        write_note(comment=remarks[0], text="  ", by=bram, at=at)
    with pytest.raises(errors.MayNotDecide):
        write_note(comment=remarks[0], text="Hoi", by=anna, at=at)
    assert Note.objects.count() == 1
