"""What became of the words of remarks, as a note keeps it: from a version that all its readers may read, as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import Group

from consultation.accountability.models import Readers
from consultation.comments.models import Comment
from consultation.weighing.actions import effects_in, versions_after
from handbook.models import Version
from handbook.models.versions import PUBLIC_GROUP

PlainEffect = dict[str, Any]
"""``{"label", "status", "place", "before", "after"}``; ``status`` is an `EffectKind`, the words are empty where none changed."""


def text_effects(version: Version, remarks: Sequence[Comment], *, readers: str) -> dict[int, PlainEffect]:
    """By the number of the remark (``Comment.pk``). Nothing before there is a version that all readers of the note may read.

    Otherwise a note for everybody would tell what a draft says that only members see. At most six queries.

    Args:
        version: on which the round ran.
        remarks: with ``version``, ``section``, ``passage`` and ``decision`` at hand.
        readers: a value of `Readers`.
    """
    following = next_version(version, readers=readers)
    if following is None:
        return {}
    return {
        pk: {
            "label": following.label,
            "status": str(effect.kind),
            "place": effect.place,
            "before": effect.before,
            "after": effect.after,
        }
        for pk, effect in effects_in(remarks, following).items()
    }


def next_version(version: Version, *, readers: str) -> Version | None:
    """The first later version that whoever may read the note may read too; three queries."""
    needed = set(Group.objects.filter(pk__in=version.readers.values("pk")).values_list("name", flat=True))
    for later in versions_after(version).prefetch_related("readers"):
        reading = {group.name for group in later.readers.all()}
        if PUBLIC_GROUP in reading or (readers != Readers.EVERYBODY and needed <= reading):
            return later
    return None
