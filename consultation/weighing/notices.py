"""What is told about decisions: an answer to one's remark."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from consultation.comments.actions import people_behind
from consultation.delivery.actions import tell
from consultation.delivery.kinds import Kind, register
from consultation.people.models import User
from consultation.weighing.go_aheads import waiting_for
from consultation.weighing.models import Decision
from consultation.weighing.permissions import DECIDE
from handbook.models import Version

ANSWERED = "weighing.answered"
GO_AHEAD = "weighing.go_ahead"


def register_kinds() -> None:
    """Makes the kind known; called when the app is ready."""
    register(Kind(ANSWERED, _("A decision about your comment"), "weighing/answered", still_due=answer_still_due))
    register(
        Kind(
            GO_AHEAD,
            _("May a working version go into consultation?"),
            "weighing/go_ahead",
            still_due=go_ahead_still_due,
            permission=DECIDE,
            why=_("You get this mail because your organisation weighs along."),
        )
    )


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


def go_ahead_still_due(row: Any) -> str | None:
    """Why a waiting question must not go any more: the organisation answered, or the partners are not asked any more."""
    asked = row.topic.split(":")[1]
    is_due = row.user is not None and any(str(version.pk) == asked for version in waiting_for(row.user))
    return None if is_due else gettext_noop("the organisation has answered, or is not asked any more")


def tell_partners(*, version: Version, at: datetime) -> int:
    """Asks everybody who weighs for a partner organisation: they all read a working version."""
    app, codename = DECIDE.split(".")
    weighing = Group.objects.filter(permissions__codename=codename, permissions__content_type__app_label=app)
    people = User.objects.active_in(weighing)
    facts = {"handbook": version.title, "label": version.label}
    return tell(
        kind=GO_AHEAD,
        users=people.filter(organisation__is_partner=True).order_by("pk"),
        topic=f"go-ahead:{version.pk}",
        title=format_lazy(_("May {label} go into consultation?"), label=version.label),
        handbook=str(version),
        url=reverse("go-ahead", args=[version.slug, version.label]),
        context_for=lambda user: facts,
        at=at,
    )
