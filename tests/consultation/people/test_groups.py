"""The groups and their rights, as contract.md says who may do what."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from consultation.people.actions import ensure_groups
from consultation.people.models import EDITORS, SOUNDING_BOARD
from consultation.people.permissions import GROUP_PERMISSIONS
from tests.factories.people import make_cast_member

pytestmark = pytest.mark.django_db

RIGHTS = [
    "wagtailadmin.access_admin",
    "handbook.publish_version",
    "handbook.read_every_version",
    "comments.read_every_comment",
    "comments.moderate_comment",
    "weighing.decide_comment",
    "weighing.publish_answer",
    "people.change_application",
    "people.change_user",
    "people.read_audit_trail",
]
MAY = {
    "anna": "",
    "bram": "comments.read_every_comment weighing.decide_comment",
    "cas": "wagtailadmin.access_admin handbook.publish_version handbook.read_every_version comments.read_every_comment "
    "comments.moderate_comment weighing.decide_comment weighing.publish_answer people.change_application",
    "dewi": "",
    "fatih": "wagtailadmin.access_admin people.change_application people.change_user people.read_audit_trail",
    "olga": "",
}


@pytest.mark.parametrize("key", MAY)
def test_each_of_the_cast_has_exactly_these_rights(key: str) -> None:
    user = make_cast_member(key)
    assert {right for right in RIGHTS if user.has_perm(right)} == set(MAY[key].split())


def test_only_editors_and_administrators_enter_the_admin() -> None:
    assert {key for key in MAY if make_cast_member(key).is_staff} == {"cas", "fatih"}


def test_wagtails_own_groups_are_gone() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == set(GROUP_PERMISSIONS)


def test_editors_publish_every_page_and_administrators_none(cas, fatih) -> None:
    from wagtail.models import Page

    root = Page.objects.get(depth=1)
    assert root.permissions_for_user(cas).can_publish_subpage()
    assert not root.permissions_for_user(fatih).can_add_subpage()


def test_a_second_call_changes_nothing() -> None:
    def state() -> list[tuple[str, ...]]:
        return sorted(Group.objects.values_list("name", "permissions__codename", "page_permissions__permission__codename"))

    before = state()
    ensure_groups()
    assert state() == before


def test_a_right_that_was_ticked_by_hand_goes_with_the_next_migrate() -> None:
    editors, members = Group.objects.get(name=EDITORS), Group.objects.get(name=SOUNDING_BOARD)
    members.permissions.set(editors.permissions.all())
    call_command("migrate", verbosity=0, skip_checks=True)
    assert not members.permissions.exists()
