"""Support, objection, read and agreed, and where one was."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from consultation.comments import errors
from consultation.comments.actions import (
    clear_review,
    clear_support,
    note_opening,
    set_review,
    set_support,
    toggle_review,
    toggle_support,
    withdraw_comment,
)
from consultation.comments.models import Opening, Review, Support
from tests.factories.comments import accept_rules, make_comment, make_section

pytestmark = pytest.mark.django_db
AGREE, OBJECT = Support.Value.AGREE, Support.Value.OBJECT


@pytest.fixture
def section(version, open_round):
    return make_section(version)


@pytest.fixture
def remark(section, anna, at):
    return make_comment(anna, section, at=at)


def test_one_person_gives_one_support_and_may_turn_it_into_an_objection(remark, eva, at):
    accept_rules(eva, at)
    set_support(user=eva, comment=remark, value=AGREE, at=at)
    set_support(user=eva, comment=remark, value=AGREE, at=at)
    set_support(user=eva, comment=remark, value=OBJECT, reason="Bij ons lukt het wel.", at=at)
    assert list(remark.supports.values_list("value", "reason")) == [(-1, "Bij ons lukt het wel.")]
    clear_support(user=eva, comment=remark, at=at)
    clear_support(user=eva, comment=remark, at=at)
    assert not remark.supports.exists()


def test_an_objection_has_a_reason_also_in_the_database(remark, eva, at):
    accept_rules(eva, at)
    with pytest.raises(errors.ObjectionNeedsReason):
        set_support(user=eva, comment=remark, value=OBJECT, reason="  ", at=at)
    set_support(user=eva, comment=remark, value=AGREE, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Support.objects.update(value=OBJECT)


def test_nobody_weighs_in_on_her_own_remark_on_a_reply_or_on_what_is_gone(remark, section, anna, eva, at):
    with pytest.raises(errors.OwnComment):
        set_support(user=anna, comment=remark, value=AGREE, at=at)
    reply = make_comment(anna, section, "Nog iets.", parent=remark, at=at)
    with pytest.raises(errors.NoLongerThere):
        set_support(user=eva, comment=reply, value=AGREE, at=at)
    withdraw_comment(user=anna, comment=remark, at=at)
    with pytest.raises(errors.NoLongerThere):
        set_support(user=eva, comment=remark, value=AGREE, at=at)


def test_support_ends_with_the_round_and_does_not_exist_in_a_blind_one(remark, open_round, eva, bram, dewi, at):
    with pytest.raises(errors.RoundNotOpen):
        set_support(user=eva, comment=remark, value=AGREE, at=open_round.closes_at)
    with pytest.raises(errors.TakesNoPart):
        set_support(user=dewi, comment=remark, value=AGREE, at=at)
    open_round.blind = True
    open_round.save()
    with pytest.raises(errors.WaitsForClosing):
        set_support(user=bram, comment=remark, value=AGREE, at=at)


def test_a_reason_meets_the_guard_and_the_house_rules(remark, eva, at):
    with pytest.raises(errors.HouseRulesFirst):
        set_support(user=eva, comment=remark, value=OBJECT, reason="Nee.", at=at)
    accept_rules(eva, at)
    with pytest.raises(errors.PersonalDataFound):
        set_support(user=eva, comment=remark, value=OBJECT, reason="Bij Kevin de V. ging het anders.", at=at)


def test_a_double_click_is_one_press_and_a_later_one_takes_back(remark, section, eva, at):
    soon, later = at + timedelta(milliseconds=300), at + timedelta(seconds=30)
    toggle_support(user=eva, comment=remark, at=at)
    toggle_support(user=eva, comment=remark, at=soon)
    assert remark.supports.count() == 1
    toggle_support(user=eva, comment=remark, at=later)
    assert not remark.supports.exists()
    toggle_review(user=eva, section=section, value="akkoord", at=at)
    toggle_review(user=eva, section=section, value="akkoord", at=soon)
    assert section.reviews.get().value == "akkoord"
    toggle_review(user=eva, section=section, value="gelezen", at=later)
    assert section.reviews.get().value == "gelezen"
    toggle_review(user=eva, section=section, value="gelezen", at=later + timedelta(seconds=30))
    assert not section.reviews.exists()


def test_a_section_has_one_mark_per_person_and_counts_as_opened(section, anna, at):
    set_review(user=anna, section=section, value="gelezen", at=at)
    set_review(user=anna, section=section, value="akkoord", at=at)
    assert Review.objects.get().value == "akkoord"
    assert Opening.objects.get().section == section
    clear_review(user=anna, section=section, at=at)
    clear_review(user=anna, section=section, at=at)
    assert not Review.objects.exists()


def test_marks_wait_for_the_round_and_end_with_it(section, open_round, anna, olga, at):
    for moment in (open_round.opens_at - timedelta(minutes=1), open_round.closes_at):
        with pytest.raises(errors.RoundNotOpen):
            set_review(user=anna, section=section, value="akkoord", at=moment)
    with pytest.raises(errors.TakesNoPart):
        set_review(user=olga, section=section, value="akkoord", at=at)


def test_where_one_was_is_kept_and_a_note_without_a_place_keeps_it(section, anna, at):
    passage = section.passages.get(ordinal=2)
    note_opening(user=anna, section=section, passage_id=passage.passage_id, at=at)
    note_opening(user=anna, section=section, at=at + timedelta(minutes=5))
    note_opening(user=anna, section=section, passage_id=uuid.uuid4(), at=at + timedelta(minutes=6))
    opening = Opening.objects.get()
    assert opening.passage_id == passage.passage_id
    assert opening.opened_at == at + timedelta(minutes=6)


def test_of_an_observer_or_an_outsider_no_place_is_kept(section, version, olga, dewi, at):
    assert note_opening(user=olga, section=section, at=at) is None
    assert note_opening(user=dewi, section=section, at=at) is None
    assert not Opening.objects.exists()


def test_what_one_was_told_about_a_section_is_read_once_that_stood_open(remark, section, anna, eva, at):
    """An overview leaves out what its reader saw on the site, and tells the rest with its words and its place."""
    anna.preferences.create(kind="comments.reply", pace="weekly")
    make_comment(eva, section, "Dat werkt bij ons ook.", parent=remark, at=at)
    notice = anna.notices.get(kind="comments.reply")
    assert (notice.body, notice.handbook) == ("Dat werkt bij ons ook.", str(section.version))
    assert notice.place.startswith(section.number)
    assert notice.digest_at is not None
    note_opening(user=anna, section=section, shown_at=at - timedelta(seconds=1), at=at)
    notice.refresh_from_db()
    assert notice.read_at is None
    note_opening(user=anna, section=section, shown_at=at, at=at + timedelta(minutes=1))
    notice.refresh_from_db()
    assert notice.read_at is not None
