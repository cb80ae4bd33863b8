"""Who may do what (contract.md), as one table: the rights of each group, by name. ``ensure_groups`` writes it to the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from consultation.people.models import (
    ADMINISTRATORS,
    EDITORS,
    OBSERVERS,
    PUBLIC,
    SOUNDING_BOARD,
    WORKING_GROUP,
)

ADMIN_ACCESS = "wagtailadmin.access_admin"

_JOINING = (
    "people.view_application",
    "people.change_application",
    "people.view_invitation",
    "people.add_invitation",
    "people.change_invitation",
)

_HOLIDAYS = (
    "delivery.view_schoolholiday",
    "delivery.add_schoolholiday",
    "delivery.change_schoolholiday",
    "delivery.delete_schoolholiday",
)

_ANSWER_TEMPLATES = (
    "weighing.view_answertemplate",
    "weighing.add_answertemplate",
    "weighing.change_answertemplate",
    "weighing.delete_answertemplate",
)

_NEWSLETTER = (
    "newsletter.send_issue",
    "newsletter.view_subscription",
    "newsletter.change_subscription",
)

GROUP_PERMISSIONS: Mapping[str, frozenset[str]] = {
    PUBLIC: frozenset(),
    SOUNDING_BOARD: frozenset(),
    OBSERVERS: frozenset(),
    WORKING_GROUP: frozenset({"comments.read_every_comment", "weighing.decide_comment", "tryouts.read_agreement"}),
    EDITORS: frozenset(
        {
            ADMIN_ACCESS,
            "handbook.publish_version",
            "handbook.read_every_version",
            "comments.read_every_comment",
            "comments.moderate_comment",
            "comments.view_comment",
            "weighing.decide_comment",
            "weighing.publish_answer",
            "rounds.view_round",
            "rounds.change_round",
            "delivery.view_email",
            "meetings.change_meeting",
            "tryouts.change_case",
            "tryouts.read_agreement",
            "conference.view_conference",
            "conference.add_conference",
            "conference.change_conference",
            *_HOLIDAYS,
            *_JOINING,
            *_NEWSLETTER,
            *_ANSWER_TEMPLATES,
        }
    ),
    ADMINISTRATORS: frozenset(
        {
            ADMIN_ACCESS,
            *_JOINING,
            *_HOLIDAYS,
            "delivery.view_email",
            "people.view_user",
            "people.add_user",
            "people.change_user",
            "people.view_organisation",
            "people.add_organisation",
            "people.change_organisation",
            "people.delete_organisation",
            "people.read_audit_trail",
            "people.handle_personal_data",
            "wagtailcore.change_site",
            "wagtailcore.view_site",
        }
    ),
}
"""Observers and members read by the readers of a version alone; a right of theirs would be a way round it."""

EDITOR_PAGE_PERMISSIONS = (
    "add_page",
    "bulk_delete_page",
    "change_page",
    "lock_page",
    "publish_page",
    "unlock_page",
)
EDITOR_COLLECTION_PERMISSIONS = (
    "wagtailimages.add_image",
    "wagtailimages.change_image",
    "wagtailimages.choose_image",
    "wagtaildocs.add_document",
    "wagtaildocs.change_document",
    "wagtaildocs.choose_document",
    "wagtailcore.add_collection",
    "wagtailcore.change_collection",
)


def needs_second_factor(user: Any) -> bool:
    """Whether this person's rights are such that a mailbox alone must not open them: all who may enter the admin."""
    return bool(user.is_authenticated and user.has_perm(ADMIN_ACCESS))
