"""What became of the words that a remark is about, in a later version: the one reading of it, for all who tell of it.

The board, an author's own list, the section page, the receipt, the note and the dossier show an ``Effect``; none of them compares
texts of its own. Where the published decision points at another section, what became of that is told instead.
"""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from consultation.comments.models import Comment, Placement
from consultation.comments.quoting import quote_in
from consultation.weighing.effect_words import EffectKind, effect_sentence
from handbook.diff import DELETE, EQUAL, INSERT, BlockChange, Change, diff_words
from handbook.exchange.plaintext import fold_words
from handbook.exporting import document_of
from handbook.models import Passage, Section, Status, Version
from handbook.numbering import passage_number
from handbook.tracing import Trace, trace_text

POINTED = (EffectKind.POINTED_CHANGED, EffectKind.POINTED_SAME)
Parts = tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """``parts`` are the words before and after as stretches of plain text, none where no words changed. ``section`` and
    ``passage`` are where the remark stands in ``version``, None when it stands nowhere (any more)."""

    version: Version
    kind: EffectKind
    parts: Parts = ()
    section: Section | None = None
    passage: Passage | None = None

    @property
    def is_changed(self) -> bool:
        return any(part.op != EQUAL for part in self.parts)

    @property
    def before(self) -> str:
        return _read(part.text for part in self.parts if part.op != INSERT)

    @property
    def after(self) -> str:
        return _read(part.text for part in self.parts if part.op != DELETE)

    @property
    def place(self) -> str:
        """As in 2.1-3 for a passage, 2.1 for a section, with its title where the answer points at it; else empty."""
        if self.section is None:
            return ""
        if self.kind in POINTED:
            return f"{self.section.number} {self.section.title}"
        return passage_number(self.section.number, self.passage.ordinal) if self.passage is not None else self.section.number

    @property
    def url(self) -> str:
        """The page where the remark stands now; empty when it stands nowhere."""
        if self.section is None:
            return ""
        page = reverse("section", args=[self.version.slug, self.version.label, self.section.number])
        return f"{page}#b-{self.passage.passage_id}" if self.passage is not None else page

    @property
    def words(self) -> str:
        """It in a sentence, in the active language."""
        return effect_sentence(self.kind, label=self.version.label, place=self.place)


def effects_for(comments: Iterable[Comment], *, user: Any) -> dict[int, Effect]:
    """By the number of the remark (``Comment.pk``) what became of its words in the first later version that this person may read;
    nothing for those on the newest one. At most four queries for each version among them.

    Args:
        comments: as `effects_in` wants them.
    """
    by_version: dict[Version, list[Comment]] = defaultdict(list)
    for comment in comments:
        by_version[comment.version].append(comment)
    found: dict[int, Effect] = {}
    for version, own in by_version.items():
        later = version_after(version, user=user)
        if later is not None:
            found |= effects_in(own, later)
    return found


def version_after(version: Version, *, user: Any) -> Version | None:
    """The first later version of the handbook that this person may read: where a decision is to be seen; one query."""
    found: Version | None = versions_after(version).visible_to(user).first()
    return found


def versions_after(version: Version) -> QuerySet[Version]:
    """The later versions in their order. Corrections tell the same text, and what was withdrawn tells nothing."""
    later = Version.objects.of(version.handbook_key).filter(ordinal__gt=version.ordinal, corrects=None)
    standing: QuerySet[Version] = (
        later.exclude(pk=version.issue_id).with_status(why=False).exclude(current_status=Status.WITHDRAWN).order_by("ordinal")
    )
    return standing


def effects_in(comments: Iterable[Comment], version: Version) -> dict[int, Effect]:
    """By the number of the remark (``Comment.pk``) what became of its words in ``version``; at most three queries.

    Nothing for those without a place in it, such as answers to a question of the round, unless their answer points at a section.

    Args:
        comments: with ``version``, ``section``, ``passage`` and ``decision`` at hand; of one or more earlier versions.
        version: a later version of the same handbook.
    """
    asked = list(comments)
    placements = Placement.objects.filter(comment__in=[comment.pk for comment in asked], version=version)
    places = {one.comment_id: one for one in placements.select_related("section", "passage").defer("section__text")}
    told = [comment for comment in asked if comment.pk in places or points_at(comment) is not None]
    if not told:
        return {}
    reading = _Reading(told, version, places)
    found = {comment.pk: reading.effect_on(comment) for comment in told}
    return {pk: effect for pk, effect in found.items() if effect is not None}


