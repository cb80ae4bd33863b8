"""What became of the words that a remark is about, in the next version: one door, so that more can be told behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import Group

from consultation.accountability.models import Readers
from consultation.comments.models import Comment, Placement
from consultation.comments.quoting import quote_in
from handbook.models import Version
from handbook.models.versions import PUBLIC_GROUP
from handbook.numbering import passage_number

Effect = dict[str, Any]


def text_effects(version: Version, remarks: Sequence[Comment], *, readers: str) -> dict[int, Effect]:
    """By the remark's row what became of its words: ``{"label", "status", "place", "before", "after"}``, from the first later
    version that all readers of the note may read; words before and after only where they changed.

    Otherwise a note for everybody would tell what a draft says that only members see. Three queries.
    """
    following = next_version(version, readers=readers)
    if following is None:
        return {}
    placements = (
        Placement.objects.filter(version=following, comment__in=[remark.pk for remark in remarks])
        .exclude(status=Placement.Status.AMBIGUOUS)
        .select_related("section", "passage", "comment__passage")
    )
    return {placement.comment_id: _effect(placement, following) for placement in placements}


def next_version(version: Version, *, readers: str) -> Version | None:
    """The first version after this issue, if whoever may read the note may read it too."""
    later = Version.objects.of(version.handbook_key).filter(ordinal__gt=version.ordinal)
    following = later.exclude(pk__in=Version.objects.issue_of(version)).order_by("ordinal").first()
    if following is None:
        return None
    reading = set(following.readers.values_list("name", flat=True))
    if PUBLIC_GROUP in reading:
        return following
    if readers == Readers.EVERYBODY:
        return None
    needed = set(Group.objects.filter(pk__in=version.readers.values("pk")).values_list("name", flat=True))
    return following if needed <= reading else None


def _effect(placement: Placement, following: Version) -> Effect:
    section, passage = placement.section, placement.passage
    place = passage_number(section.number, passage.ordinal) if section and passage else section.number if section else ""
    before = after = ""
    if placement.status == Placement.Status.CHANGED:
        was, now = quote_in(placement.comment.selectors), quote_in(placement.selectors)
        if was is not None and now is not None:
            before, after = was.exact, now.exact
        else:
            before, after = (one.text if one is not None else "" for one in (placement.comment.passage, passage))
    if placement.status == Placement.Status.GONE:
        was = quote_in(placement.comment.selectors)
        before = was.exact if was else placement.comment.passage.text if placement.comment.passage else ""
    return {"label": following.label, "status": str(placement.status), "place": place, "before": before, "after": after}
