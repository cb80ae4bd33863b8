"""Who did what in a round: a few long lists, each walked through once and put together in sets.

A database that must look through one of them for every row of another takes minutes for what takes a second so; and a remark is
wide, so that they are counted by section and submitter from an index alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from consultation.accountability.figures.counts import Did, Members, Said, Source
from consultation.accountability.figures.keys import KeysOf, keys_in
from consultation.accountability.figures.scope import Scope
from consultation.comments.models import Comment, NothingToAdd, Opening, Review, Submitter
from consultation.tryouts.grouping import cells_of
from handbook.models import Section

Places = Mapping[UUID, set[int]]
"""By the key of a section people, by their keys."""


@dataclass(frozen=True, slots=True)
class Deeds:
    """What members did, section by section, and how many remarks came of whomever.

    ``members`` is by the key of each what she is: function, kind and name of her organisation, region. ``sections`` are rows of
    version, key, number, title and words, in reading order. ``heard`` is by source (remarks, submitters).
    """

    members: Mapping[int, tuple[str | None, ...]]
    sections: tuple[tuple[int, UUID, str, str, int], ...]
    opened: Places
    reviewed: Places
    agreed: Places
    commented: Places
    wrote: set[int]
    passed: set[int]
    remarks: Mapping[UUID, int]
    heard: Mapping[str, tuple[int, int]]

    def counted(self) -> Members:
        """The members by cell, and how many of which did what."""
        deeds = [_all(self.opened), _all(self.reviewed), _all(self.agreed), _all(self.commented), self.wrote, self.passed]
        rows = Counter((Did(*(person in did for did in deeds)), known) for person, known in self.members.items())
        counts = cells_of((did, known, count) for (did, known), count in rows.items())
        return Members(tuple((cell, did, count) for (cell, did), count in counts.items() if isinstance(did, Did)))

    def said_of(self, section: UUID) -> Said:
        """How many members said what of a section, each counted by the most that she said."""
        commented, agreed = self.commented[section], self.agreed[section] - self.commented[section]
        read = (self.opened[section] | self.reviewed[section]) - agreed - commented
        kinds = Counter(self.members[person][1] or "" for person in commented)
        return Said(len(commented), len(agreed), len(read), kinds)


def deeds_in(scope: Scope) -> Deeds:
    """Seven queries, whatever there is to count. Who is no member did nothing, but her remarks count."""
    known = ("function", "organisation__kind", "organisation__name", "region")
    members = {pk: tuple(rest) for pk, *rest in scope.members.order_by().values_list("pk", *known)}
    submitters = Submitter.objects.filter(handbook_key=scope.version.handbook_key).order_by()
    behind = {pk: (user, collective) for pk, user, collective in submitters.values_list("pk", "user", "collective")}
    users = {pk: user for pk, (user, _collective) in behind.items() if user in members}
    sections = Section.objects.filter(version__in=scope.issue).order_by("position")
    rows = tuple(sections.values_list("pk", "version", "key", "number", "title", "word_count"))
    keys = {pk: key for pk, _version, key, *_rest in rows}

    openings = Opening.objects.filter(section__version__in=scope.issue).order_by().values_list("section")
    opened = [(section, keys_in(people)) for section, people in openings.annotate(people=KeysOf("user"))]
    reviews = Review.objects.filter(section__version__in=scope.issue).order_by().values_list("section", "value")
    reviewed = [(section, value, keys_in(people)) for section, value, people in reviews.annotate(people=KeysOf("submitter"))]
    passed = NothingToAdd.objects.filter(round=scope.round).order_by().values_list("submitter", flat=True)
    posted = [(section, origin, keys_in(one), keys_in(other)) for section, origin, one, other in _by_whom(scope)]
    heard: dict[str, Counter[int]] = defaultdict(Counter)
    for _section, origin, writers, _repliers in posted:
        heard[origin].update(writers)
    return Deeds(
        members=members,
        sections=tuple(rest for _pk, *rest in rows),
        opened=_placed(keys, opened, {person: person for person in members}),
        reviewed=_placed(keys, ((section, people) for section, _value, people in reviewed), users),
        agreed=_placed(keys, ((section, people) for section, value, people in reviewed if value == Review.Value.AGREED), users),
        commented=_placed(keys, ((section, writers) for section, _origin, writers, _repliers in posted), users),
        wrote=_among(set().union(*(people for _section, _origin, *both in posted for people in both)), users),
        passed=_among(passed, users),
        remarks=_summed((keys[section], len(writers)) for section, _origin, writers, _repliers in posted),
        heard=_heard(heard, behind, users),
    )


def _by_whom(scope: Scope) -> QuerySet[Comment, tuple[Any, ...]]:
    """By section and origin the submitter of each remark that stands there, and of each reply."""
    rows = scope.posted.values_list("section", "origin")
    writers, repliers = KeysOf("submitter", filter=Q(parent=None)), KeysOf("submitter", filter=Q(parent__isnull=False))
    return rows.annotate(writers=writers, repliers=repliers)


def _among(found: Iterable[int], people: Mapping[int, int]) -> set[int]:
    """The members behind what was found: many remarks are of few people, and sets know that quicker than a walk."""
    return {people[one] for one in people.keys() & set(found)}


def _placed(keys: Mapping[int, UUID], rows: Iterable[tuple[int, Iterable[int]]], people: Mapping[int, int]) -> Places:
    """Members by section, one of the version and that of a correction being the same."""
    placed: dict[UUID, set[int]] = defaultdict(set)
    for section, found in rows:
        placed[keys[section]] |= _among(found, people)
    return placed


def _summed(counts: Iterable[tuple[UUID, int]]) -> Mapping[UUID, int]:
    summed: Counter[UUID] = Counter()
    for key, count in counts:
        summed[key] += count
    return summed


def _heard(
    counts: Mapping[str, Counter[int]], behind: Mapping[int, tuple[int | None, bool]], users: Mapping[int, int]
) -> dict[str, tuple[int, int]]:
    """By source (remarks, submitters); ``counts`` are the remarks by their origin and submitter."""
    heard: dict[str, Counter[int]] = defaultdict(Counter)
    for origin, found in counts.items():
        for submitter, count in found.items():
            heard[_source(origin, behind[submitter][1], submitter in users)][submitter] += count
    return {source: (found.total(), len(found)) for source, found in heard.items()}


def _source(origin: str, is_collective: bool, is_member: bool) -> str:
    if origin == Comment.Origin.CONFERENCE:
        return Source.ATTENDEES.value
    if is_collective:
        return Source.ORGANISATIONS.value
    return Source.MEMBERS.value if is_member else Source.OTHERS.value


def _all(places: Places) -> set[int]:
    return set().union(*places.values())
