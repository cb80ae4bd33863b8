"""What the members of a round still have to do, for all of them at once: drafts, sections, questions.

The same rules as the contents of a version have for one reader (reading/progress.py), counted for many in a number of
queries that does not depend on how many.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from consultation.comments.models import Comment, Opening, Review
from consultation.rounds.models import Question, Round
from handbook.models import Section, Status, Version


@dataclass(frozen=True, slots=True)
class WorkLeft:
    """What one member still has to do in a round. ``minutes``: to read the sections, at 200 words a minute."""

    drafts: int = 0
    sections: int = 0
    minutes: int = 0
    questions: int = 0

    @property
    def is_done(self) -> bool:
        return not (self.drafts or self.sections or self.questions)


def work_left(*, round: Round, users: Iterable[Any]) -> dict[int, WorkLeft]:
    """For each of these people, by number, what is left; seven queries, however many they are.

    A section is done when its reader had this text of it open, said gelezen or akkoord, or remarked on it; chapters without
    text do not count, nor do sections that a limited round does not ask about. What she shared with her colleagues is no draft
    any more, unless they left it out.
    """
    keys = [user.pk for user in users]
    issue = Version.objects.issue_of(round.version)
    version = _version_read(issue)
    with_text = Section.objects.filter(version=version, word_count__gt=0).only("key", "content_hash", "word_count")
    sections = [section for section in with_text if round.covers(section.key)]
    questions = set(Question.objects.filter(round=round).values_list("pk", flat=True))
    drafts = Counter(unposted(round).filter(submitter__user__in=keys).order_by().values_list("submitter__user", flat=True))
    done, answered = _done(keys, version, issue, sections)
    found = {}
    for key in keys:
        left = [section for section in sections if section.key not in done[key]]
        found[key] = WorkLeft(
            drafts=drafts[key],
            sections=len(left),
            minutes=sum(section.reading_minutes for section in left),
            questions=len(questions - answered[key]),
        )
    return found


def unposted(round: Round) -> QuerySet[Comment]:
    """Texts in a round that their writers kept and did not post: no empty ones, and none that colleagues hold."""
    with_writer = Q(contribution=None) | Q(contribution__left_out_at__isnull=False)
    drafts = Comment.objects.filter(with_writer, version__in=Version.objects.issue_of(round.version), posted_at=None)
    return drafts.exclude(body="", proposed="")


def _version_read(issue: QuerySet[Version]) -> Version:
    """The text in which a round is read: the newest correction that stands, or the version itself."""
    versions = issue.with_status(why=False).order_by("-ordinal")
    return next(one for one in versions if one.current_status != Status.WITHDRAWN or one.corrects_id is None)


def _done(
    keys: list[int], version: Version, issue: QuerySet[Version], sections: list[Section]
) -> tuple[dict[int, set[UUID]], dict[int, set[int]]]:
    """By user the keys of the sections that are done, and the questions that are answered; three queries."""
    texts = {(section.key, section.content_hash) for section in sections}
    done: dict[int, set[UUID]] = defaultdict(set)
    answered: dict[int, set[int]] = defaultdict(set)
    openings = Opening.objects.filter(user__in=keys, section__version__handbook_key=version.handbook_key).order_by()
    for user, section, content_hash in openings.values_list("user", "section__key", "section__content_hash").iterator():
        if (section, content_hash) in texts:
            done[user].add(section)
    reviews = Review.objects.filter(submitter__user__in=keys, section__version=version).order_by()
    for user, section in reviews.values_list("submitter__user", "section__key").iterator():
        done[user].add(section)
    remarks = Comment.objects.posted().filter(submitter__user__in=keys, version__in=issue, parent=None).order_by()
    for user, section, question in remarks.values_list("submitter__user", "section__key", "question").iterator():
        done[user].add(section)
        if question is not None:
            answered[user].add(question)
    return done, answered
