"""Naming a colleague in a remark: "@Bram van den Oever" tells him."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from consultation.comments.models import Comment
from consultation.comments.notices import MOST_SIGNS, place_of, remark_url, topic_of, why_not_read
from consultation.delivery.actions import tell
from consultation.delivery.kinds import Kind, register
from consultation.people.models import User
from consultation.rounds.models import Round, round_of

MENTION = "comments.mention"
AT_SIGN = re.compile(r"(?<!\S)[(\"']?@([^\s@][^\n@]{0,100})")
"""An at sign at the beginning of a word, so never the one inside an address, and what stands behind it."""
AT_THE_END = ".,;:!?)\"'"
MOST_WORDS = 8
"""Of a name."""
MOST_PEOPLE = 10
"""Who names more people than this does not mean each of them."""


def register_kind() -> None:
    """Makes the kind known; called when the app is ready."""
    register(Kind(MENTION, _("Somebody names you in a remark"), "comments/mention", still_due=still_due))


def can_mention(round: Round | None, at: datetime) -> bool:
    """Whether the members of a round see each other's names, and each other's remarks now."""
    return round is not None and round.identity == Round.Identity.NAME and not round.hides_peers(at)


def names_in(text: str) -> list[str]:
    """What could be a name behind each at sign: the first word, the first two, and so on.

    >>> names_in("Vraag het @Bram van den Oever.")
    ['Bram', 'Bram van', 'Bram van den', 'Bram van den Oever']
    """
    found: dict[str, None] = {}
    for match in AT_SIGN.finditer(text):
        words = match[1].split()[:MOST_WORDS]
        for count in range(1, len(words) + 1):
            found[" ".join(words[:count]).rstrip(AT_THE_END)] = None
    return list(found)


def tell_mentioned(*, comment: Comment, at: datetime) -> int:
    """Tells the members of the round whom a posted remark names, once for each remark; returns how many.

    Not the writer, and not who hears of it as a reply anyhow.
    """
    names = names_in(f"{comment.body}\n{comment.proposed}")
    round = round_of(comment.version)
    if not names or round is None or not can_mention(round, at):
        return 0
    parent = comment.parent.submitter.user_id if comment.parent is not None else None
    hear_already = [one for one in (comment.submitter.user_id, parent) if one is not None]
    members = User.objects.active_in(round.audience.all()).filter(name__in=names).exclude(pk__in=hear_already)
    writer = comment.submitter.user
    facts = {
        "remark": comment.body or comment.proposed,
        "by": writer.name if writer is not None else "",
        "place": place_of(comment.section),
        "handbook": comment.version.title,
        "label": comment.version.label,
    }
    return tell(
        kind=MENTION,
        users=list(members.order_by("pk")[:MOST_PEOPLE]),
        topic=f"{topic_of(comment)}:mention",
        title=format_lazy(_("You are named in a remark on {place}"), place=facts["place"]),
        body=Truncator(facts["remark"]).chars(MOST_SIGNS),
        handbook=str(comment.version),
        place=facts["place"],
        url=remark_url(comment),
        context_for=lambda user: facts,
        at=at,
    )


def still_due(row: Any) -> str | None:
    """Why it must not be told any more: the remark is gone, or its reader left the version."""
    comment = Comment.objects.filter(key=row.topic.split(":")[1]).first()
    if comment is None or not comment.stands:
        return gettext_noop("the remark was withdrawn or removed")
    return why_not_read(row.user, pk=comment.version_id)
