"""What an author hears when others support her remark or object to it: once a day for a remark, once for a person."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.text import Truncator, format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from consultation.comments.models import Support
from consultation.comments.notices import MOST_SIGNS, people_behind, place_of, remark_url, topic_of, why_not_read
from consultation.delivery.actions import tell
from consultation.delivery.kinds import Kind, register
from consultation.delivery.models import Notice

SUPPORT = "comments.support"
HOLD = timedelta(minutes=10)
"""A press that was taken back within this time is never mailed."""


def register_kind() -> None:
    """Makes the kind known; called when the app is ready."""
    label = _("Somebody supports your remark or objects to it")
    register(Kind(SUPPORT, label, "comments/support", default_pace="daily", still_due=still_due))


def tell_support(*, support: Support, at: datetime) -> int:
    """Tells who stands behind the remark. Returns how many were told.

    Her remark is told of once a day, and of the same person once for ever: the topic has the day and the number of the
    submitter, so that pressing again and again is silent. The caller holds the remark's lock.
    """
    comment = support.comment
    about = Notice.objects.filter(kind=SUPPORT, topic__startswith=f"{topic_of(comment)}:support:")
    today = f"{topic_of(comment)}:support:{localdate(at):%Y%m%d}"
    if about.filter(topic__startswith=f"{today}:").exists() or about.filter(topic__endswith=f":{support.submitter_id}").exists():
        return 0
    place = place_of(comment.section)
    objects = support.value == Support.Value.OBJECT
    title = _("Somebody objects to your remark on {place}") if objects else _("Somebody supports your remark on {place}")
    facts = {
        "objects": objects,
        "reason": support.reason,
        "remark": comment.body or comment.proposed,
        "place": place,
        "handbook": comment.version.title,
        "label": comment.version.label,
    }
    return tell(
        kind=SUPPORT,
        users=people_behind(comment),
        topic=f"{today}:{support.submitter_id}",
        title=format_lazy(title, place=place),
        body=Truncator(support.reason).chars(MOST_SIGNS),
        handbook=str(comment.version),
        place=place,
        url=remark_url(comment),
        context_for=lambda user: facts,
        hold_until=at + HOLD,
        at=at,
    )


def still_due(row: Any) -> str | None:
    """Why a waiting mail must not go any more: the support was taken back, the remark is gone, its author left."""
    _comment, key, _support, _day, submitter = row.topic.split(":")
    support = Support.objects.select_related("comment").filter(comment__key=key, submitter=submitter).first()
    if support is None or not support.comment.stands:
        return gettext_noop("the support was taken back, or the remark is gone")
    return why_not_read(row.user, pk=support.comment.version_id)
