"""Changing and withdrawing what stands."""

from __future__ import annotations

from datetime import timedelta

import pytest

from consultation.comments import errors
from consultation.comments.actions import Wording, edit_comment, remove_comment, withdraw_comment
from consultation.comments.models import Comment
from consultation.people.actions import leave_group
from consultation.people.models import SOUNDING_BOARD
from tests.factories.comments import make_comment, make_draft, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def remark(version, open_round, anna, at):
    return make_comment(anna, make_section(version), "De termijn is te kort.", at=at)


def test_the_text_before_a_change_is_kept(remark, anna, at):
    changed = edit_comment(user=anna, comment=remark, wording=Wording("De termijn is veel te kort."), at=at)
    assert changed.edited_at == at
    assert changed.number == remark.number
    assert list(changed.texts.values_list("body", flat=True)) == ["De termijn is te kort."]


def test_saving_the_same_words_is_no_change(remark, anna, at):
    same = edit_comment(user=anna, comment=remark, wording=Wording("De termijn is te kort."), at=at)
    assert same.edited_at is None
    assert not same.texts.exists()


def test_two_tabs_do_not_overwrite_each_other(remark, anna, at):
    edit_comment(user=anna, comment=remark, wording=Wording("Eerste venster"), seen_at=remark.saved_at, at=at)
    with pytest.raises(errors.ChangedMeanwhile) as refusal:
        edit_comment(user=anna, comment=remark, wording=Wording("Tweede venster"), seen_at=remark.saved_at, at=at)
    assert refusal.value.comment.body == "Eerste venster"
    stands = refusal.value.comment
    edit_comment(user=anna, comment=remark, wording=Wording("Tweede venster"), seen_at=stands.saved_at, at=at)
    assert Comment.objects.get(pk=remark.pk).texts.count() == 2


def test_only_the_writer_changes_and_withdraws(remark, eva, cas, at):
    for user in (eva, cas):
        with pytest.raises(errors.NotYours):
            edit_comment(user=user, comment=remark, wording=Wording("Anders"), at=at)
        with pytest.raises(errors.NotYours):
            withdraw_comment(user=user, comment=remark, at=at)


def test_after_the_round_nothing_changes_any_more_but_withdrawing_is_free(remark, anna, open_round, at):
    after = open_round.closes_at
    with pytest.raises(errors.NoEditsAfterClosing):
        edit_comment(user=anna, comment=remark, wording=Wording("Anders"), at=after)
    assert withdraw_comment(user=anna, comment=remark, at=after + timedelta(days=30)).withdrawn_at


def test_who_left_the_group_may_still_withdraw(remark, anna, at):
    leave_group(user=anna, group=SOUNDING_BOARD, at=at)
    assert withdraw_comment(user=anna, comment=remark, at=at).withdrawn_at == at


def test_withdrawing_twice_is_once_and_the_text_stays_in_the_record(remark, anna, at):
    withdraw_comment(user=anna, comment=remark, at=at)
    again = withdraw_comment(user=anna, comment=remark, at=at + timedelta(hours=1))
    assert again.withdrawn_at == at
    assert again.body == "De termijn is te kort."
    with pytest.raises(errors.NoLongerThere):
        edit_comment(user=anna, comment=remark, wording=Wording("Anders"), at=at)


def test_a_change_meets_the_guard_too(remark, anna, at):
    with pytest.raises(errors.PersonalDataFound):
        edit_comment(user=anna, comment=remark, wording=Wording("Kevin de V. bleef thuis."), at=at)


def test_a_draft_or_a_removed_remark_is_not_changed_here(remark, version, anna, cas, at):
    draft = make_draft(anna, make_section(version), at=at)
    with pytest.raises(errors.NoLongerThere):
        edit_comment(user=anna, comment=draft, wording=Wording("Anders"), at=at)
    remove_comment(comment=remark, reason="Naam", by=cas, at=at)
    with pytest.raises(errors.NoLongerThere):
        edit_comment(user=anna, comment=remark, wording=Wording("Anders"), at=at)
