"""Who may do what with one remark: predicates over a standing in the round (rounds.permissions) and the remark itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core import signing

from consultation.comments.models import Comment, Gathering
from consultation.rounds.models import Moment
from consultation.rounds.permissions import Standing, can_comment, can_join_in, can_post_draft, can_save_draft

READ_EVERY = "comments.read_every_comment"
MODERATE = "comments.moderate_comment"
CORRECTED_IN = timedelta(days=14)
"""How long the author may correct what an editor entered for her."""
_WRITER = signing.Signer(salt="comments.writer")


def is_own(person: Standing, comment: Comment) -> bool:
    """Her own, or her organisation's when she submits for it."""
    submitter = comment.submitter
    if submitter.collective:
        return person.coordinates and submitter.organisation_id == person.organisation_key
    return submitter.user_id is not None and submitter.user_id == person.user_key


def is_colleagues(person: Standing, comment: Comment) -> bool:
    """What the organisation of this person submitted."""
    submitter = comment.submitter
    return submitter.collective and submitter.organisation_id is not None and submitter.organisation_id == person.organisation_key


def can_post(person: Standing, draft: Comment | None, at: datetime) -> bool:
    """Something new, or what was kept as a draft."""
    if draft is None:
        return can_comment(person, at)
    return is_own(person, draft) and can_post_draft(person, draft.created_at, draft.admitted_at, at)


def can_keep(person: Standing, draft: Comment | None, at: datetime) -> bool:
    """Save a text for herself only."""
    return can_save_draft(person, at) and (draft is None or (is_own(person, draft) and draft.is_draft))


def can_edit(person: Standing, comment: Comment, at: datetime) -> bool:
    """Her own, while the round is open: after that the working group weighs the words that stand there.

    What an editor entered for her she may correct for some days, whenever that was.
    """
    entered = comment.origin == Comment.Origin.ENTERED and comment.posted_at is not None and at < comment.posted_at + CORRECTED_IN
    open_to_her = person.moment(at) is Moment.OPEN or entered
    return is_own(person, comment) and comment.stands and person.takes_part and open_to_her


def can_withdraw(person: Standing, comment: Comment, at: datetime) -> bool:
    """Her own, at any moment, also when she left the group: nobody is held to her words."""
    return is_own(person, comment) and comment.stands


def can_reply(person: Standing, comment: Comment, at: datetime) -> bool:
    return comment.stands and can_join_in(person, at)


def can_support(person: Standing, comment: Comment, at: datetime) -> bool:
    """Also object. Never to one's own or one's organisation's, nor to a reply: what is weighed is the remark."""
    own = is_own(person, comment) or is_colleagues(person, comment)
    return comment.stands and comment.parent_id is None and not own and can_join_in(person, at)


def can_report(person: Standing, comment: Comment, at: datetime) -> bool:
    """Anybody who sees it and is no observer, at any moment: what must not be there must be told."""
    return person.reads and person.user_key is not None and not person.observer and comment.stands and not is_own(person, comment)


def can_share(person: Standing, gathering: Gathering, at: datetime) -> bool:
    """Give a text to one's colleagues, and change or take back what one gave."""
    mine = gathering.organisation_id == person.organisation_key
    return mine and person.writes and person.round is not None and gathering.takes_in(at)


def can_gather(person: Standing, at: datetime) -> bool:
    """Begin and edit the gathered reaction of one's organisation: until 48 hours after the round closed."""
    return person.coordinates and person.moment(at) in {Moment.BEFORE, Moment.OPEN, Moment.LATE}


def can_submit(person: Standing, at: datetime) -> bool:
    """Submit it: while the round is open and, marked late, for 48 hours after it."""
    return person.coordinates and person.moment(at) in {Moment.OPEN, Moment.LATE}


def can_moderate(user: Any) -> bool:
    """Remove, restore, and black words out; also read for a while what was blacked out."""
    return bool(user.is_authenticated and user.has_perm(MODERATE))


def sign_writer(user: Any) -> str:
    """Who has a form open, for its hidden field ``writer``: a text kept over an expired session goes to this person only.

    The mark has no time in it, so that a page stays the same to the byte from one request to the next.
    """
    return _WRITER.sign_object(user.pk)


def is_writer(token: str, user: Any) -> bool:
    """Whether this person signed the form. A form without the mark was made for nobody in particular."""
    if not token:
        return True
    try:
        return bool(_WRITER.unsign_object(token) == user.pk)
    except signing.BadSignature:
        return False
