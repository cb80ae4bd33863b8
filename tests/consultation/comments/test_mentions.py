"""Naming a colleague in a remark tells him, once, and only where names are seen."""

from __future__ import annotations

import pytest

from consultation.comments.actions import Wording, edit_comment, withdraw_comment
from consultation.comments.mentions import MENTION, names_in
from consultation.delivery.models import Email, Notice
from consultation.delivery.sending import send_due
from consultation.rounds.models import Round
from handbook.models import Section
from tests.factories.comments import make_comment, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(version, open_round):
    return make_section(version)


def named():
    return set(Notice.objects.filter(kind=MENTION).values_list("user__name", flat=True))


def test_who_is_named_hears_of_it_with_the_words(section, anna, bram, at):
    make_comment(anna, section, "Past dit, @Bram van den Oever? Ik weet het niet.", at=at)
    notice = Notice.objects.get(kind=MENTION)
    assert notice.user == bram
    assert "Past dit" in notice.body
    email = Email.objects.get(kind=MENTION)
    assert email.subject.startswith("Anna Verschuren noemt u bij")
    assert "Past dit" in email.text


def test_an_address_a_stranger_or_oneself_is_nobody(section, anna, dewi, at):
    make_comment(anna, section, "Mail x@Bram van den Oever, @Dewi Soerjadi, @Anna Verschuren of @iemand.", at=at)
    assert named() == set()


def test_who_hears_of_a_reply_does_not_hear_of_it_twice(section, anna, bram, eva, at):
    remark = make_comment(bram, section, at=at)
    make_comment(anna, section, "@Bram van den Oever en @Eva Molenaar: eens.", parent=remark, at=at)
    assert named() == {"Eva Molenaar"}


def test_an_edit_tells_whom_it_names_anew_and_nobody_again(section, anna, bram, eva, at):
    remark = make_comment(anna, section, "Vraag het @Bram van den Oever", at=at)
    edit_comment(user=anna, comment=remark, wording=Wording("@Bram van den Oever en @Eva Molenaar"), at=at)
    assert named() == {"Bram van den Oever", "Eva Molenaar"}
    assert Notice.objects.filter(kind=MENTION).count() == 2


@pytest.mark.parametrize("hides", [{"identity": Round.Identity.FUNCTION}, {"blind": True}])
def test_nobody_is_told_where_names_or_remarks_are_hidden(section, open_round, anna, bram, at, hides):
    Round.objects.filter(pk=open_round.pk).update(**hides)
    make_comment(anna, Section.objects.get(pk=section.pk), "Past dit, @Bram van den Oever?", at=at)
    assert named() == set()


def test_a_remark_that_is_gone_is_not_told(section, anna, bram, at):
    remark = make_comment(anna, section, "Past dit, @Bram van den Oever?", at=at)
    withdraw_comment(user=anna, comment=remark, at=at)
    send_due(at=at)
    assert Email.objects.get(kind=MENTION).reason == "the remark was withdrawn or removed"


def test_a_name_may_have_many_words_and_signs():
    assert names_in("niets") == []
    assert names_in("(@Anna)") == ["Anna"]
    assert names_in("@Jan-Willem d'Hont: ja") == ["Jan-Willem", "Jan-Willem d'Hont", "Jan-Willem d'Hont: ja"]
