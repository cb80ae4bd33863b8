"""Who sees which positions, and on which remarks the partners are of one mind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Subquery

from consultation.comments.models import Comment
from consultation.people.models import Organisation
from consultation.weighing.models import OpenedPositions, Position
from consultation.weighing.permissions import can_publish, partner_of


@dataclass(frozen=True, slots=True)
class Positions:
    """The positions on one remark as a person may see them. ``own`` is that of her organisation, ``others`` the rest, empty
    while ``is_blind``; ``missing`` are the partners that gave none yet."""

    organisation: Organisation | None
    own: Position | None
    others: list[Position]
    missing: list[Organisation]
    is_blind: bool


def partners() -> QuerySet[Organisation]:
    return Organisation.objects.filter(is_partner=True)


def positions_on(comment: Comment, *, user: Any) -> Positions:
    """In the first round a partner sees the others' positions on a remark once she gave her own; editors see all."""
    organisation = partner_of(user)
    given = list(comment.positions.select_related("organisation", "given_by"))
    own = next((one for one in given if organisation is not None and one.organisation_id == organisation.pk), None)
    sees_all = (
        can_publish(user)
        or (own is not None and own.confirmed_at is not None)
        or OpenedPositions.objects.filter(version=comment.version.issue_id).exists()
    )
    spoken = {one.organisation_id for one in given}
    return Positions(
        organisation=organisation,
        own=own,
        others=[one for one in given if one is not own] if sees_all else [],
        missing=[one for one in partners() if one.pk not in spoken] if sees_all else [],
        is_blind=not sees_all,
    )


def is_contested() -> Q:
    """The condition that a partner does not simply agree with the remark or with one of its group; to filter with or to count.

    Sets that the database makes once, and not a look at each remark: lists are counted by it.
    """
    apart = Position.objects.standing().apart().order_by()
    groups = apart.filter(comment__grouped__group__isnull=False).values("comment__grouped__group")
    return Q(pk__in=apart.values("comment")) | Q(grouped__group__in=groups)


def is_unanimous() -> Q:
    """The condition that there are partners, and each agrees with the decision as it is now. To filter with or to count."""
    agreed = Position.objects.standing().filter(
        value=Position.Value.AGREE, organisation__is_partner=True, about=F("comment__decision__decided_at")
    )
    everybody = partners().order_by().values("is_partner").annotate(n=Count("pk")).values("n")
    by_all = agreed.order_by().values("comment").annotate(n=Count("pk")).filter(n=Subquery(everybody))
    return Q(pk__in=by_all.values("comment")) & ~is_contested()


def contested(remarks: QuerySet[Comment]) -> QuerySet[Comment]:
    """Those on which a partner does not simply agree: together they are the agenda."""
    return remarks.filter(is_contested())


def unanimous(remarks: QuerySet[Comment]) -> QuerySet[Comment]:
    """Those of which every partner agrees with the decision as it is now."""
    return remarks.filter(is_unanimous())
