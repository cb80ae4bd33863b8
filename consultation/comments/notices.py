"""What is told about remarks: a reply, a report, a removal, a restoring, a redaction, an admission."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from consultation.comments.models import Comment, Gathering, Placement, Redaction, Report
from consultation.comments.permissions import MODERATE
from consultation.delivery.actions import tell
from consultation.delivery.kinds import Kind, register
from consultation.people.models import User
from handbook.models import Section, Status, Version

REPLY = "comments.reply"
NEW_REMARKS = "comments.new_remarks"
REPORTED = "comments.reported"
REMOVED = "comments.removed"
RESTORED = "comments.restored"
REDACTED = "comments.redacted"
ADMITTED = "comments.admitted"
GATHERING = "comments.gathering"
SUBMITTED = "comments.submitted"
ENTERED = "comments.entered"
MOST_SIGNS = 300
"""So much of a reply stands in the inbox and in an overview; the mail has it whole."""
MESSAGE = "comments.message"
PLACE_NEEDS_ME = "comments.place_needs_me"


def register_kinds() -> None:
    """Makes the kinds of this slice known; called when the app is ready.

    What touches one's own words or rights (removal, restoring, redaction, entering) is transactional: it cannot be switched off.
    """
    kinds = (
        Kind(REPLY, _("A reply to your remark"), "comments/reply", still_due=reply_still_due),
        Kind(
            NEW_REMARKS,
            _("New remarks of others"),
            "",
            default_pace="weekly",
            alone=False,
            still_due=news_still_due,
        ),
        Kind(REPORTED, _("A remark was reported"), "comments/reported", still_due=report_still_due, permission=MODERATE),
        Kind(REMOVED, _("Your remark was removed"), "comments/removed", transactional=True),
        Kind(RESTORED, _("Your remark is back"), "comments/restored", transactional=True),
        Kind(GATHERING, _("Your organisation gathers comments"), "comments/gathering"),
        Kind(SUBMITTED, _("Your organisation has reacted"), "comments/gathered"),
        Kind(ENTERED, _("A comment of yours was entered"), "comments/entered", transactional=True),
        Kind(
            PLACE_NEEDS_ME,
            _("Comments wait for a place"),
            "comments/place_needs_me",
            still_due=places_still_due,
            same_for_topic=True,
            permission=MODERATE,
        ),
        Kind(MESSAGE, _("A message from the editors"), "comments/message", bulk=True),
        Kind(REDACTED, _("Words in your remark were blacked out"), "comments/redacted", transactional=True),
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
    return why_not_read(row.user, pk=reply.version_id)


def news_still_due(row: Any) -> str | None:
    """Why an overview must not tell of new remarks any more: its reader left the version."""
    return why_not_read(row.user, sections=int(row.topic.split(":")[1]))


def why_not_read(reader: User | None, **version: int) -> str | None:
    """Why nothing about a version is told to its reader any more: she left it, or is gone. ``version`` is a filter for it."""
    if reader is not None and Version.objects.visible_to(reader).filter(**version).exists():
        return None
    return gettext_noop("the receiver no longer reads this version")


def report_still_due(row: Any) -> str | None:
    """A report that somebody handled meanwhile needs no mail."""
    pk = row.topic.removeprefix("report:")
    return None if Report.objects.filter(pk=pk, handled_at=None).exists() else gettext_noop("the report was handled")


def places_still_due(row: Any) -> str | None:
    """The remarks that waited have their place by now, or another version came."""
    version_id = row.topic.removeprefix("placing:")
    if Placement.objects.to_look_at().newest().filter(version=version_id).exists():
        return None
    return gettext_noop("no comment waits for a place in this version any more")


def section_url(section: Section) -> str:
    """The page of a section."""
    version = section.version
    return reverse("section", kwargs={"slug": version.slug, "label": version.label, "number": section.number})


def remark_url(comment: Comment) -> str:
    """The section's page at this remark; ``?reactie`` tells the page's script that the text arrived.

    The page is that of the newest correction in which the remark, or the one that it replies to, has a place.
    """
    if not Version.objects.filter(corrects=comment.version.issue_id).exists():
        return url_in(comment.section, comment)
    standing = Version.objects.with_status(why=False).exclude(current_status=Status.WITHDRAWN)
    placed = Placement.objects.filter(
        comment=comment.parent_id or comment.pk,
        version__in=standing.filter(corrects=comment.version.issue_id),
        section__isnull=False,
    )
    newest = placed.select_related("section__version").order_by("-version__ordinal").first()
    return url_in(newest.section if newest is not None else comment.section, comment)


def url_in(section: Section, comment: Comment) -> str:
    """A remark on the page of a section where it is known to stand; no query."""
    return f"{section_url(section)}?reactie={comment.key}#r-{comment.key}"


def gathering_url(gathering: Gathering) -> str:
    """Where the people of an organisation see what they share."""
    return reverse("gathering", args=[gathering.round_id])


def tell_reply(*, reply: Comment, at: datetime) -> int:
    """Tells who stands behind the remark, unless she replied to herself."""
    parent = reply.parent
    if parent is None:
        return 0
    authors = [one for one in people_behind(parent) if one.pk != reply.submitter.user_id]
    facts = {"remark": parent.body, "reply": reply.body, "number": parent.number}
    title = _("A reply to your remark on {place}")
    return _tell(REPLY, authors, reply, title, topic_of(reply), facts, at, body=Truncator(reply.body).chars(MOST_SIGNS))


def tell_gathering(*, gathering: Gathering, by: User, at: datetime) -> int:
    """Tells the people of an organisation who take part in the round that one of them gathers what they have to say."""
    consultation = gathering.round
    colleagues = User.objects.active_in(consultation.audience.all()).filter(organisation=gathering.organisation_id)
    facts = {
        "by": by.name,
        "organisation": gathering.organisation.name,
        "handbook": consultation.version.title,
        "label": consultation.version.label,
        "closes_at": consultation.closes_at,
    }
    return tell(
        kind=GATHERING,
        users=colleagues.exclude(pk=by.pk),
        topic=f"gathering:{gathering.pk}",
        title=format_lazy(_("{organisation} reacts together"), organisation=gathering.organisation.name),
        url=gathering_url(gathering),
        context_for=lambda user: facts,
        at=at,
    )


def tell_submitted(*, gathering: Gathering, remarks: Sequence[Comment], by: User, at: datetime) -> int:
    """Tells everybody who shared something what was submitted in the name of her organisation."""
    authors = User.objects.filter(is_active=True, submitters__comments__contribution__gathering=gathering).distinct()
    facts = {
        "by": by.name,
        "organisation": gathering.organisation.name,
        "submitted_count": len(remarks),
        "handbook": gathering.round.version.title,
        "label": gathering.round.version.label,
    }
    return tell(
        kind=SUBMITTED,
        users=authors.exclude(pk=by.pk),
        topic=f"gathering:{gathering.pk}:{at:%Y%m%d%H%M%S}",
        title=format_lazy(_("{organisation} has reacted"), organisation=gathering.organisation.name),
        url=gathering_url(gathering),
        context_for=lambda user: facts,
        at=at,
    )


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


def tell_places_wait(*, version: Version, waiting: int, at: datetime) -> int:
    """Tells the editors, once for each version, that remarks wait for somebody to give them their place in it."""
    facts = {"waiting": waiting, "handbook": version.title, "label": version.label}
    return tell(
        kind=PLACE_NEEDS_ME,
        users=moderators(),
        topic=f"placing:{version.pk}",
        title=format_lazy(_("Comments wait for a place in version {label}"), label=version.label),
        url=reverse("moderation:places"),
        context_for=lambda user: facts,
        at=at,
    )


def tell_removed(*, comment: Comment, at: datetime) -> int:
    facts = {"reason": comment.removed_reason, "remark": comment.body, "proposed": comment.proposed}
    topic = f"{topic_of(comment)}:removed:{at:%Y%m%d%H%M%S}"
    return _tell(REMOVED, _authors(comment), comment, _("Your remark on {place} was removed"), topic, facts, at)


def tell_restored(*, comment: Comment, at: datetime) -> int:
    topic = f"{topic_of(comment)}:restored:{at:%Y%m%d%H%M%S}"
    return _tell(RESTORED, _authors(comment), comment, _("Your remark on {place} is back"), topic, {}, at)


def tell_entered(*, comment: Comment, medium: str, received_on: date, at: datetime) -> int:
    """Tells the author what was entered in her name, and that she may correct it."""
    facts = {"remark": comment.body, "proposed": comment.proposed, "medium": medium, "received_on": received_on}
    topic = f"{topic_of(comment)}:entered"
    return _tell(ENTERED, people_behind(comment), comment, _("Your comment on {place} was entered"), topic, facts, at)


def tell_redacted(*, redaction: Redaction, at: datetime) -> int:
    """Tells the author why, and never which words: a mail stays where it is for years."""
    comment = redaction.comment
    topic = f"{topic_of(comment)}:redacted:{redaction.pk}"
    title = _("Words in your remark on {place} were blacked out")
    return _tell(REDACTED, _authors(comment), comment, title, topic, {"reason": redaction.reason}, at)


def tell_admitted(*, comment: Comment, reason: str, at: datetime) -> int:
    topic = f"{topic_of(comment)}:admitted"
    title = _("You can still post your remark on {place}")
    return _tell(ADMITTED, _authors(comment), comment, title, topic, {"reason": reason}, at)


def moderators() -> Iterable[User]:
    """Active people with the right to moderate, by their groups."""
    right = Permission.objects.filter(content_type__app_label="comments", codename="moderate_comment")
    return User.objects.filter(Q(groups__permissions__in=right) | Q(user_permissions__in=right), is_active=True).distinct()


def people_behind(comment: Comment) -> list[User]:
    """Who hears what becomes of a remark, as long as she may read its version: its author, or the coordinators of the
    organisation that submitted it.
    """
    return [one for one in _authors(comment) if Version.objects.visible_to(one).filter(pk=comment.version_id).exists()]


def _authors(comment: Comment) -> list[User]:
    submitter = comment.submitter
    if submitter.collective:
        return list(User.objects.filter(organisation=submitter.organisation_id, is_coordinator=True, is_active=True))
    return [submitter.user] if submitter.user is not None and submitter.user.is_active else []


def place_of(section: Section) -> str:
    """A section in words, short enough for a subject."""
    return Truncator(f"{section.number} {section.title}").chars(80)


def _place(comment: Comment) -> str:
    return place_of(comment.section)


def _tell(
    kind: str,
    users: Iterable[User],
    comment: Comment,
    title: Any,
    topic: str,
    facts: dict[str, Any],
    at: datetime,
    *,
    body: str = "",
) -> int:
    return tell(
        kind=kind,
        users=users,
        topic=topic,
        title=format_lazy(title, place=_place(comment)),
        body=body,
        handbook=str(comment.version),
        place=_place(comment),
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
