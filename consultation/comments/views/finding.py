"""From an address to what this person may see."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme

from consultation.comments.actions import Place
from consultation.comments.models import Comment, CommentQuerySet
from consultation.rounds.models import Question, Round
from handbook.models import HandbookPage, Passage, Section, Version


def find_version(user: Any, slug: str, label: str, at: datetime) -> Version:
    """A version that this person may read, by the address of its handbook and its label, with its round."""
    handbooks = HandbookPage.objects.filter(slug=slug).values("key")
    visible = Version.objects.filter(handbook_key__in=handbooks, frozen_at__lte=at).visible_to(user)
    return get_object_or_404(visible.select_related("round"), label=label)


def find_round(user: Any, pk: int) -> Round:
    """A round on a version that this person may read."""
    return get_object_or_404(Round.objects.filter(version__in=Version.objects.visible_to(user)).select_related("version"), pk=pk)


def find_section(user: Any, pk: int) -> Section:
    """A section of a version that this person may read, with its version and round."""
    return get_object_or_404(
        Section.objects.filter(version__in=Version.objects.visible_to(user)).select_related("version__round"), pk=pk
    )


def find_comment(user: Any, key: uuid.UUID, at: datetime) -> Comment:
    """A remark that this person may see, with all that its pages show."""
    return get_object_or_404(_shown(user, at), key=key)


def _shown(user: Any, at: datetime) -> CommentQuerySet:
    return Comment.objects.visible_to(user, at).select_related(
        "submitter",
        "passage",
        "question__round",
        "parent__submitter",
        "section__version__round",
        "version__round",
        "contribution",
    )


def find_own(user: Any, key: uuid.UUID, at: datetime) -> Comment:
    """A draft or a remark of this person, or of the organisation that she submits for, that is neither withdrawn nor removed."""
    return get_object_or_404(_shown(user, at).of(user).filter(withdrawn_at=None, removed_at=None), key=key)


def find_question(user: Any, pk: int) -> Question:
    """A question of a round on a version that this person may read."""
    return get_object_or_404(
        Question.objects.filter(round__version__in=Version.objects.visible_to(user)).select_related("round__version"), pk=pk
    )


def find_passage(section: Section, passage_id: str) -> Passage | None:
    """The passage with this id in the section; None for the whole section. Raises Http404 for any other text."""
    if not passage_id:
        return None
    try:
        return get_object_or_404(Passage.objects.filter(section=section), passage_id=uuid.UUID(passage_id))
    except ValueError as error:
        raise Http404 from error


def place_of(comment: Comment) -> Place:
    """Where a remark hangs."""
    return Place(comment.section, comment.passage, comment.parent, comment.question, tuple(comment.selectors))


def back_from(request: HttpRequest, fallback: str) -> str:
    """The address that the form asked to return to, if it is one of ours."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and ours else fallback
