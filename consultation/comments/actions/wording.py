"""What a person writes, where, and what she says about the guard's questions: three small values that the actions take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from consultation.comments import guard
from consultation.comments.errors import NothingWritten, PersonalDataFound, TooLong, WordsNotThere, WrongPlace
from consultation.comments.models import Comment
from consultation.comments.quoting import find_words, selectors_at, whole_words
from consultation.rounds.models import Question
from handbook.models import Passage, Section

MAX_LENGTH = 10_000


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a remark. ``kind`` and ``ground`` are values of the contract; an empty ground is none."""

    body: str = ""
    proposed: str = ""
    kind: str = Comment.Kind.SUBSTANCE
    ground: str = ""

    @classmethod
    def of(cls, comment: Comment) -> Wording:
        return cls(comment.body, comment.proposed, comment.kind, comment.ground)

    @property
    def is_blank(self) -> bool:
        return not self.body.strip() and not self.proposed.strip()

    def includes(self, other: Wording) -> bool:
        """Whether the other is this text at an earlier moment of typing, so that leaving it loses nothing."""
        return self.body.startswith(other.body.rstrip()) and self.proposed.startswith(other.proposed.rstrip())

    def refuse_unfit(self, *, blank_allowed: bool = False) -> None:
        if self.is_blank and not blank_allowed:
            raise NothingWritten
        if max(len(self.body), len(self.proposed)) > MAX_LENGTH:
            raise TooLong


@dataclass(frozen=True, slots=True)
class Place:
    """Where a remark hangs: on a section, more exactly on a passage of it, under another remark, or at a question."""

    section: Section
    passage: Passage | None = None
    parent: Comment | None = None
    question: Question | None = None
    selectors: tuple[dict[str, Any], ...] = ()

    def refuse_unfit(self) -> None:
        """All parts belong to one section. Raises WrongPlace, which only a forged or very old form meets."""
        if self.passage is not None and self.passage.section_id != self.section.pk:
            raise WrongPlace
        if self.parent is not None and self.parent.section_id != self.section.pk:
            raise WrongPlace
        if self.question is not None and (
            self.question.round.version_id != self.section.version_id or self.question.section_key not in {None, self.section.key}
        ):
            raise WrongPlace

    def about(self, words: str, *, near: int | None = None) -> Place:
        """This place, narrowed to some words of its passage; no words mean the whole passage.

        ``near`` is an offset in the passage's plain text that tells which of several places is meant.

        Raises WordsNotThere.
        """
        if self.passage is None or not words.strip():
            return replace(self, selectors=())
        found = find_words(self.passage.text, words, near=near)
        if found is None:
            raise WordsNotThere
        offset = offset_of(self.passage)
        start, end = (offset + place for place in whole_words(self.passage.text, *found))
        return replace(self, selectors=tuple(selectors_at(self.section.text, start, end)))

    def fit(self, wording: Wording) -> Wording:
        """The wording with the kind that belongs to this place: an answer at a question, and only there."""
        if self.question is not None:
            return replace(wording, kind=Comment.Kind.ANSWER, ground="")
        return replace(wording, kind=Comment.Kind.SUBSTANCE) if wording.kind == Comment.Kind.ANSWER else wording

    @property
    def thread(self) -> Comment | None:
        """Threads are one level deep: a reply to a reply stands under the same remark."""
        return self.parent.parent if self.parent is not None and self.parent.parent is not None else self.parent


def offset_of(passage: Passage) -> int:
    """Where a passage begins in its section's plain text: the texts of those before it, joined by two line feeds."""
    before = Passage.objects.filter(section=passage.section_id, ordinal__lt=passage.ordinal).values_list("text", flat=True)
    return sum(len(text) + 2 for text in before if text)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What the writer said about the guard's findings: the marks that are no personal data, and why where that is asked."""

    marks: frozenset[str] = frozenset()
    explanation: str = ""

    @classmethod
    def from_marks(cls, marks: Iterable[str], explanation: str = "") -> Confirmation:
        return cls(frozenset(marks), explanation)

    def accepts(self, finding: guard.Finding) -> bool:
        return finding.mark in self.marks and (not finding.needs_explanation or bool(self.explanation.strip()))


def ask_guard(texts: Iterable[str], confirmation: Confirmation) -> dict[str, Any]:
    """Lets the guard read what is about to be shown to others.

    Returns what the audit trail keeps of confirmed findings: how many of which kind and the explanation, with whatever
    the guard finds in it masked; never the words themselves. Empty when there were none.

    Raises:
        PersonalDataFound: with the findings that were not confirmed.
    """
    findings = [finding for text in texts for finding in guard.find(text)]
    open_ones = [finding for finding in findings if not confirmation.accepts(finding)]
    if open_ones:
        raise PersonalDataFound(open_ones)
    if not findings:
        return {}
    kinds = sorted({finding.kind for finding in findings})
    explanation = guard.mask(confirmation.explanation, guard.find(confirmation.explanation))
    return {"confirmed": {kind: sum(one.kind == kind for one in findings) for kind in kinds}, "explanation": explanation}
