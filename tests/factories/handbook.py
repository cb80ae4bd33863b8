"""Frozen versions for tests that need one to read or to comment on, written as rows: cheap, and free of the import.

What import and freeze do is tested in tests/handbook, through their actions.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.contrib.auth.models import Group
from django.utils import timezone

from consultation.people.models import SOUNDING_BOARD, WORKING_GROUP
from handbook.exchange.document import Block
from handbook.models import HandbookPage
from handbook.models.versions import Passage, Section, Status, Version, VersionStatus
from home.models import HomePage

SLUG = "mas"
TITLE = "Methodische aanpak schoolverzuim"
SECTIONS: Mapping[str, tuple[str, Sequence[str]]] = {
    "1": ("Waarom deze handreiking", ["Elke leerling heeft recht op onderwijs.", "Wie verzuimt, mist dat recht."]),
    "2": ("Van melding naar gesprek", ["De school meldt het verzuim.", "De leerplichtambtenaar nodigt uit voor een gesprek."]),
    "2.1": (
        "De melding beoordelen",
        ["Lees de melding binnen drie werkdagen.", "Vraag aan wat ontbreekt.", "Leg vast wat u besluit."],
    ),
    "2.2": ("Het gesprek voeren", ["Spreek eerst met de leerling alleen.", "Vat samen wat u hebt gehoord."]),
}


def make_handbook_page(version: Version) -> HandbookPage:
    """The living handbook that a version was frozen from: addresses are found through it."""
    page = HandbookPage(title=version.title, slug=version.slug, key=version.handbook_key, summary="Kort gezegd.")
    return HomePage.objects.get().add_child(instance=page)


def make_version(
    *,
    label: str = "0.1",
    slug: str = SLUG,
    title: str = TITLE,
    handbook_key: uuid.UUID | None = None,
    sections: Mapping[str, tuple[str, Sequence[str | Block]]] = SECTIONS,
    readers: Iterable[str] = (SOUNDING_BOARD, WORKING_GROUP),
    status: str = Status.CONSULTATION,
    corrects: Version | None = None,
    at: datetime | None = None,
) -> Version:
    """A frozen version. ``sections`` maps a number to (title, paragraphs or other blocks); keys and passage ids are derived from
    the handbook, the number and the ordinal, so that two versions of one handbook share them."""
    at = at or timezone.now()
    handbook_key = handbook_key or uuid.uuid5(uuid.NAMESPACE_URL, slug)
    blocks = {
        number: [Block("paragraph", f"<p>{one}</p>", one) if isinstance(one, str) else one for one in paragraphs]
        for number, (_title, paragraphs) in sections.items()
    }
    texts = {number: "\n\n".join(block.text for block in found) for number, found in blocks.items()}
    version = Version.objects.create(
        handbook_key=handbook_key,
        slug=slug,
        title=title,
        label=label,
        corrects=corrects,
        ordinal=Version.objects.filter(handbook_key=handbook_key).count() + 1,
        frozen_at=at,
        content_hash=_digest(*(title for title, _paragraphs in sections.values()), *texts.values()),
        word_count=sum(len(text.split()) for text in texts.values()),
    )
    VersionStatus.objects.create(version=version, status=status, at=at, reason="Reden" if status == Status.WITHDRAWN else "")
    version.readers.set(Group.objects.filter(name__in=list(readers)))
    made: dict[str, Section] = {}
    for position, (number, (section_title, _paragraphs)) in enumerate(sections.items(), start=1):
        made[number] = Section.objects.create(
            version=version,
            key=uuid.uuid5(handbook_key, number),
            parent=made.get(number.rpartition(".")[0]),
            position=position,
            number=number,
            level=number.count(".") + 1,
            title=section_title,
            text=texts[number],
            content_hash=_digest(section_title, texts[number]),
            word_count=len(texts[number].split()),
        )
        Passage.objects.bulk_create(
            Passage(
                section=made[number],
                passage_id=uuid.uuid5(handbook_key, f"{number}-{ordinal}"),
                ordinal=ordinal,
                type=block.type,
                html=block.html,
                text=block.text,
                data=block.data,
                content_hash=_digest(block.text),
            )
            for ordinal, block in enumerate(blocks[number], start=1)
        )
    return version


def _digest(*texts: str) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
