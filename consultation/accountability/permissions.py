"""Who gives account, and who may read it."""

from __future__ import annotations

from typing import Any

from consultation.accountability.models import NoteEdition
from consultation.weighing.permissions import can_publish
from handbook.models import Version


def can_account(user: Any) -> bool:
    """Who sends answers publishes the note about them."""
    return can_publish(user)


def has_note(version: Version, *, user: Any) -> bool:
    """Whether a note went out about this issue that the reader may read; one query."""
    return bool(NoteEdition.objects.visible_to(user).filter(version=version.issue_id).exists())


def noted_versions(handbook_key: Any, *, user: Any) -> set[int]:
    """The rows of the versions of a handbook about which a note went out that the reader may read; one query."""
    editions = NoteEdition.objects.visible_to(user).filter(version__handbook_key=handbook_key)
    return set(editions.values_list("version", flat=True))
