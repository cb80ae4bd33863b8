"""What a decision brought about in the text: the words before it and after, in a later version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from consultation.comments.models import Comment, Placement
from consultation.weighing.models import Decision
from handbook.diff import EQUAL, BlockChange, Change, diff_words
from handbook.exchange.document import Block
from handbook.exchange.document import Section as TextSection
from handbook.exporting import block_of
from handbook.models import Passage, Section, Status, Version
from handbook.tracing import Trace, trace_text


@dataclass(frozen=True, slots=True)
class Effect:
    """The words that a remark was about (``before``) and what they are in ``version`` (``after``), as plain text.

    For a remark on a passage these are the passage, or what was added beside it; for one on a whole section its changed passages.
    ``parts`` are the same as stretches, ``section`` is where they stand now, None when they are gone.
    """

    version: Version
    before: str
    after: str
    parts: tuple[Change, ...]
    section: Section | None

    @property
    def is_changed(self) -> bool:
        return any(part.op != EQUAL for part in self.parts)


def effects_for(comments: Iterable[Comment], *, user: Any) -> dict[int, Effect]:
    """For the remarks that have a published decision what it brought about in the first later version that this person may read;
    nothing for those on the newest one. Five queries for each version among them.

    Args:
        comments: with their ``decision``, ``section``, ``passage`` and ``version`` at hand.
    """
    by_version: dict[Version, list[Decision]] = defaultdict(list)
    for comment in comments:
        decision = getattr(comment, "decision", None)
        if decision is not None and decision.is_published:
            by_version[comment.version].append(decision)
    found: dict[int, Effect] = {}
    for version, decisions in by_version.items():
        later = version_after(version, user=user)
        if later is not None:
            found |= effect_of(decisions, later)
    return found


def version_after(version: Version, *, user: Any) -> Version | None:
    """The first later version of the handbook that this person may read: where a decision is to be seen. Corrections of the
    version itself and versions that were withdrawn are none; one query."""
    later = (
        Version.objects.visible_to(user)
        .of(version.handbook_key)
        .filter(ordinal__gt=version.ordinal, corrects=None)
        .exclude(pk=version.issue_id)
        .with_status(why=False)
        .exclude(current_status=Status.WITHDRAWN)
    )
    found: Version | None = later.order_by("ordinal").first()
    return found


def effect_of(decisions: Iterable[Decision], version: Version) -> dict[int, Effect]:
    """By the number of the remark (``Comment.pk``) what became in ``version`` of the words that it was about; four queries.

    Args:
        decisions: with their ``comment`` and its ``section`` and ``passage`` at hand; of one or more earlier versions.
        version: a later version of the same handbook.
    """
    comments = [decision.comment for decision in decisions]
    if not comments:
        return {}
    places = {one.comment_id: one for one in _places(comments, version)}
    by_version: dict[int, list[Comment]] = defaultdict(list)
    for comment in comments:
        by_version[comment.section.version_id].append(comment)
    old = _passages(Passage.objects.filter(section__in={comment.section_id for comment in comments}))
    ids = {passage.passage_id for passages in old.values() for passage in passages}
    ids |= {place.passage.passage_id for place in places.values() if place.passage is not None}
    keys = {comment.section.key for comment in comments}
    new = _passages(Passage.objects.filter(Q(section__key__in=keys) | Q(passage_id__in=ids), section__version=version))
    found_ids = {passage.passage_id for passages in new.values() for passage in passages}
    elsewhere = Passage.objects.filter(section__version__in=by_version, passage_id__in=found_ids - ids)
    stood = {(row[0], row[1]) for row in elsewhere.values_list("section__version", "passage_id")}
    effects: dict[int, Effect] = {}
    for version_id, own in by_version.items():
        effects |= _effects_in(version, own, old, new, {found for at, found in stood if at == version_id}, places)
    return effects


def _effects_in(
    version: Version,
    comments: Sequence[Comment],
    old: dict[int, list[Passage]],
    new: dict[int, list[Passage]],
    elsewhere: set[Any],
    places: dict[int, Placement],
) -> dict[int, Effect]:
    """For remarks of one version. ``elsewhere`` are passages that stood in other sections of it: no words of these remarks."""
    sections = {comment.section_id: comment.section for comment in comments}
    before = [_text_of(section, old.get(pk, [])) for pk, section in sections.items()]
    later = {passages[0].section.key: passages[0].section for passages in new.values()}
    after = [
        _text_of(passages[0].section, [one for one in passages if one.passage_id not in elsewhere]) for passages in new.values()
    ]
    trace = trace_text(before, after)
    found = {}
    for comment in comments:
        place = places.get(comment.pk)
        changes = _of_passage(comment, trace, place) if comment.passage_id else _of_section(comment, trace)
        section = place.section if place is not None and place.section is not None else later.get(comment.section.key)
        found[comment.pk] = _effect(version, changes, section, comment)
    return found


def _of_passage(comment: Comment, trace: Trace, place: Placement | None) -> list[BlockChange]:
    own = str(comment.passage.passage_id)
    changes = [one for section in trace.sections for one in section.blocks if one.old is not None and one.old.id == own]
    if changes and changes[0].new is None and place is not None and place.passage is not None:
        now = block_of(place.passage)
        return [BlockChange("changed", changes[0].old, now, tuple(diff_words(changes[0].old.text, now.text)))]
    return changes or [one for one in _of_section(comment, trace) if one.old is None]


def _of_section(comment: Comment, trace: Trace) -> list[BlockChange]:
    key = str(comment.section.key)
    touched = [section for section in trace.sections if key in section.old_keys]
    titles = [
        BlockChange("changed", Block("heading", "", comment.section.title), Block("heading", "", one.heading), one.title)
        for one in touched
        if one.title and one.key == key
    ]
    return titles + [block for section in touched for block in section.blocks]


def _effect(version: Version, changes: Sequence[BlockChange], section: Section | None, comment: Comment) -> Effect:
    if not changes:
        text = comment.passage.text if comment.passage is not None else ""
        return Effect(version, text, text, (Change(EQUAL, text),) if text else (), section)
    parts: list[Change] = []
    for change in changes:
        parts += [Change(EQUAL, "\n\n")] * bool(parts) + list(change.words)
    return Effect(
        version=version,
        before="\n\n".join(change.old.text for change in changes if change.old is not None),
        after="\n\n".join(change.new.text for change in changes if change.new is not None),
        parts=tuple(parts),
        section=section,
    )


def _places(comments: Sequence[Comment], version: Version) -> Iterable[Placement]:
    found = Placement.objects.filter(comment__in=[comment.pk for comment in comments], version=version)
    return found.select_related("section", "passage").defer("section__text")


def _passages(found: Any) -> dict[int, list[Passage]]:
    by_section: dict[int, list[Passage]] = defaultdict(list)
    for passage in found.select_related("section").defer("section__text").order_by("section__position", "ordinal"):
        by_section[passage.section_id].append(passage)
    return by_section


def _text_of(section: Section, passages: Iterable[Passage]) -> TextSection:
    return TextSection(
        section.title, section.level, tuple(block_of(one) for one in passages), key=str(section.key), number=section.number
    )
