"""A correction: a few words of the newest version mended, read in the same round, told to nobody (docs/decisions/0010)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext, override
from wagtail.log_actions import log

from consultation.comments.actions import carry_over, place_comments
from consultation.comments.actions.placing import Progress, no_progress
from consultation.publishing.errors import NothingMended, NothingToCorrect, TooMuchChanged, WrongCorrectionLabel
from handbook.actions import freeze_version
from handbook.diff import DELETE, EQUAL, INSERT, Change, diff_words
from handbook.exchange.document import Document, Section
from handbook.exchange.matching import match_sections
from handbook.exporting import document_of
from handbook.living import read_living
from handbook.models import HandbookPage, Version
from handbook.models.versions import current_status

MOST_WORDS = 20
"""Words struck and words added, over the whole text: more than this is another text, which asks for another look."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A section in which words were mended, with its title and text as they were and are."""

    number: str
    title: str
    parts: list[Change]

    @property
    def words(self) -> int:
        """How many words were struck and added."""
        return sum(len(re.findall(r"\w+", part.text)) or 1 for part in self.parts if part.op in {DELETE, INSERT})


@dataclass(frozen=True, slots=True)
class Correction:
    """What a correction mends: the version that people know, the newest text of it, and the sections."""

    issue: Version
    newest: Version
    mended: list[Mended]

    @property
    def next_label(self) -> str:
        """The label of the next correction: the version's own with one more number."""
        taken = Version.objects.of(self.issue.handbook_key).values_list("label", flat=True)
        number = 1
        while f"{self.issue.label}.{number}" in taken:
            number += 1
        return f"{self.issue.label}.{number}"

    def refuse_label(self, label: str) -> None:
        """Raises WrongCorrectionLabel."""
        if not re.fullmatch(re.escape(self.issue.label) + r"\.\d+", label):
            raise WrongCorrectionLabel(self.issue.label, self.next_label)


def correction_of(*, handbook: HandbookPage, document: Document) -> Correction:
    """What publishing the agreed text (``document``, of ``read_living``) as a correction would mend; writes nothing.

    Raises:
        NothingToCorrect: there is no version yet.
        NothingMended: the text is that of the newest version.
        TooMuchChanged: sections or passages came, went or moved, or more than ``MOST_WORDS`` words changed.
    """
    newest = Version.objects.of(handbook.key).select_related("corrects").order_by("-ordinal").first()
    if newest is None:
        raise NothingToCorrect
    mended, shaken = _compare(document_of(newest).sections, document.sections)
    if shaken or sum(section.words for section in mended) > MOST_WORDS:
        raise TooMuchChanged([*shaken, *(f"{section.number} {section.title}" for section in mended)])
    if not mended:
        raise NothingMended(newest.label)
    return Correction(newest.corrects or newest, newest, mended)


@transaction.atomic
def publish_correction(
    *, handbook: HandbookPage, label: str, notes: str = "", by: Any, at: datetime, progress: Progress = no_progress
) -> Version:
    """Freeze the agreed text as a correction of the newest version. Its round goes on, and nobody is mailed.

    The correction has the status and the readers of what it corrects. Remarks find their place in it; drafts, reviews
    and openings are carried over, so that a mended word leaves nobody with something to read again. The notes begin
    with what was mended.

    Raises:
        NothingToCorrect, NothingMended, TooMuchChanged, WrongCorrectionLabel, or a HandbookError: nothing was changed.
    """
    locked = HandbookPage.objects.select_for_update(of=("self",)).get(pk=handbook.pk)
    correction = correction_of(handbook=locked, document=read_living(locked).document)
    correction.refuse_label(label)
    version = freeze_version(
        handbook=locked,
        label=label,
        status=current_status(correction.newest),
        notes="\n\n".join(part for part in (mended_words(correction.mended), notes.strip()) if part),
        corrects=correction.issue,
        by=by,
        at=at,
        progress=progress,
    )
    version.readers.add(*correction.newest.readers.all())
    place_comments(version=version, at=at, progress=progress)
    carry_over(version=version, at=at)
    log(version, "klankbord.publishing.correct", user=by, data={"label": label, "corrects": correction.issue.label})
    return version


def mended_words(mended: Sequence[Mended]) -> str:
    """The first line of the notes, in the language of the handbook."""
    with override(settings.LANGUAGE_CODE):
        return gettext("A mistake was mended in %(numbers)s.") % {"numbers": ", ".join(one.number for one in mended)}


def _compare(old: Sequence[Section], new: Sequence[Section]) -> tuple[list[Mended], list[str]]:
    """The sections in which words changed, and those (as "2.3 Title") that changed in a way that no mended word explains."""
    found = match_sections(old, new)
    mended: list[Mended] = []
    shaken = [_name(old[index]) for index in found.removed]
    for match in found.matches:
        after = new[match.new]
        before = old[match.old] if match.old is not None else None
        if before is None or match.moved or match.reparented or _shape(before) != _shape(after):
            shaken.append(_name(after))
            continue
        parts = diff_words(f"{before.title}\n\n{before.text}", f"{after.title}\n\n{after.text}")
        if any(part.op != EQUAL for part in parts):
            mended.append(Mended(after.number, after.title, parts))
    return mended, shaken


def _shape(section: Section) -> tuple[str, list[str]]:
    return section.number, [block.type for block in section.blocks]


def _name(section: Section) -> str:
    return f"{section.number} {section.title}"
