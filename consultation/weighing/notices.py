"""What is told about decisions: an answer to one's remark."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from consultation.comments.actions import people_behind
from consultation.delivery.actions import tell
from consultation.delivery.kinds import Kind, register
from consultation.weighing.models import Decision

ANSWERED = "weighing.answered"


def register_kinds() -> None:
    """Makes the kind known; called when the app is ready."""
    register(Kind(ANSWERED, _("A decision about your comment"), "weighing/answered", still_due=answer_still_due))


def topic_of(decision: Decision) -> str:
    """One topic for each time an answer is published: a changed answer is told again, the same one never."""
    return f"decision:{decision.comment.key}:{decision.published_at:%Y%m%d%H%M%S}"


def answer_still_due(row: Any) -> str | None:
    """Why a waiting answer must not go any more: the remark was withdrawn or removed meanwhile."""
    key = row.topic.split(":")[1]
    decision = Decision.objects.published().select_related("comment").filter(comment__key=key).first()
    return None if decision is not None and decision.comment.stands else gettext_noop("the remark was withdrawn or removed")


def tell_answered(*, decision: Decision, at: datetime) -> int:
    """Tells who stands behind the remark."""
    comment = decision.comment
    place = Truncator(f"{comment.section.number} {comment.section.title}").chars(80)
    facts = {
        "place": place,
        "handbook": comment.version.title,
        "label": comment.version.label,
        "remark": comment.body or comment.proposed,
        "decision": decision.get_value_display(),
        "reason": decision.reason,
    }
    return tell(
        kind=ANSWERED,
        users=people_behind(comment),
        topic=topic_of(decision),
        title=format_lazy(_("A decision about your comment on {place}"), place=place),
        body=decision.reason,
        handbook=str(comment.version),
        place=place,
        url=reverse("my-comments") + f"#r-{comment.key}",
        context_for=lambda user: facts,
        at=at,
    )
