"""Who stands behind many remarks at once, in a number of queries that does not grow with them."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db.models import Q

from consultation.comments.models import Comment
from consultation.people.models import PUBLIC, User
from handbook.models import Version


def people_behind_each(comments: Iterable[Comment]) -> dict[int, list[User]]:
    """By the number of each remark who hears what becomes of it, as ``people_behind`` tells it of one: its author, or the
    coordinators of the organisation that submitted it, as long as she may read its version.

    ``comments`` come with ``submitter__user`` and ``version``. Four queries, and one more for each further version.
    """
    rows = list(comments)
    organisations = {one.submitter.organisation_id for one in rows if one.submitter.collective}
    coordinators: dict[int | None, list[User]] = {}
    if organisations:
        for person in User.objects.filter(organisation__in=organisations, is_coordinator=True, is_active=True).order_by("pk"):
            coordinators.setdefault(person.organisation_id, []).append(person)
    authors = {one.pk: _authors(one, coordinators) for one in rows}
    readers: dict[int, set[int]] = {}
    for version in {one.version_id: one.version for one in rows}.values():
        people = {person.pk for one in rows if one.version_id == version.pk for person in authors[one.pk]}
        readers[version.pk] = readers_among(version, people)
    return {one.pk: [person for person in authors[one.pk] if person.pk in readers[one.version_id]] for one in rows}


def readers_among(version: Version, people: Iterable[int]) -> set[int]:
    """Which of these accounts may read a version; at most two queries. The same rule as ``Version.objects.visible_to``."""
    chosen = User.objects.filter(pk__in=list(people))
    groups = version.readers.all()
    if not groups.filter(name=PUBLIC).exists():
        right = Q(permissions__codename="read_every_version", permissions__content_type__app_label="handbook")
        reading = Group.objects.filter(Q(pk__in=groups.values("pk")) | right)
        members = User.groups.through.objects.filter(group__in=reading).values("user_id")
        chosen = chosen.filter(Q(pk__in=members) | Q(is_superuser=True))
    return set(chosen.values_list("pk", flat=True))


def _authors(comment: Comment, coordinators: dict[int | None, list[User]]) -> list[User]:
    submitter = comment.submitter
    if submitter.collective:
        return coordinators.get(submitter.organisation_id, [])
    return [submitter.user] if submitter.user is not None and submitter.user.is_active else []
