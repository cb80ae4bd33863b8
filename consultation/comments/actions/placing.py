"""Placing: when a version is there, every remark on an earlier one gets its place in it, or is said to have none.

The remark stays what and where it was. A place is worked out from the last one that was found, since between two
versions less changes than between five; what a person confirmed holds for later versions too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from consultation.comments.errors import WrongPlace
from consultation.comments.models import Comment, Placement
from consultation.comments.models.placements import CLEAR
from consultation.comments.notices import tell_places_wait
from consultation.comments.quoting import find_words, quote_in, selectors_at
from consultation.jobs.actions import Progress, enqueue, no_progress
from handbook import anchoring
from handbook.exporting import document_of
from handbook.models import Passage, Section, Version

PLACE_JOB = "comments.place"
BATCH = 500


def place_in_newer_versions(comment: Comment, *, at: datetime) -> None:
    """Lets a job place a remark that came after newer versions were published (a late one, an import).

    In a correction it has its place at once: its writer is led there.
    """
    if comment.parent_id is not None or comment.question_id is not None:
        return
    newer = Version.objects.of(comment.version.handbook_key).filter(ordinal__gt=comment.version.ordinal)
    for correction in newer.filter(corrects=comment.version.issue_id).order_by("ordinal"):
        place_comments(version=correction, at=at)
    if newer.exclude(corrects=comment.version.issue_id).exists():
        arguments = {"version": comment.version_id}
        enqueue(kind=PLACE_JOB, arguments=arguments, dedup_key=f"{PLACE_JOB}:{comment.key}", at=at)


@transaction.atomic
def place_comments(*, version: Version, at: datetime, progress: Progress = no_progress) -> int:
    """Place all remarks on earlier versions that have no place in this one yet; returns how many that were.

    When some of them need a person's eye, the editors are told.
    Replies go with their remark, answers with their question. Running it again changes nothing.
    """
    rows = work_out(list(_waiting(version)), version=version, at=at, progress=progress)
    if version.corrects_id is not None:
        _keep_at_passages(rows, version)
    Placement.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    _tell_editors(rows, version, at)
    return len(rows)


def _tell_editors(rows: Sequence[Placement], version: Version, at: datetime) -> None:
    """Asks the editors to look, once for a version. A correction is told to nobody: its editor has just read it."""
    if not rows or version.corrects_id is not None:
        return
    waiting = Placement.objects.to_look_at().filter(version=version).count()
    if waiting:
        tell_places_wait(version=version, waiting=waiting, at=at)


def _keep_at_passages(rows: Iterable[Placement], version: Version) -> None:
    """In a correction a passage stays where it was, so a remark on the very words that were mended stays with it; an
    editor is asked to look.
    """
    passages = {one.passage_id: one for one in Passage.objects.filter(section__version=version).select_related("section")}
    for row in rows:
        known = row.comment.passage
        if row.section is None and row.confirmed_at is None and known is not None and known.passage_id in passages:
            row.passage = passages[known.passage_id]
            row.section, row.status, row.confidence = row.passage.section, Placement.Status.CHANGED, CLEAR / 2


def work_out(waiting: Sequence[Comment], *, version: Version, at: datetime, progress: Progress = no_progress) -> list[Placement]:
    """The places of these remarks in a version, as rows that are not saved."""
    if not waiting:
        return []
    texts = _Texts()
    new = texts.of(version)
    by_source: dict[int, list[_Source]] = defaultdict(list)
    rows: list[Placement] = []
    for comment in waiting:
        last = _last_known(comment)
        if last is not None and last.section_id is None:
            rows.append(_still_gone(last, version, at))
        else:
            source = _Source(comment, last)
            by_source[source.version_id].append(source)
    done = len(rows)
    for sources in by_source.values():
        old = texts.of(sources[0].version)
        alignment = anchoring.align_documents(old.document.sections, new.document.sections)
        for start in range(0, len(sources), BATCH):
            chunk = sources[start : start + BATCH]
            rows += _placements(chunk, old, new, alignment, version=version, at=at)
            done += len(chunk)
            progress(done, len(waiting), _("The comments find their place."))
    return rows


def _waiting(version: Version) -> Iterable[Comment]:
    """Remarks on earlier versions of the same handbook without a place in this one, with the places they have."""
    placed = Placement.objects.filter(version=version).values("comment")
    known = Placement.objects.filter(version__ordinal__lt=version.ordinal).select_related("version").order_by("-version__ordinal")
    return (
        Comment.objects.filter(version__handbook_key=version.handbook_key, version__ordinal__lt=version.ordinal)
        .filter(posted_at__isnull=False, parent=None, question=None)
        .exclude(pk__in=placed)
        .select_related("version", "passage")
        .prefetch_related(Prefetch("placements", queryset=known))
        .order_by("pk")
    )


def _last_known(comment: Comment) -> Placement | None:
    """The newest place that was found, or what a person said after it; None when it has only its own."""
    for placement in comment.placements.all():
        if placement.section_id is not None or placement.confirmed_at is not None:
            return placement
    return None


def _still_gone(last: Placement, version: Version, at: datetime) -> Placement:
    """A person said that the words are gone; they do not come back by a likeness."""
    return Placement(
        comment=last.comment,
        version=version,
        status=last.status,
        confidence=last.confidence,
        placed_at=at,
        confirmed_by_id=last.confirmed_by_id,
        confirmed_at=last.confirmed_at,
    )


@dataclass(frozen=True, slots=True)
class _Source:
    """From where a remark is placed: its own place, or the last one that was found."""

    comment: Comment
    placement: Placement | None

    @property
    def version(self) -> Version:
        return self.placement.version if self.placement is not None else self.comment.version

    @property
    def version_id(self) -> int:
        return self._place.version_id

    @property
    def _place(self) -> Comment | Placement:
        return self.placement or self.comment

    @property
    def section_id(self) -> int:
        return self._place.section_id

    @property
    def passage_id(self) -> int | None:
        return self._place.passage_id

    @property
    def selectors(self) -> Sequence[dict[str, Any]]:
        return self._place.selectors


class _Text:
    """A version as the core wants it, and the way back to its rows."""

    def __init__(self, version: Version) -> None:
        self.document = document_of(version)
        self.sections = list(Section.objects.filter(version=version).order_by("position"))
        self.index_of = {section.pk: index for index, section in enumerate(self.sections)}
        rows = Passage.objects.filter(section__version=version).order_by("section_id", "ordinal")
        self.passages: dict[int, list[Passage]] = defaultdict(list)
        for passage in rows.only("pk", "section_id", "passage_id", "ordinal", "text"):
            self.passages[passage.section_id].append(passage)
        self.passage_of = {passage.pk: passage for passages in self.passages.values() for passage in passages}


class _Texts:
    """Each version is read once."""

    def __init__(self) -> None:
        self._known: dict[int, _Text] = {}

    def of(self, version: Version) -> _Text:
        if version.pk not in self._known:
            self._known[version.pk] = _Text(version)
        return self._known[version.pk]


def _placements(
    sources: Sequence[_Source], old: _Text, new: _Text, alignment: anchoring.Alignment, *, version: Version, at: datetime
) -> list[Placement]:
    quotes = [_quote(source, old) for source in sources if source.passage_id is not None]
    found = {one.id: one for one in anchoring.place_quotes(alignment, quotes)}
    rows = []
    for source in sources:
        one = found.get(str(source.comment.pk)) or _section_place(source, old, alignment)
        row = Placement(comment=source.comment, version=version, status=one.status, confidence=one.confidence, placed_at=at)
        if one.section is not None:
            row.section = new.sections[one.section]
            if one.block is not None:
                row.passage = new.passages[row.section.pk][one.block]
                if quote_in(source.selectors):
                    row.selectors = selectors_at(row.section.text, one.start, one.end)
        else:
            _put_where_adopted(row, source, old, new)
        rows.append(row)
    return rows


ADOPTED = 0.95
"""How sure it is that words became those which a remark proposed for them, when these stand in their own passage now."""


def _put_where_adopted(row: Placement, source: _Source, old: _Text, new: _Text) -> None:
    """Gives a remark whose words are gone the place of the words that it proposed for them, when its passage has these now
    and had them not before. They may be so unlike the old ones that no comparing finds them.
    """
    proposed = source.comment.proposed
    stood_unchanged = source.placement is None or source.placement.status == Placement.Status.SAME
    if not proposed.strip() or not stood_unchanged or source.passage_id is None:
        return
    before = old.passage_of[source.passage_id]
    passage = next((one for one in new.passage_of.values() if one.passage_id == before.passage_id), None)
    if passage is None or find_words(before.text, proposed) is not None:
        return
    found = find_words(passage.text, proposed)
    if found is None:
        return
    section = next(one for one in new.sections if one.pk == passage.section_id)
    row.section, row.passage, row.status, row.confidence = section, passage, Placement.Status.CHANGED, ADOPTED
    if quote_in(source.selectors):
        earlier = [one.text for one in new.passages[section.pk] if one.ordinal < passage.ordinal and one.text]
        offset = sum(len(text) + 2 for text in earlier)
        row.selectors = selectors_at(section.text, *(offset + place for place in found))


def _quote(source: _Source, old: _Text) -> anchoring.Quote:
    """The quoted words, or all words of the passage when the whole of it is meant."""
    section = old.sections[old.index_of[source.section_id]]
    passage = old.passage_of[source.passage_id]
    quoted = quote_in(source.selectors)
    return anchoring.Quote(
        id=str(source.comment.pk),
        exact=quoted.exact if quoted else passage.text,
        prefix=quoted.prefix if quoted else "",
        suffix=quoted.suffix if quoted else "",
        key=str(section.key),
        block=str(passage.passage_id),
        start=quoted.start if quoted else None,
    )


def _section_place(source: _Source, old: _Text, alignment: anchoring.Alignment) -> anchoring.Placement:
    """A remark on a whole section goes with it."""
    section = alignment.section_of.get(old.index_of[source.section_id])
    name = str(source.comment.pk)
    if section is None:
        return anchoring.Placement(name, Placement.Status.GONE, 1.0)
    return anchoring.Placement(name, Placement.Status.SAME, 1.0, section=section)


@transaction.atomic
def confirm_placement(
    *, placement: Placement, section: Section | None, passage: Passage | None = None, by: Any, at: datetime
) -> Placement:
    """A person says where a remark belongs in a later version, or (without a section) that its words are gone.

    Kept in the audit trail with what stood there before. Saying twice the same changes nothing.

    Raises:
        WrongPlace: the section is of another version, or the passage of another section.
    """
    if section is not None and section.version_id != placement.version_id:
        raise WrongPlace
    if passage is not None and (section is None or passage.section_id != section.pk):
        raise WrongPlace
    row = Placement.objects.select_for_update().get(pk=placement.pk)
    before = {"status": row.status, "section": row.section_id, "passage": row.passage_id}
    stays = section is not None and (row.section_id, row.passage_id) == (section.pk, passage.pk if passage else None)
    if not stays:
        row.section, row.passage, row.selectors = section, passage, []
        row.status = Placement.Status.GONE if section is None else Placement.Status.MOVED
    if row.confirmed_at is not None and stays:
        return row
    row.confidence, row.confirmed_by, row.confirmed_at = 1.0, by, at
    row.save()
    after = {"status": row.status, "section": row.section_id, "passage": row.passage_id}
    log(
        row.comment,
        "klankbord.comments.place",
        user=by,
        timestamp=at,
        data={"version": row.version_id, "before": before, "after": after},
    )
    return row
