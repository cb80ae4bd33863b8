"""What is told about remarks: a reply, a report, a removal, a restoring, an admission."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from consultation.comments.models import Comment, Report
from consultation.comments.permissions import MODERATE
from consultation.delivery.actions import tell
from consultation.delivery.kinds import Kind, register
from consultation.people.models import User
from handbook.models import Section, Version

REPLY = "comments.reply"
REPORTED = "comments.reported"
REMOVED = "comments.removed"
RESTORED = "comments.restored"
ADMITTED = "comments.admitted"


def register_kinds() -> None:
    """Makes the kinds of this slice known; called when the app is ready.

    What touches one's own words or rights (removal, restoring, admission) is transactional: it cannot be switched off.
    """
    kinds = (
        Kind(REPLY, _("A reply to your remark"), "comments/reply", still_due=reply_still_due),
        Kind(REPORTED, _("A remark was reported"), "comments/reported", still_due=report_still_due, permission=MODERATE),
        Kind(REMOVED, _("Your remark was removed"), "comments/removed", transactional=True),
        Kind(RESTORED, _("Your remark is back"), "comments/restored", transactional=True),
        Kind(ADMITTED, _("Your late remark is admitted"), "comments/admitted", transactional=True),
    )
    for kind in kinds:
        register(kind)


def topic_of(comment: Comment) -> str:
    """The topic of everything that is told about one remark while it stands."""
    return f"comment:{comment.key}"


def reply_still_due(row: Any) -> str | None:
    """Why a waiting mail about a reply must not go any more: the reply is gone, or its reader left the version."""
    reply = Comment.objects.filter(key=row.topic.removeprefix("comment:")).first()
    if reply is None or not reply.stands:
        return gettext_noop("the reply was withdrawn or removed")
    reader = row.user
    if reader is None or not Version.objects.visible_to(reader).filter(pk=reply.version_id).exists():
        return gettext_noop("the receiver no longer reads this version")
    return None


def report_still_due(row: Any) -> str | None:
    """A report that somebody handled meanwhile needs no mail."""
    pk = row.topic.removeprefix("report:")
    return None if Report.objects.filter(pk=pk, handled_at=None).exists() else gettext_noop("the report was handled")


def section_url(section: Section) -> str:
    """The page of a section."""
    version = section.version
    return reverse("section", kwargs={"slug": version.slug, "label": version.label, "number": section.number})


def remark_url(comment: Comment) -> str:
    """The section's page at this remark; ``?reactie`` tells the page's script that the text arrived."""
    return f"{section_url(comment.section)}?reactie={comment.key}#r-{comment.key}"


def tell_reply(*, reply: Comment, at: datetime) -> int:
    """Tells the author of the remark, unless she replied to herself, is erased, or may not read the version any more."""
    parent = reply.parent
    author = parent.submitter.user if parent is not None else None
    if parent is None or author is None or author.pk == reply.submitter.user_id or not author.is_active:
        return 0
    if not Version.objects.visible_to(author).filter(pk=reply.version_id).exists():
        return 0
    facts = {"remark": parent.body, "reply": reply.body, "number": parent.number}
    return _tell(REPLY, [author], reply, _("A reply to your remark on {place}"), topic_of(reply), facts, at)


def tell_reported(*, report: Report, at: datetime) -> int:
    """Tells the editors, with the reason; the text itself stays on the site, since it may be what should not travel."""
    facts = {"reason": report.reason}
    return tell(
        kind=REPORTED,
        users=moderators(),
        topic=f"report:{report.pk}",
        title=format_lazy(_("Somebody reported a remark on {place}"), place=_place(report.comment)),
        body=report.reason,
        url=reverse("moderation:index"),
        context_for=_context(report.comment, facts),
        at=at,
    )


def tell_removed(*, comment: Comment, at: datetime) -> int:
    facts = {"reason": comment.removed_reason, "remark": comment.body, "proposed": comment.proposed}
    topic = f"{topic_of(comment)}:removed:{at:%Y%m%d%H%M%S}"
    return _tell(REMOVED, _author(comment), comment, _("Your remark on {place} was removed"), topic, facts, at)


def tell_restored(*, comment: Comment, at: datetime) -> int:
    topic = f"{topic_of(comment)}:restored:{at:%Y%m%d%H%M%S}"
    return _tell(RESTORED, _author(comment), comment, _("Your remark on {place} is back"), topic, {}, at)


def tell_admitted(*, comment: Comment, reason: str, at: datetime) -> int:
    topic = f"{topic_of(comment)}:admitted"
    title = _("You can still post your remark on {place}")
    return _tell(ADMITTED, _author(comment), comment, title, topic, {"reason": reason}, at)


def moderators() -> Iterable[User]:
    """Active people with the right to moderate, by their groups."""
    right = Permission.objects.filter(content_type__app_label="comments", codename="moderate_comment")
    return User.objects.filter(Q(groups__permissions__in=right) | Q(user_permissions__in=right), is_active=True).distinct()


def _author(comment: Comment) -> list[User]:
    user = comment.submitter.user
    return [user] if user is not None and user.is_active else []


def _place(comment: Comment) -> str:
    """The section in words, short enough for a subject."""
    return Truncator(f"{comment.section.number} {comment.section.title}").chars(80)


def _tell(kind: str, users: Iterable[User], comment: Comment, title: Any, topic: str, facts: dict[str, Any], at: datetime) -> int:
    return tell(
        kind=kind,
        users=users,
        topic=topic,
        title=format_lazy(title, place=_place(comment)),
        url=remark_url(comment),
        context_for=_context(comment, facts),
        at=at,
    )


def _context(comment: Comment, facts: dict[str, Any]) -> Callable[[User], dict[str, Any]]:
    def context_for(user: User) -> dict[str, Any]:
        return {
            **facts,
            "handbook": comment.version.title,
            "label": comment.version.label,
            "place": _place(comment),
        }

    return context_for
