"""An author hears of support and objections: once a day for a remark, once of the same person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from consultation.comments.actions import clear_support, set_support, withdraw_comment
from consultation.delivery.models import Email, Notice
from consultation.delivery.sending import send_due
from tests.factories.comments import accept_rules, make_comment, make_section
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
AGREE, OBJECT = 1, -1
DAY = timedelta(days=1)


@pytest.fixture
def remark(version, open_round, anna, at):
    """Of somebody who wants to hear of support at once; without a choice it comes in an overview."""
    anna.preferences.create(kind="comments.support", pace="at_once")
    return make_comment(anna, make_section(version), "Te stellig.", at=at)


def told() -> int:
    return Notice.objects.filter(kind="comments.support").count()


def test_the_author_hears_who_does_not_name_the_person(remark, anna, eva, at):
    set_support(user=eva, comment=remark, value=AGREE, at=at)
    notice, mail = Notice.objects.get(), Email.objects.get()
    assert notice.user == mail.user == anna
    assert notice.title == "Iemand steunt uw reactie bij 2.1 De melding beoordelen"
    assert "Te stellig." in mail.text
    assert "Eva" not in mail.text


def test_an_objection_comes_with_its_reason(remark, eva, at):
    set_support(user=accept_rules(eva, at), comment=remark, value=OBJECT, reason="Dit is de wet.", at=at)
    assert "Dit is de wet." in Email.objects.get().text
    assert "Bezwaar" in Email.objects.get().subject


def test_several_on_one_remark_in_a_day_are_one_notice(remark, eva, bram, version, anna, at):
    noon = at.replace(hour=11)
    set_support(user=eva, comment=remark, value=AGREE, at=noon)
    set_support(user=bram, comment=remark, value=AGREE, at=noon + timedelta(minutes=5))
    assert told() == 1
    other = make_comment(anna, make_section(version, "1"), at=at)
    set_support(user=bram, comment=other, value=AGREE, at=noon)
    assert told() == 2
    set_support(user=make_person(), comment=remark, value=AGREE, at=noon + DAY)
    assert told() == 3


def test_the_same_person_again_is_silent_on_whatever_day(remark, eva, at):
    for days in range(3):
        set_support(user=eva, comment=remark, value=AGREE, at=at + days * DAY)
        clear_support(user=eva, comment=remark, at=at + days * DAY)
    assert told() == 1


def reason_at(moment) -> str:
    send_due(at=moment)
    mail = Email.objects.get(kind="comments.support")
    return f"{mail.state}: {mail.reason}"


def test_what_is_taken_back_in_ten_minutes_is_never_mailed(remark, eva, at):
    set_support(user=eva, comment=remark, value=AGREE, at=at)
    send_due(at=at)
    assert Email.objects.get().state == "queued"
    clear_support(user=eva, comment=remark, at=at)
    assert reason_at(at + timedelta(minutes=10)) == "withdrawn: the support was taken back, or the remark is gone"


def test_what_stands_is_mailed_and_what_was_withdrawn_is_not(remark, anna, eva, at):
    set_support(user=eva, comment=remark, value=AGREE, at=at)
    assert reason_at(at + timedelta(minutes=10)) == "sent: "
    Email.objects.update(state="queued", begun_at=None)
    withdraw_comment(user=anna, comment=remark, at=at)
    assert reason_at(at + timedelta(minutes=11)).startswith("withdrawn")


def test_who_left_the_round_is_not_mailed(remark, anna, eva, at):
    set_support(user=eva, comment=remark, value=AGREE, at=at)
    anna.groups.clear()
    assert reason_at(at + timedelta(minutes=10)) == "withdrawn: the receiver no longer reads this version"
