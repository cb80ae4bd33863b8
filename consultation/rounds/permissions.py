"""Who may do what at which moment of a round: a table of tiny predicates over one standing.

Why a standing and not the user: every predicate would ask the same two questions of the database (which groups, which
rights). ``standing_of`` asks them once; the predicates then only compare.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, Q

from consultation.people.models import OBSERVERS, PUBLIC, User
from consultation.rounds.models import Moment, Round, guest_group_name, round_of
from handbook.models import Version


@dataclass(frozen=True, slots=True)
class Standing:
    """What one person is to one version and its round."""

    user: Any
    version: Version
    round: Round | None
    reads: bool = False
    invited: bool = False
    editor: bool = False
    observer: bool = False
    guest: bool = False
    """Asked by her organisation to help with its gathered reaction: she writes for her colleagues only."""
    user_key: int | None = None
    """The person's own number, None for a visitor; asking ``user`` for it goes through a lazy object every time."""

    @property
    def organisation_key(self) -> int | None:
        """The organisation that this person belongs to."""
        return getattr(self.user, "organisation_id", None)

    @property
    def coordinates(self) -> bool:
        """Whether she submits for her organisation."""
        return bool(getattr(self.user, "is_coordinator", False)) and self.organisation_key is not None and self.takes_part

    @property
    def writes(self) -> bool:
        """Whether she may write at all, for all to read or for her colleagues."""
        return self.takes_part or (self.reads and self.guest and not self.observer)

    def moment(self, at: datetime) -> Moment | None:
        """None when the version has no round."""
        return self.round.moment(at) if self.round is not None else None

    @property
    def takes_part(self) -> bool:
        """Members of the audience and the editors, who reply in the threads; never an observer, whatever else she is."""
        return self.reads and (self.invited or self.editor) and not self.observer


def standing_of(*, user: Any, version: Version) -> Standing:
    """The standing of this person, anonymous or not. One query beside the version's round and the cached rights."""
    consultation = round_of(version)
    known = bool(user.is_authenticated and user.is_active)
    groups = (
        Group.objects.filter(Q(name=PUBLIC) | Q(user=user) if known else Q(name=PUBLIC))
        .annotate(
            own=Exists(User.groups.through.objects.filter(group=OuterRef("pk"), user=user.pk)),
            invited=Exists(Round.audience.through.objects.filter(group=OuterRef("pk"), round__version=version.issue_id)),
            reads=Exists(Version.readers.through.objects.filter(group=OuterRef("pk"), version=version.pk)),
        )
        .distinct()
        .values_list("name", "own", "invited", "reads")
    )
    rows = list(groups)
    guests = guest_group_name(consultation) if consultation is not None else None
    return Standing(
        user=user,
        user_key=user.pk,
        version=version,
        round=consultation,
        reads=(known and user.has_perm("handbook.read_every_version")) or any(reads for _name, _own, _invited, reads in rows),
        invited=known and any(own and invited for _name, own, invited, _reads in rows),
        editor=known and user.has_perm("comments.moderate_comment"),
        observer=any(name == OBSERVERS and own for name, own, _invited, _reads in rows),
        guest=any(name == guests and own for name, own, _invited, _reads in rows),
    )


def can_read(person: Standing, at: datetime) -> bool:
    """Before, during and after the round, until she leaves its groups."""
    return person.reads


def can_comment(person: Standing, at: datetime) -> bool:
    """Begin and post something new."""
    return person.takes_part and person.moment(at) is Moment.OPEN


def is_asked_about(person: Standing, section_key: uuid.UUID) -> bool:
    """Whether the round takes reactions to this section: all but a limited round do."""
    return person.round is None or person.round.covers(section_key)


def can_write(person: Standing, at: datetime) -> bool:
    """Begin a text, for all to read or, as a guest, for her colleagues."""
    return person.writes and person.moment(at) is Moment.OPEN


def can_save_draft(person: Standing, at: datetime) -> bool:
    """Keep a text to herself. At any moment, so that nothing typed is lost when the clock passed while she wrote."""
    return person.writes and person.round is not None


def can_post_draft(person: Standing, begun_at: datetime, admitted_at: datetime | None, at: datetime) -> bool:
    """Post what was kept: while the round is open; for 48 hours after it, if begun before; later only when admitted."""
    if not person.takes_part or person.round is None:
        return False
    moment = person.round.moment(at)
    if moment is Moment.OPEN:
        return True
    if moment is Moment.LATE and begun_at < person.round.closes_at:
        return True
    return moment in {Moment.LATE, Moment.CLOSED} and admitted_at is not None


def can_join_in(person: Standing, at: datetime) -> bool:
    """Reply to, support or object to a colleague's remark.

    Never while a blind round hides it: a reaction would tell its author that somebody read along.
    """
    return can_comment(person, at) and person.round is not None and not person.round.hides_peers(at)


can_support = can_reply = can_join_in


def can_review(person: Standing, at: datetime) -> bool:
    """Mark a section as read or agreed."""
    return can_comment(person, at)


def can_be_recorded(person: Standing, at: datetime) -> bool:
    """Whether we keep where she was in the text. An observer leaves no trace; others do at any moment."""
    return person.reads and person.user.is_authenticated and not person.observer
