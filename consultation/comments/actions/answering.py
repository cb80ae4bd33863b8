"""Answers to the questions of a round: one field each, one standing answer per person."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from consultation.comments.actions.posting import post_comment
from consultation.comments.actions.revising import edit_comment
from consultation.comments.actions.submitters import submitter_of
from consultation.comments.actions.wording import Confirmation, Place, Wording
from consultation.comments.models import Comment, Submitter
from consultation.rounds.models import Question
from handbook.models import Section


def section_of(question: Question) -> Section:
    """Where an answer hangs: the question's section, or the first of the version for a question about the whole."""
    sections = Section.objects.filter(version=question.round.version_id).select_related("version__round").order_by("position")
    return sections.get(key=question.section_key) if question.section_key is not None else sections[0]


def standing_answer(user: Any, question: Question) -> Comment | None:
    """The posted answer of this person that stands, if she gave one."""
    return Comment.objects.posted().select_related("submitter").filter(question=question, submitter__user=user).first()


@transaction.atomic
def answer_question(
    *,
    user: Any,
    question: Question,
    body: str,
    key: uuid.UUID | None = None,
    seen_at: datetime | None = None,
    confirmation: Confirmation | None = None,
    at: datetime,
) -> Comment:
    """Post the answer to a question, or change the one that stands.

    Raises: as ``post_comment`` for a first answer, as ``edit_comment`` for a change.
    """
    wording = Wording(body=body, kind=Comment.Kind.ANSWER)
    submitter = submitter_of(user=user, handbook_key=question.round.version.handbook_key)
    # Locked, so that a double click finds the answer of its first press.
    Submitter.objects.select_for_update().get(pk=submitter.pk)
    standing = standing_answer(user, question)
    if standing is not None:
        return edit_comment(user=user, comment=standing, wording=wording, seen_at=seen_at, confirmation=confirmation, at=at)
    place = Place(section=section_of(question), question=question)
    return post_comment(user=user, place=place, wording=wording, key=key, seen_at=seen_at, confirmation=confirmation, at=at)
