"""Whom an administrator puts in a group or takes out of one hears it, in one mail."""

from __future__ import annotations

import pytest

from consultation.delivery.models import Email, Notice
from consultation.people.actions import change_person, leave_group
from consultation.people.models import SOUNDING_BOARD, WORKING_GROUP

pytestmark = pytest.mark.django_db
KIND = "people.membership"


def test_one_mail_says_what_came_and_what_went(anna, fatih, at):
    change_person(user=anna, changes={}, groups=[WORKING_GROUP], by=fatih, at=at)
    mail = Email.objects.get(kind=KIND)
    assert mail.user == anna
    assert "U zit nu in: werkgroep." in mail.text
    assert "U zit niet meer in: klankbordgroep." in mail.text
    assert "List-Unsubscribe" not in mail.headers
    assert Notice.objects.get(kind=KIND).url == "/account/"


def test_no_change_of_groups_and_a_closed_account_are_silent(anna, eva, fatih, at):
    change_person(user=anna, changes={"function": "boa"}, groups=[SOUNDING_BOARD], by=fatih, at=at)
    eva.is_active = False
    eva.save()
    change_person(user=eva, changes={}, groups=[], by=fatih, at=at)
    assert not Email.objects.filter(kind=KIND).exists()


def test_who_leaves_herself_is_not_told_what_she_did(anna, at):
    leave_group(user=anna, group=SOUNDING_BOARD, at=at)
    assert not Email.objects.filter(kind=KIND).exists()
