"""What readers did with a version goes on in its correction: it is the same text with a few words mended."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from consultation.comments.actions.placing import work_out
from consultation.comments.models import Comment, Opening, Placement, Review
from handbook.models import Passage, Section, Version

BATCH = 1000


@transaction.atomic
def carry_over(*, version: Version, at: datetime) -> int:
    """Bring drafts, reviews and openings of a corrected version into its correction; returns how many.

    Drafts move, since nobody else saw them and their writer should go on where she reads now. Reviews and openings are
    written a second time: what a reader said of a section holds for the section as it is mended. What was posted stays
    where it is and has its place by ``place_comments``. Replies and answers stay with their remark and their question.
    Running it again changes nothing.
    """
    sections = {section.key: section for section in Section.objects.filter(version=version)}
    earlier = Version.objects.issue_of(version).exclude(pk=version.pk)
    before = {"section__version__in": earlier, "section__key__in": sections}
    reviews = [
        Review(submitter_id=one.submitter_id, section=sections[one.section.key], value=one.value, at=one.at)
        for one in _newest(Review.objects.filter(**before).select_related("section").order_by("at", "pk"), "submitter_id")
    ]
    openings = [
        Opening(user_id=one.user_id, section=sections[one.section.key], passage_id=one.passage_id, opened_at=one.opened_at)
        for one in _newest(Opening.objects.filter(**before).select_related("section").order_by("opened_at", "pk"), "user_id")
    ]
    Review.objects.bulk_create(reviews, batch_size=BATCH, ignore_conflicts=True)
    Opening.objects.bulk_create(openings, batch_size=BATCH, ignore_conflicts=True)
    return len(reviews) + len(openings) + _move_drafts(version, earlier, sections, at=at)


def _newest(rows: Iterable[Any], person: str) -> Iterable[Any]:
    """Of each person the last row at each section; the rows come in the order of time."""
    last: dict[tuple[int, uuid.UUID], Any] = {}
    for row in rows:
        last[getattr(row, person), row.section.key] = row
    return last.values()


def _move_drafts(version: Version, earlier: Any, sections: dict[uuid.UUID, Section], *, at: datetime) -> int:
    """``saved_at`` stays, so that a form which is open in a browser goes on with its draft."""
    drafts = list(
        Comment.objects.select_for_update(of=("self",))
        .filter(version__in=earlier, posted_at=None, parent=None, question=None)
        .select_related("version", "section", "passage")
    )
    passages = {one.passage_id: one for one in Passage.objects.filter(section__version=version)} if drafts else {}
    places: dict[int, Placement] = {one.comment_id: one for one in work_out(drafts, version=version, at=at)}
    for draft in drafts:
        _move(draft, places[draft.pk], version, sections, passages)
    fields: Sequence[str] = ["version", "section", "passage", "selectors"]
    Comment.objects.bulk_update(drafts, fields, batch_size=BATCH)
    return len(drafts)


def _move(
    draft: Comment,
    place: Placement,
    version: Version,
    sections: dict[uuid.UUID, Section],
    passages: dict[uuid.UUID, Passage],
) -> None:
    """To where its words stand now; to its passage as a whole where they were mended beyond knowing."""
    draft.version = version
    if place.section is not None:
        draft.section, draft.passage, draft.selectors = place.section, place.passage, place.selectors
        return
    draft.section = sections[draft.section.key]
    draft.passage = passages.get(draft.passage.passage_id) if draft.passage is not None else None
    draft.selectors = []
