"""What is told about decisions: an answer to one's remark, answers that went out together, an answer that missed the point."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, ngettext

from consultation.comments.actions import people_behind, people_behind_each
from consultation.comments.models import Comment
from consultation.delivery.actions import tell
from consultation.delivery.kinds import Kind, register
from consultation.people.models import User
from consultation.weighing.go_aheads import waiting_for
from consultation.weighing.models import Answer, Assignment, Batch, Contest, Decision
from consultation.weighing.permissions import DECIDE, PUBLISH, last_day_to_contest, partners_of
from handbook.models import Version

ANSWERED = "weighing.answered"
BATCH = "weighing.batch"
CONTESTED = "weighing.contested"
GO_AHEAD = "weighing.go_ahead"
MOST_SIGNS = 200
"""So much of a reason stands in a mail that tells of many; the page has it whole."""
MOST_LINES = 30
"""So many remarks stand in a mail and a notice; the page has them all."""


def register_kinds() -> None:
    """Makes the kinds known; called when the app is ready."""
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
    register(Kind(BATCH, _("Decisions about your comments"), "weighing/batch", still_due=batch_still_due))
    register(
        Kind(
            CONTESTED,
            _("An author says that an answer misses the point"),
            "weighing/contested",
            still_due=contest_still_due,
            same_for_topic=True,
            permission=DECIDE,
        )
    )


def topic_of(decision: Decision) -> str:
    """One topic for each time an answer is published: a changed answer is told again, the same one never."""
    return f"decision:{decision.comment.key}:{decision.published_at:%Y%m%d%H%M%S}"


def topic_of_batch(batch: int) -> str:
    return f"answers:{batch}"


def topic_of_contest(comment: Comment) -> str:
    return f"contest:{comment.key}"


def answer_still_due(row: Any) -> str | None:
    """Why a waiting answer must not go any more: the remark was withdrawn or removed meanwhile."""
    key = row.topic.split(":")[1]
    decision = Decision.objects.published().select_related("comment").filter(comment__key=key).first()
    return None if decision is not None and decision.comment.stands else gettext_noop("the remark was withdrawn or removed")


def batch_still_due(row: Any) -> str | None:
    """Why waiting answers must not go any more: none of the remarks of this person stands."""
    batch = row.topic.removeprefix("answers:")
    own = Comment.objects.posted().of(row.user) if row.user is not None else Comment.objects.none()
    return None if own.filter(answers__batch=batch).exists() else gettext_noop("the remark was withdrawn or removed")


def contest_still_due(row: Any) -> str | None:
    """Why a waiting mail about a reopened remark must not go any more: it was answered, or does not stand."""
    key = row.topic.removeprefix("contest:")
    open_ones = Contest.objects.filter(settled_at=None, comment__in=Comment.objects.posted())
    return None if open_ones.filter(comment__key=key).exists() else gettext_noop("the remark was answered or withdrawn")


def tell_answered(*, decision: Decision, is_final: bool, at: datetime) -> int:
    """Tells who stands behind the remark."""
    comment = decision.comment
    place = _place(comment)

    def context_for(_user: Any) -> dict[str, Any]:
        return {
            "place": place,
            "handbook": comment.version.title,
            "label": comment.version.label,
            "remark": comment.body or comment.proposed,
            "decision": decision.get_value_display(),
            "reason": decision.reason,
            "is_final": is_final,
            "contest_until": date_format(last_day_to_contest(at), "j F Y"),
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
        context_for=context_for,
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
        users=people.filter(organisation__in=partners_of(version.handbook_key).order_by()).order_by("pk"),
        topic=f"go-ahead:{version.pk}",
        title=format_lazy(_("May {label} go into consultation?"), label=version.label),
        handbook=str(version),
        url=reverse("go-ahead", args=[version.slug, version.label]),
        context_for=lambda user: facts,
        at=at,
    )


def tell_batch(*, batch: Batch, answers: Iterable[Answer], at: datetime) -> int:
    """Tells each author once of all her remarks that were answered in a batch; returns how many people were told.

    ``answers`` are those of the batch that were written just now, and all that it holds for these authors."""
    answers = list(
        Answer.objects.filter(pk__in=[one.pk for one in answers])
        .select_related("comment__submitter__user", "comment__section", "comment__version")
        .order_by("comment__section__position", "comment__number", "comment")
    )
    people: dict[int, User] = {}
    own: dict[int, list[Answer]] = {}
    behind = people_behind_each(answer.comment for answer in answers)
    for answer in answers:
        for person in behind[answer.comment_id]:
            people[person.pk] = person
            own.setdefault(person.pk, []).append(answer)

    def context_for(user: User) -> dict[str, Any]:
        mine = own[user.pk]
        return {
            "handbook": batch.version.title,
            "label": batch.version.label,
            "count": len(mine),
            "decisions": [_line(answer) for answer in mine[:MOST_LINES]],
            "more": max(0, len(mine) - MOST_LINES),
            "contest_until": date_format(last_day_to_contest(at), "j F Y"),
        }

    return tell(
        kind=BATCH,
        users=[people[pk] for pk in sorted(people)],
        topic=topic_of_batch(batch.pk),
        title=format_lazy(_("Decisions about your comments on version {label}"), label=batch.version.label),
        body_for=lambda user: _in_short(own[user.pk]),
        handbook=str(batch.version),
        url=reverse("my-comments"),
        context_for=context_for,
        at=at,
    )


def tell_contested(*, contest: Contest, at: datetime) -> int:
    """Tells who looks at the remark, and the editors, that its author says that the answer misses what she meant."""
    comment = contest.comment
    place = _place(comment)
    assigned = Assignment.objects.filter(comment=comment).values("to")
    right = Permission.objects.filter(content_type__app_label="weighing", codename=PUBLISH.partition(".")[2])
    editors = Q(groups__permissions__in=right) | Q(user_permissions__in=right)
    facts = {
        "place": place,
        "handbook": comment.version.title,
        "label": comment.version.label,
        "remark": comment.body or comment.proposed,
        "reason": contest.answer.reason,
        "meant": contest.reason,
    }
    return tell(
        kind=CONTESTED,
        users=User.objects.filter(Q(pk__in=assigned) | editors, is_active=True).distinct().order_by("pk"),
        topic=topic_of_contest(comment),
        title=format_lazy(_("The answer misses the point, says the author at {place}"), place=Truncator(place).chars(40)),
        body=Truncator(contest.reason).chars(MOST_SIGNS),
        handbook=str(comment.version),
        place=place,
        url=reverse("weigh", args=[comment.key]),
        context_for=lambda _user: facts,
        at=at,
    )


def _place(comment: Comment) -> str:
    return Truncator(f"{comment.section.number} {comment.section.title}").chars(80)


def _line(answer: Answer) -> dict[str, Any]:
    comment = answer.comment
    return {
        "place": _place(comment),
        "remark": Truncator(comment.body or comment.proposed).chars(MOST_SIGNS),
        "decision": answer.get_value_display(),
        "reason": Truncator(answer.reason).chars(MOST_SIGNS),
        "is_final": answer.is_final,
    }


def _in_short(answers: Iterable[Answer]) -> str:
    """One line for each remark: where it is, and what became of it."""
    lines = [f"{_place(one.comment)}: {one.get_value_display()}" for one in answers]
    more = len(lines) - MOST_LINES
    if more > 0:
        lines[MOST_LINES:] = [ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more}]
    return "\n".join(lines)
