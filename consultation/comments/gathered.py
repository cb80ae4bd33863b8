"""What the page of a gathered reaction shows: texts that wait, the organisation's remarks, what was left out, who helps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet

from consultation.comments.actions import remarks_ready
from consultation.comments.models import Comment, Contribution, Gathering
from consultation.comments.notices import url_in
from consultation.comments.permissions import can_gather, can_share, can_submit
from consultation.comments.quoting import quote_in
from consultation.people.models import Invitation, User
from consultation.rounds.models import Round, guest_group_name
from consultation.rounds.permissions import Standing
from handbook.diff import Change, diff_words
from handbook.models import Version
from handbook.numbering import passage_number


@dataclass(frozen=True, slots=True)
class Piece:
    """One text on the page with its place in words and what it would change."""

    comment: Comment
    place: str
    url: str
    quote: str
    proposal: tuple[Change, ...]
    contribution: Contribution | None = None
    sources: tuple[Contribution, ...] = ()
    could_join: tuple[Comment, ...] = ()
    """The organisation's remarks in the same section that this text could be added to."""

    @property
    def is_changed(self) -> bool:
        """Whether a colleague changed her text after it went into this one."""
        return any(source.changed_since for source in self.sources)


@dataclass(frozen=True, slots=True)
class Helper:
    """Who takes part for the organisation; a guest can be parted from."""

    person: User
    is_guest: bool


@dataclass(frozen=True, slots=True)
class GatheringPage:
    """The whole page for one reader."""

    gathering: Gathering
    round: Round
    waiting: list[Piece]
    ready: list[Piece]
    left_out: list[Piece]
    submitted: list[Piece]
    helpers: list[Helper]
    invited: list[Invitation]
    reader: int
    may_gather: bool
    may_submit: bool
    may_share: bool

    @property
    def is_empty(self) -> bool:
        return not (self.waiting or self.ready or self.left_out or self.submitted)


def contributions_of(gathering: Gathering) -> QuerySet[Contribution]:
    """All that was shared, in reading order, with what a page shows of it."""
    return (
        Contribution.objects.filter(gathering=gathering)
        .select_related(
            "gathering__round__version",
            "comment__submitter__user",
            "comment__section__version",
            "comment__passage",
            "comment__version",
        )
        .in_reading_order()
    )


def gathering_page(gathering: Gathering, *, person: Standing, at: datetime) -> GatheringPage:
    """Compose the page; seven queries, however much was shared."""
    contributions = list(contributions_of(gathering))
    ready = list(remarks_ready(gathering))
    sources: dict[int, list[Contribution]] = {}
    for one in contributions:
        if one.gathered_id is not None:
            sources.setdefault(one.gathered_id, []).append(one)
    submitted = (
        Comment.objects.posted()
        .filter(submitter__collective=True, submitter__organisation=gathering.organisation_id)
        .filter(version__in=Version.objects.issue_of(gathering.round.version))
        .select_related("section__version", "passage", "version")
        .order_by("section__position", "passage__ordinal", "pk")
    )
    group = Group.objects.filter(name=guest_group_name(gathering.round))
    in_round = gathering.round.audience.all()
    members = User.objects.active_in(in_round).filter(organisation=gathering.organisation_id)
    guests = User.objects.active_in(group).filter(organisation=gathering.organisation_id).exclude(pk__in=members)
    helpers = [Helper(one, False) for one in members.order_by("name")] + [Helper(one, True) for one in guests.order_by("name")]
    waits = Q(accepted_at=None, withdrawn_at=None, expires_at__gt=at)
    return GatheringPage(
        gathering=gathering,
        round=gathering.round,
        waiting=[piece_of(one.comment, contribution=one, ready=ready) for one in contributions if one.waits],
        ready=[piece_of(one, sources=sources.get(one.pk, ())) for one in ready],
        left_out=[piece_of(one.comment, contribution=one) for one in contributions if one.left_out_at is not None],
        submitted=[piece_of(one, sources=sources.get(one.pk, ())) for one in submitted],
        helpers=helpers,
        invited=list(Invitation.objects.filter(waits, group__in=group, organisation=gathering.organisation_id)),
        reader=person.user.pk,
        may_gather=can_gather(person, at),
        may_submit=can_submit(person, at),
        may_share=can_share(person, gathering, at),
    )


def piece_of(
    comment: Comment,
    *,
    contribution: Contribution | None = None,
    sources: Sequence[Contribution] = (),
    ready: Sequence[Comment] = (),
) -> Piece:
    """A text with its place in words; no query when section, version and passage came along."""
    section, passage = comment.section, comment.passage
    number = passage_number(section.number, passage.ordinal) if passage is not None else section.number
    quoted = quote_in(comment.selectors)
    quote = quoted.exact if quoted is not None else ""
    before = quote or (passage.text if passage is not None else "")
    return Piece(
        comment=comment,
        place=f"{number} {section.title}",
        url=url_in(section, comment),
        quote=quote,
        proposal=tuple(diff_words(before, comment.proposed)) if comment.proposed else (),
        contribution=contribution,
        sources=tuple(sources),
        could_join=tuple(one for one in ready if one.section_id == comment.section_id),
    )
