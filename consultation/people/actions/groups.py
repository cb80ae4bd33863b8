"""The groups and their rights, written again after every migrate: the database holds the table of permissions.py."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from consultation.people.models import EDITORS
from consultation.people.permissions import (
    EDITOR_COLLECTION_PERMISSIONS,
    EDITOR_PAGE_PERMISSIONS,
    GROUP_PERMISSIONS,
)

WAGTAILS_OWN_GROUPS = ("Moderators", "Editors")


@transaction.atomic
def ensure_groups() -> None:
    """Makes the groups of contract.md exist with exactly their rights, and Wagtail's two default groups go.

    Idempotent: a second call changes nothing. Rights that somebody ticked by hand on one of our groups are taken
    away again, since the table in permissions.py is what the documentation and the tests describe. A default group
    of Wagtail's that somebody was put in stays.
    """
    for config in apps.get_app_configs():
        create_permissions(config, verbosity=0)
    names = {name for rights in GROUP_PERMISSIONS.values() for name in rights}
    by_name = _permissions_by_name(
        names | set(EDITOR_COLLECTION_PERMISSIONS) | {f"wagtailcore.{name}" for name in EDITOR_PAGE_PERMISSIONS}
    )
    for group_name, rights in GROUP_PERMISSIONS.items():
        group, _created = Group.objects.get_or_create(name=group_name)
        group.permissions.set([by_name[name] for name in rights])
    _grant_whole_tree(Group.objects.get(name=EDITORS), by_name)
    Group.objects.filter(name__in=WAGTAILS_OWN_GROUPS, user=None).delete()


def _grant_whole_tree(editors: Group, by_name: dict[str, Permission]) -> None:
    """Editors work on every page, image and document; a test that flushed the tree has no roots, which is no error."""
    for root in Page.objects.filter(depth=1):
        for name in EDITOR_PAGE_PERMISSIONS:
            GroupPagePermission.objects.get_or_create(group=editors, page=root, permission=by_name[f"wagtailcore.{name}"])
    for collection in Collection.objects.filter(depth=1):
        for name in EDITOR_COLLECTION_PERMISSIONS:
            GroupCollectionPermission.objects.get_or_create(group=editors, collection=collection, permission=by_name[name])


def _permissions_by_name(names: set[str]) -> dict[str, Permission]:
    wanted = Q(pk=None)
    for name in names:
        app_label, codename = name.split(".")
        wanted |= Q(content_type__app_label=app_label, codename=codename)
    found = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.filter(wanted).select_related("content_type")
    }
    missing = names - found.keys()
    if missing:
        raise LookupError(f"No such permission: {', '.join(sorted(missing))}")
    return found


def ensure_groups_after_migrate(**kwargs: Any) -> None:
    """The receiver of post_migrate. A migrate that stopped half-way (one app, or backwards) has not all tables yet."""
    needed = {"auth_group", "people_user", "comments_comment", "handbook_version", "wagtailcore_grouppagepermission"}
    if needed <= set(connection.introspection.table_names()):
        ensure_groups()
