"""What a Word file says about a version, as remarks that can become drafts: words, a place, and the words they are about."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultation.comments.actions import Place, Wording
from consultation.comments.word.version_text import VersionText
from handbook.anchoring.returning import Change, Returned, Spot
from handbook.diff import Change as Stretch
from handbook.diff import diff_words
from handbook.exchange.docx import ReturnedFile, WordComment, WordPlace
from handbook.models import Section
from handbook.numbering import passage_number

_KEYS = uuid.UUID("7d0c4d0e-52c5-4cf1-8a3b-4a2a6f0f5a0e")
"""The namespace of the keys of remarks from Word files."""


@dataclass(frozen=True, slots=True)
class WordAuthor:
    """A name that the file has remarks of: how many comments, and whether changes were tracked under it."""

    name: str
    comments: int
    changes: bool


@dataclass(frozen=True, slots=True)
class WordRemark:
    """One remark of the file.

    ``key`` follows from who gives it back, its words and its place, so that the same file makes the same drafts.
    ``place`` is where it will stand, None when it has no place for sure; ``section`` then is where it was, if known.
    ``quote`` are the words that it is about, ``parts`` a proposal as a difference. ``notes`` say what its writer must know
    before she keeps it.
    """

    key: uuid.UUID
    author: str
    wording: Wording
    quote: str
    place: Place | None
    section: Section | None = None
    parts: tuple[Stretch, ...] = ()
    settled: bool = False
    notes: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """The place in words: the number of the passage or section, and the title of the section."""
        if self.place is None:
            return ""
        section, passage = self.place.section, self.place.passage
        number = passage_number(section.number, passage.ordinal) if passage else section.number
        return f"{number} {section.title}"


@dataclass(frozen=True, slots=True)
class Found:
    """All that a file says. ``was_edited`` tells that words were changed without being tracked, which nobody is asked for;
    ``same`` counts the rows of a table that stand here already, ``others`` those that are somebody else's."""

    remarks: list[WordRemark]
    was_edited: bool = False
    same: int = 0
    others: int = 0

    @property
    def placed(self) -> list[WordRemark]:
        return [remark for remark in self.remarks if remark.place is not None]

    @property
    def loose(self) -> list[WordRemark]:
        return [remark for remark in self.remarks if remark.place is None]

    @property
    def left_out(self) -> list[str]:
        """Which rows make nothing, and why, in sentences."""
        same = ngettext(
            "%(n)s row stands here already as it is in the file.",
            "%(n)s rows stand here already as they are in the file.",
            self.same,
        )
        others = ngettext(
            "%(n)s row is somebody else's and is left out. Did you write it? Then put it in a free row.",
            "%(n)s rows are other people's and are left out. Did you write one? Then put it in a free row.",
            self.others,
        )
        return [words % {"n": count} for words, count in ((same, self.same), (others, self.others)) if count]


def authors_of(file: ReturnedFile) -> list[WordAuthor]:
    """Everybody who said something in the file, in the order of the text."""
    counts: dict[str, int] = {}
    for comment, _place in file.comments:
        counts[comment.author] = counts.get(comment.author, 0) + 1
    names = dict.fromkeys([*counts, *file.editors])
    return [WordAuthor(name, counts.get(name, 0), name in file.editors) for name in names]


def remarks_of(file: ReturnedFile, *, text: VersionText, user: Any, authors: Collection[str]) -> Found:
    """The remarks of these authors in reading order, comments before changes; a reply of theirs goes on in their comment."""
    returned = Returned(file.original, text.document)
    making = _Making(text, user)
    remarks = [
        making.comment(first, place, replies, returned.place(first, place))
        for first, place, replies in _threads(file.comments, authors)
    ]
    for author in file.editors:
        if author in authors:
            changes = returned.changes(file.changed_by(author))
            remarks += [making.change(change, author) for change in changes]
    return Found(list({remark.key: remark for remark in remarks}.values()), returned.was_edited)


def belongs_to(file: ReturnedFile, *, text: VersionText) -> bool:
    """Whether the file carries at least one key or id of the version."""
    return Returned(file.original, text.document).is_related


def _threads(
    comments: Sequence[tuple[WordComment, WordPlace]], authors: Collection[str]
) -> Iterator[tuple[WordComment, WordPlace, list[str]]]:
    """The comments of these authors, each with the texts of their replies in the same thread."""
    chosen = {comment.id: comment for comment, _place in comments if comment.author in authors and comment.text}
    replies: dict[str, list[str]] = {}
    for comment in chosen.values():
        if comment.parent in chosen:
            replies.setdefault(comment.parent, []).append(comment.text)
    for comment, place in comments:
        if comment.id in chosen and comment.parent not in chosen:
            yield comment, place, replies.get(comment.id, [])


class _Making:
    """Makes remarks of one person on one version."""

    def __init__(self, text: VersionText, user: Any) -> None:
        self.text, self.user = text, user

    def comment(self, comment: WordComment, place: WordPlace, replies: Sequence[str], spot: Spot) -> WordRemark:
        wording = Wording(body="\n\n".join([comment.text, *replies]))
        quote = place.words or comment.quote
        return self._remark(comment.author, wording, quote, spot, settled=comment.resolved)

    def change(self, change: Change, author: str) -> WordRemark:
        wording = Wording(body=self._said(change), proposed=change.after if change.kind in ("words", "added") else "")
        parts = diff_words(change.before, change.after) if change.kind == "words" else ()
        return self._remark(author, wording, change.before, change.spot, parts=tuple(parts))

    def _said(self, change: Change) -> str:
        """A change that is no other wording of a passage, in words."""
        match change.kind:
            case "words":
                return ""
            case "added":
                return _("I propose a new passage at the start of this section.")
            case "deleted":
                return _("I propose to leave this passage out.")
            case "moved":
                behind = self.text.place_at(change.behind) if change.behind else None
                if behind is None:
                    return _("I propose to move this passage.")
                where = passage_number(behind.section.number, behind.passage.ordinal) if behind.passage else ""
                if where:
                    return _("I propose to move this passage to behind %(place)s.") % {"place": where}
                return _("I propose to move this passage to the start of section %(number)s.") % {"number": behind.section.number}
            case "heading":
                return _("I propose another heading: “%(heading)s”.") % {"heading": change.after}
            case "heading-added":
                return _("I propose a new section behind this one: “%(heading)s”.") % {"heading": change.after}
            case "heading-deleted":
                return _("I propose to leave this heading out.")

    def _remark(
        self,
        author: str,
        wording: Wording,
        quote: str,
        spot: Spot,
        *,
        parts: tuple[Stretch, ...] = (),
        settled: bool = False,
    ) -> WordRemark:
        place = self.text.place_at(spot) if spot.sure else None
        section = self.text.sections[spot.section] if spot.section is not None else None
        name = (self.user.pk, self.text.version.pk, spot, wording, quote)
        return WordRemark(uuid.uuid5(_KEYS, repr(name)), author, wording, quote, place, section, parts, settled)
