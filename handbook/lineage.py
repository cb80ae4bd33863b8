"""From which section of the version before each section came: rows made once, when a version is frozen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handbook.exchange.document import Section
from handbook.exchange.matching import match_sections
from handbook.models import SectionLineage, Version


def lineage_rows(
    old_version: Version, new_version: Version, old: Sequence[Section], new: Sequence[Section]
) -> list[SectionLineage]:
    """The lines of descent between two consecutive versions, in reading order of the newer one.

    A section that stayed has one row (kept, renamed or moved; both if it was renamed and moved). A split has a
    row for every part, a merger one for every source; a section whose words went into one that was there
    already counts as merged into it. The rest was added or removed.
    """
    found = match_sections(old, new)
    rows: list[SectionLineage] = []

    def add(kind: str, old_index: int | None, new_index: int | None, **fields: Any) -> None:
        rows.append(
            SectionLineage(
                old_version=old_version,
                new_version=new_version,
                kind=kind,
                old_key=old[old_index].key if old_index is not None else None,
                new_key=new[new_index].key if new_index is not None else None,
                **fields,
            )
        )

    told_old: set[int] = set()
    told_new: set[int] = set()
    for line in found.lineage:
        kind = SectionLineage.Kind.SPLIT if line.kind == "split" else SectionLineage.Kind.MERGED
        for source in line.old:
            for target in line.new:
                told_old.add(source.index)
                told_new.add(target.index)
                add(kind, source.index, target.index, share=min(source.share, target.share))
    for match in found.matches:
        if match.old is None:
            if match.new not in told_new:
                add(SectionLineage.Kind.ADDED, None, match.new)
            continue
        kinds = [SectionLineage.Kind.RENAMED] * match.renamed + [SectionLineage.Kind.MOVED] * (match.moved or match.reparented)
        for kind in kinds or [SectionLineage.Kind.KEPT]:
            add(kind, match.old, match.new, text_changed=match.text_changed)
    for index in found.removed:
        if index not in told_old:
            add(SectionLineage.Kind.REMOVED, index, None)
    return rows