def effect_at(placement: Placement) -> Effect:
    """The same from a placement that has a section, with ``version``, ``section``, ``passage``, ``comment__section`` and
    ``comment__passage`` at hand; no query. So it knows nothing of the other passages of a section: what was added beside the
    words or changed in a whole section is not told."""
    kind, parts = _own_words(placement)
    return Effect(placement.version, kind, parts, placement.section, placement.passage)


def points_at(comment: Comment) -> uuid.UUID | None:
    """The key of the section that a published decision points at."""
    decision = getattr(comment, "decision", None)
    key: uuid.UUID | None = decision.points_at if decision is not None and decision.is_published else None
    return key


class _Reading:
    """All that is read from the database about some remarks and one later version."""

    def __init__(self, comments: Sequence[Comment], version: Version, places: Mapping[int, Placement]) -> None:
        self.version, self.places = version, places
        self.pointed = self._pointed(comments)
        self.standing = self._standing(comments)
        self.versions = {comment.version_id: comment.version for comment in comments}

    def effect_on(self, comment: Comment) -> Effect | None:
        key = points_at(comment)
        now = self.pointed.get((self.version.pk, key))
        if key is not None and now is not None and (comment.version_id, key) in self.pointed:
            parts = _joined(self._changes(comment, key))
            return Effect(self.version, EffectKind.POINTED_CHANGED if parts else EffectKind.POINTED_SAME, parts, now)
        place = self.places.get(comment.pk)
        if place is None:
            return None
        place.comment, place.version = comment, self.version
        if place.section is None:
            return self._without_place(comment, place)
        kind, parts = _own_words(place)
        if comment.passage_id is None and kind != EffectKind.PUT:
            parts = _joined(self._changes(comment, comment.section.key))
            kind = EffectKind.CHANGED if parts else kind
        elif kind == EffectKind.SAME:
            parts = _joined([one for one in self._changes(comment, comment.section.key) if one.op == "inserted"])
            kind = EffectKind.GROWN if parts else kind
        return Effect(self.version, kind, parts, place.section, place.passage)

    def _without_place(self, comment: Comment, place: Placement) -> Effect:
        if place.status == Placement.Status.AMBIGUOUS:
            return Effect(self.version, EffectKind.UNSURE)
        if comment.passage is None:
            return self._of_gone_section(comment)
        around = self.standing.get(comment.passage.passage_id)
        if around is not None and place.confirmed_at is None:
            parts = tuple(diff_words(comment.passage.text, around.text))
            return Effect(self.version, EffectKind.CUT, parts, around.section, around)
        quoted = quote_in(comment.selectors)
        text = quoted.exact if quoted else comment.passage.text
        return Effect(self.version, EffectKind.GONE, (Change(DELETE, text),) if text else ())

    def _of_gone_section(self, comment: Comment) -> Effect:
        """A section that was taken up by another one keeps its words there."""
        parts = _joined(self._changes(comment, comment.section.key))
        home = self._traced(comment).home
        heirs = (one.section for key, one in self.standing.items() if home.get(str(key)) == str(comment.section.key))
        heir = next(heirs, None)
        if heir is None:
            return Effect(self.version, EffectKind.GONE, parts)
        return Effect(self.version, EffectKind.CHANGED if parts else EffectKind.MOVED, parts, heir)

    def _changes(self, comment: Comment, key: uuid.UUID) -> list[BlockChange]:
        """What changed in a section of the remark's version: its title, its passages, and what was added to it or to a section
        that was split off from it."""
        traced, name = self._traced(comment), str(key)
        changes: list[BlockChange] = []
        for section in traced.trace.sections:
            if name not in section.old_keys:
                continue
            is_split_off = section.key not in section.old_keys
            if section.title and section.key == name:
                changes.append(BlockChange("changed", None, None, section.title))
            for one in section.blocks:
                is_own = traced.home.get(one.old.id or "") == name if one.old is not None else section.key == name or is_split_off
                changes += [one] if is_own else []
        return changes

    def _traced(self, comment: Comment) -> _Traced:
        old, new = self.versions[comment.version_id], self.version
        return _traced(old.pk, old.frozen_at, old.content_hash, new.pk, new.frozen_at, new.content_hash)

    def _pointed(self, comments: Sequence[Comment]) -> dict[tuple[int, uuid.UUID | None], Section]:
        """By version and key, the sections that answers point at, as they were and as they are."""
        keys = {key for comment in comments if (key := points_at(comment)) is not None}
        if not keys:
            return {}
        versions = {self.version.pk, *(comment.version_id for comment in comments)}
        sections = Section.objects.filter(version__in=versions, key__in=keys).defer("text")
        return {(one.version_id, one.key): one for one in sections}

    def _standing(self, comments: Sequence[Comment]) -> dict[uuid.UUID, Passage]:
        """By their ids, what still stands of the sections whose remarks have no place, in the later reading order."""
        lost = [one.section_id for one in comments if (place := self.places.get(one.pk)) is not None and place.section is None]
        if not lost:
            return {}
        ids = Passage.objects.filter(section__in=lost).values("passage_id")
        now = Passage.objects.filter(section__version=self.version, passage_id__in=ids).select_related("section")
        return {one.passage_id: one for one in now.defer("section__text").order_by("section__position", "ordinal")}


