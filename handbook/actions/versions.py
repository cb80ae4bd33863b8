"""Freezing: the agreed living text becomes a version, rows that never change again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from wagtail.log_actions import log

from handbook.actions.statuses import add_status
from handbook.errors import LabelTaken, NothingToFreeze, ReasonMissing, UnfitLabel, UnknownStatus
from handbook.exchange.document import Block
from handbook.exchange.document import Section as DocumentSection
from handbook.exporting import document_of
from handbook.images import frozen_html, store_images
from handbook.lineage import lineage_rows
from handbook.living import LivingText, read_living
from handbook.models import HandbookPage, Passage, Section, SectionLineage, Status, StoredFile, Version
from handbook.register import give_ids, write_register

Progress = Callable[[int, int], None]

_LABEL = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,19}")
_BATCH = 500


def is_fit_label(label: str) -> bool:
    """Whether a label can be part of an address: letters, digits, points and dashes, at most 20, and not points alone."""
    return bool(_LABEL.fullmatch(label)) and set(label) != {"."}


@transaction.atomic
def freeze_version(
    *,
    handbook: HandbookPage,
    label: str,
    status: str = Status.WORKING,
    notes: str = "",
    corrects: Version | None = None,
    by: Any,
    at: datetime,
    progress: Progress | None = None,
) -> Version:
    """Freeze what is agreed in the living text as version ``label``.

    Unpublished edits stay out; `living.unpublished_edits` lists them beforehand. Passages keep the ids that the
    register knows them by, images are copied by the hash of their content, and the lineage of every section
    from the version before is noted. The version is read by nobody until readers are added to it, but one that
    is adopted at once is public.

    The lock on the handbook's row makes that a double click, two editors or a retry after a time-out publish
    once: whoever comes second finds the label taken.

    ``corrects`` names the version of which this one only mends a few words. ``progress(done, total)`` counts
    sections. Raises `UnfitLabel`, `UnknownStatus`, `ReasonMissing` (a version
    cannot begin its life withdrawn), `LabelTaken`, `NothingToFreeze` and `ImageLost`; then nothing has changed.
    """
    if not is_fit_label(label):
        raise UnfitLabel(label)
    if status not in Status.values:
        raise UnknownStatus(status, Status.values)
    if status == Status.WITHDRAWN:
        raise ReasonMissing
    handbook = HandbookPage.objects.select_for_update(of=("self",)).get(pk=handbook.pk)
    versions = list(Version.objects.of(handbook.key).order_by("ordinal"))
    if same := next((version for version in versions if version.label == label), None):
        raise LabelTaken(same)

    living = read_living(handbook, section_address=_addresses(handbook.slug, label))
    if not living.pages:
        raise NothingToFreeze
    sections = give_ids(living.document.sections, handbook_key=handbook.key)
    version = _write_version(handbook, label, notes, sections, living, at, progress, corrects)
    write_register(sections, handbook_key=handbook.key)
    if versions:
        previous = versions[-1]
        old = document_of(previous).sections
        SectionLineage.objects.bulk_create(lineage_rows(previous, version, old, sections), batch_size=_BATCH)
    add_status(version=version, status=status, reason="", others=versions, at=at)
    log(version, "klankbord.handbook.freeze", user=by, timestamp=at, data={"label": label, "status": status})
    return version


def _addresses(slug: str, label: str) -> Callable[[str], str]:
    """Links between sections stay inside the version."""
    return lambda number: reverse("section", kwargs={"slug": slug, "label": label, "number": number})


def _write_version(
    handbook: HandbookPage,
    label: str,
    notes: str,
    sections: Sequence[DocumentSection],
    living: LivingText,
    at: datetime,
    progress: Progress | None,
    corrects: Version | None,
) -> Version:
    files = store_images(living.images)
    passages = [[_passage(block, ordinal, files) for ordinal, block in enumerate(s.blocks, start=1)] for s in sections]
    rows = [_section(section, position, passages[position - 1]) for position, section in enumerate(sections, start=1)]
    last = Version.objects.of(handbook.key).aggregate(last=Max("ordinal"))["last"] or 0
    version = Version.objects.create(
        handbook_key=handbook.key,
        slug=handbook.slug,
        title=handbook.title,
        label=label,
        ordinal=last + 1,
        corrects=corrects,
        notes=notes,
        frozen_at=at,
        content_hash=_digest([handbook.title, *(row.content_hash for row in rows)]),
        word_count=sum(row.word_count for row in rows),
    )
    version.files.set(files.values())
    _insert_sections(version, rows)
    for done, (row, own) in enumerate(zip(rows, passages, strict=True), start=1):
        for passage in own:
            passage.section = row
        if progress:
            progress(done, len(rows))
    Passage.objects.bulk_create((passage for own in passages for passage in own), batch_size=_BATCH)
    return version


def _insert_sections(version: Version, rows: Sequence[Section]) -> None:
    """Insert level by level, since a row needs its parent's primary key, which it gets when it is written."""
    above: list[Section] = []
    by_depth: dict[int, list[Section]] = {}
    for row in rows:
        row.version = version
        while above and above[-1].level >= row.level:
            above.pop()
        row.parent = above[-1] if above else None
        by_depth.setdefault(len(above), []).append(row)
        above.append(row)
    for depth in sorted(by_depth):
        for row in by_depth[depth]:
            row.parent = row.parent  # takes over the primary key that the parent has by now
        Section.objects.bulk_create(by_depth[depth], batch_size=_BATCH)


def _section(section: DocumentSection, position: int, passages: Iterable[Passage]) -> Section:
    text = section.text
    return Section(
        key=section.key,
        position=position,
        number=section.number,
        level=section.level,
        appendix=section.appendix,
        title=section.title,
        text=text,
        content_hash=_digest([section.key, section.number, section.title, *(passage.content_hash for passage in passages)]),
        word_count=len(text.split()),
    )


def _passage(block: Block, ordinal: int, files: dict[str, StoredFile]) -> Passage:
    html = frozen_html(block, files)
    return Passage(
        passage_id=block.id,
        ordinal=ordinal,
        type=block.type,
        html=html,
        text=block.text,
        data=block.data,
        source=block.source or "",
        content_hash=_digest([block.id, block.type, html, block.text, block.data]),
    )


def _digest(parts: Any) -> str:
    """The sha256 of plain data in one spelling."""
    return sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
