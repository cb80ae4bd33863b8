"""What an editor sees before and a member hears after a publication: which sections changed."""

from __future__ import annotations

import uuid

from handbook.models import SectionLineage, Version


def changed_keys(version: Version) -> set[uuid.UUID]:
    """Keys of this version's sections that are new or whose own text changed since the version before it."""
    lines = SectionLineage.objects.filter(new_version=version, new_key__isnull=False)
    return {
        line.new_key
        for line in lines
        if line.new_key is not None and (line.text_changed or line.kind in {"added", "split", "merged"})
    }
