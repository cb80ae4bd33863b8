"""Reports, removal, restoring, and admitting late drafts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import ModelLogEntry

from consultation.comments import errors
from consultation.comments.actions import (
    admit_late,
    keep_comment,
    remove_comment,
    report_comment,
    restore_comment,
    set_support,
)
from consultation.comments.actions.moderating import PACE
from consultation.comments.models import Comment, Report
from consultation.delivery.models import Email, Notice
from tests.factories.comments import make_comment, make_draft, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(version, open_round):
    return make_section(version)


@pytest.fixture
def remark(section, anna, at):
    return make_comment(anna, section, "Over een gezin dat wij kennen.", at=at)


def test_a_report_reaches_the_editors_without_the_text(remark, eva, cas, bram, at):
    report_comment(user=eva, comment=remark, reason="Herkenbaar gezin.", at=at)
    report_comment(user=eva, comment=remark, reason="Nog eens.", at=at)
    assert Report.objects.count() == 1
    mail = Email.objects.get(kind="comments.reported")
    assert mail.user == cas
    assert "Herkenbaar gezin." in mail.text
    assert "Over een gezin" not in mail.text


def test_who_sees_it_may_report_it_also_after_the_round_but_not_an_observer_or_the_author(
    remark, eva, anna, olga, dewi, open_round, at
):
    report_comment(user=eva, comment=remark, reason="Naam", at=open_round.closes_at + timedelta(days=9))
    for user in (anna, olga, dewi):
        with pytest.raises(errors.TakesNoPart):
            report_comment(user=user, comment=remark, reason="Naam", at=at)
    with pytest.raises(errors.ReasonMissing):
        report_comment(user=eva, comment=remark, reason=" ", at=at)


def test_reporting_everything_is_stopped(section, anna, eva, at):
    most, span = PACE
    for _ in range(most):
        report_comment(user=eva, comment=make_comment(anna, section, at=at), reason="Naam", at=at)
    last = make_comment(anna, section, at=at)
    with pytest.raises(errors.TooManyAtOnce):
        report_comment(user=eva, comment=last, reason="Naam", at=at)
    assert report_comment(user=eva, comment=last, reason="Naam", at=at + span)


def test_a_removed_remark_goes_from_the_page_and_its_author_gets_her_text(remark, anna, eva, cas, at):
    report_comment(user=eva, comment=remark, reason="Naam", at=at)
    removed = remove_comment(comment=remark, reason="Het gezin is te herkennen.", by=cas, at=at)
    remove_comment(comment=remark, reason="Nogmaals", by=cas, at=at)
    assert removed.removed_reason == "Het gezin is te herkennen."
    assert Report.objects.get().outcome == "removed"
    mail = Email.objects.get(kind="comments.removed")
    assert mail.user == anna
    assert "Over een gezin dat wij kennen." in mail.text
    assert "Het gezin is te herkennen." in mail.text
    assert Notice.objects.filter(user=anna, kind="comments.removed").count() == 1
    assert Comment.objects.get(pk=remark.pk).body == "Over een gezin dat wij kennen."


def test_restoring_puts_it_back_with_its_support(remark, eva, anna, cas, at):
    set_support(user=eva, comment=remark, value=1, at=at)
    remove_comment(comment=remark, reason="Naam", by=cas, at=at)
    restored = restore_comment(comment=remark, by=cas, at=at)
    assert restored.stands
    assert restored.supports.count() == 1
    assert Email.objects.filter(kind="comments.restored", user=anna).count() == 1
    assert restore_comment(comment=remark, by=cas, at=at).stands
    actions = set(ModelLogEntry.objects.filter(object_id=str(remark.pk)).values_list("action", flat=True))
    assert {"klankbord.comments.remove", "klankbord.comments.restore"} <= actions


def test_a_report_may_be_handled_by_leaving_the_remark(remark, eva, cas, at):
    report_comment(user=eva, comment=remark, reason="Naam", at=at)
    assert keep_comment(comment=remark, by=cas, at=at) == 1
    assert keep_comment(comment=remark, by=cas, at=at) == 0
    assert Report.objects.get().outcome == "kept"
    assert Comment.objects.get(pk=remark.pk).stands


def test_only_editors_moderate(remark, section, anna, bram, fatih, at):
    draft = make_draft(anna, section, at=at)
    for user in (anna, bram, fatih):
        for act in (
            lambda user=user: remove_comment(comment=remark, reason="x", by=user, at=at),
            lambda user=user: restore_comment(comment=remark, by=user, at=at),
            lambda user=user: keep_comment(comment=remark, by=user, at=at),
            lambda user=user: admit_late(comment=draft, by=user, reason="x", at=at),
        ):
            with pytest.raises(PermissionDenied):
                act()


def test_a_draft_is_not_removed_and_a_posted_remark_not_admitted(remark, section, anna, cas, at):
    with pytest.raises(errors.NoLongerThere):
        remove_comment(comment=make_draft(anna, section, at=at), reason="x", by=cas, at=at)
    with pytest.raises(errors.NoLongerThere):
        admit_late(comment=remark, reason="x", by=cas, at=at)
    with pytest.raises(errors.ReasonMissing):
        remove_comment(comment=remark, reason=" ", by=cas, at=at)
