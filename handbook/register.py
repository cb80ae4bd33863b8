"""The register of passage ids: which paragraph a remark hangs on, kept over editing, copying, import and freezing.

Wagtail knows the editor's blocks, and one of those may hold many paragraphs; it also copies a block with its
id. So the ids that remarks hang on live in a table of their own, and the living text is aligned with it each
time it is imported or frozen.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace

from handbook.exchange.document import Section
from handbook.exchange.matching import PassageRecord as Known
from handbook.exchange.matching import align_passages
from handbook.models import PassageRecord

_BATCH = 500
_WRITTEN = ("section_key", "source", "ordinal", "type", "text", "in_use")


def give_ids(sections: Sequence[Section], *, handbook_key: uuid.UUID) -> tuple[Section, ...]:
    """The sections (with their keys) with an id on every block.

    A block that brings an id keeps it, the first time it is used. The others are aligned with the passages
    that stand in the newest text and then, if they are still unknown, with those that stood in an older one:
    what was taken out and comes back is the same passage. What is left is new.
    """
    rows = PassageRecord.objects.filter(handbook_key=handbook_key).order_by("ordinal", "id")
    standing: list[Known] = []
    retired: list[Known] = []
    for row in rows:
        known = Known(str(row.passage_id), str(row.section_key), row.source or None, row.ordinal, row.text, row.type)
        (standing if row.in_use else retired).append(known)
    aligned = align_passages(standing, sections)
    if retired and any(block.id is None for section in aligned for block in section.blocks):
        used = {block.id for section in aligned for block in section.blocks}
        aligned = align_passages([known for known in retired if known.id not in used], aligned)
    return tuple(
        replace(section, blocks=tuple(replace(block, id=block.id or str(uuid.uuid4())) for block in section.blocks))
        for section in aligned
    )


def write_register(sections: Sequence[Section], *, handbook_key: uuid.UUID) -> None:
    """Note where every passage of the newest text stands, and that the others stand nowhere.

    Only rows that differ are written: freezing an unchanged text writes nothing.
    """
    rows = {row.passage_id: row for row in PassageRecord.objects.filter(handbook_key=handbook_key)}
    before = {key: _values(row) for key, row in rows.items()}
    for row in rows.values():
        row.in_use = False
    for section in sections:
        for ordinal, block in enumerate(section.blocks, start=1):
            passage_id = uuid.UUID(block.id)
            row = rows.setdefault(passage_id, PassageRecord(handbook_key=handbook_key, passage_id=passage_id))
            row.section_key = uuid.UUID(section.key)
            row.source, row.ordinal, row.type, row.text = block.source or "", ordinal, block.type, block.text
            row.in_use = True
    PassageRecord.objects.bulk_create((row for row in rows.values() if row.pk is None), batch_size=_BATCH)
    changed = [row for key, row in rows.items() if key in before and _values(row) != before[key]]
    PassageRecord.objects.bulk_update(changed, _WRITTEN, batch_size=_BATCH)


def _values(row: PassageRecord) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in _WRITTEN)