@dataclass(frozen=True, slots=True)
class _Traced:
    """``home`` tells the section (its key) in which each earlier passage stood, by the passage's id."""

    trace: Trace
    home: Mapping[str, str]


@lru_cache(maxsize=16)
def _traced(old: int, _old_at: datetime, _old_hash: str, new: int, _new_at: datetime, _new_hash: str) -> _Traced:
    """Two whole versions compared, so that what is told of a remark depends on no other. Versions never
    change; this is known by their instants and hashes too, so that another database in the same process never meets it."""
    before, after = (document_of(Version.objects.get(pk=pk)).sections for pk in (old, new))
    home = {block.id: section.key or "" for section in before for block in section.blocks if block.id}
    return _Traced(trace_text(before, after), home)


def _own_words(placement: Placement) -> tuple[EffectKind, Parts]:
    """What became of the very words of a remark that has a place: of its quote, else of its passage.

    A placement's own status speaks of the version in between, and of what a person said; so the words are compared.
    """
    comment, now, was = placement.comment, placement.passage, placement.comment.passage
    moved = placement.status == Placement.Status.MOVED or placement.section.key != comment.section.key
    kept = EffectKind.MOVED if moved else EffectKind.SAME
    if was is None:
        return (EffectKind.PUT, ()) if moved or now is not None else (kept, ())
    if now is None:
        return EffectKind.PUT, ()
    before, after = quote_in(comment.selectors), quote_in(placement.selectors)
    if before is not None and after is not None and not _alike(before.exact, after.exact):
        return EffectKind.CHANGED, tuple(diff_words(before.exact, after.exact))
    quoted = before is not None and after is not None
    is_same_passage = now.passage_id == was.passage_id
    if _alike(was.text, now.text) or (quoted and not is_same_passage):
        return kept, ()
    if is_same_passage or placement.status == Placement.Status.CHANGED:
        return EffectKind.CHANGED, tuple(diff_words(was.text, now.text))
    return EffectKind.PUT, ()


def _alike(one: str, other: str) -> bool:
    """Case, white space and marks count for nothing, as when a text is traced."""
    return one == other or fold_words(one) == fold_words(other)


def _read(texts: Iterable[str]) -> str:
    """Stretches as one text: where a passage is missing on this side, so is the white space around it."""
    return re.sub(r"\n{3,}", "\n\n", "".join(texts)).strip("\n")


def _joined(changes: Iterable[BlockChange]) -> Parts:
    """Changes of passages below each other, as stretches of one text."""
    parts: list[Change] = []
    for change in changes:
        parts += [Change(EQUAL, "\n\n")] * bool(parts) + list(change.words)
    return tuple(parts) if any(part.op != EQUAL for part in parts) else ()
