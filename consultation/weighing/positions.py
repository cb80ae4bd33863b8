"""Who sees which positions, and on which remarks the partners are of one mind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from consultation.comments.models import Comment
from consultation.people.models import Organisation
from consultation.weighing.models import Grouped, OpenedPositions, Position, StandsAside
from consultation.weighing.permissions import can_publish, partner_of, partners_of


@dataclass(frozen=True, slots=True)
class Positions:
    """The positions on one remark as a person may see them. ``own`` is that of her organisation, ``others`` the rest, empty
    while ``is_blind``; ``missing`` are the partners that gave none yet."""

    organisation: Organisation | None
    own: Position | None
    others: list[Position]
    missing: list[Organisation]
    is_blind: bool


def positions_on(comment: Comment, *, user: Any) -> Positions:
    """In the first round a partner sees the others' positions on a remark once she gave her own; editors see all."""
    handbook_key = comment.version.handbook_key
    organisation = partner_of(user, handbook_key)
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
        missing=[one for one in partners_of(handbook_key) if one.pk not in spoken] if sees_all else [],
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
    """The condition that there are partners of the handbook, and each agrees with the decision as it is now, at the remark or at
    one of its group that got the same decision at the same time. To filter with or to count."""
    handbook = "comment__version__handbook_key"
    aside = StandsAside.objects.filter(handbook_key=OuterRef(handbook), organisation__is_partner=True)
    partners = Organisation.objects.filter(is_partner=True).order_by().values("is_partner").annotate(n=Count("pk"))
    asides = aside.order_by().values("handbook_key").annotate(n=Count("pk"))
    everybody = Subquery(partners.values("n")) - Coalesce(Subquery(asides.values("n")), 0)
    agreed = Position.objects.standing().filter(value=Position.Value.AGREE, organisation__is_partner=True).order_by()
    agreed = agreed.exclude(Exists(aside.filter(organisation=OuterRef("organisation"))))
    own = agreed.filter(about=F("comment__decision__decided_at")).values("comment", handbook)
    own = own.annotate(n=Count("organisation", distinct=True)).filter(n=everybody)
    of_group = agreed.filter(comment__grouped__group=OuterRef("grouped__group"), about=OuterRef("decision__decided_at"))
    of_group = of_group.values("about", handbook).annotate(n=Count("organisation", distinct=True)).filter(n=everybody)
    in_group = Q(grouped__group__isnull=False, decision__isnull=False) & Q(Exists(of_group))
    return (Q(pk__in=own.values("comment")) | in_group) & ~is_contested()


def contested(remarks: QuerySet[Comment]) -> QuerySet[Comment]:
    """Those on which a partner does not simply agree: together they are the agenda."""
    return remarks.filter(is_contested())


def unanimous(remarks: QuerySet[Comment]) -> QuerySet[Comment]:
    """Those of which every partner agrees with the decision as it is now."""
    return remarks.filter(is_unanimous())


def apart_on(keys: Collection[int]) -> dict[int, list[Position]]:
    """By remark (``Comment.pk``) the standing positions that do not simply agree, on it or on one of its group, one of each
    organisation: that on the remark itself first, then the newest. Two queries."""
    groups = dict(Grouped.objects.filter(comment__in=keys, group__isnull=False).values_list("comment", "group"))
    apart = Position.objects.standing().apart().select_related("organisation").annotate(of_group=F("comment__grouped__group"))
    given = apart.filter(Q(comment__in=keys) | Q(of_group__in=set(groups.values()))).order_by("organisation__name", "given_at")
    on_remark: dict[int, list[Position]] = defaultdict(list)
    in_group: dict[int, list[Position]] = defaultdict(list)
    for one in given:
        on_remark[one.comment_id].append(one)
        if one.of_group is not None:
            in_group[one.of_group].append(one)
    found = {}
    for key in keys:
        newest = {one.organisation_id: one for one in (*in_group.get(groups.get(key, 0), ()), *on_remark.get(key, ()))}
        if newest:
            found[key] = list(newest.values())
    return found


def unheard(remarks: QuerySet[Comment], organisation: Organisation) -> QuerySet[Comment]:
    """Those with a decision of which this organisation said nothing yet, at the remark or at one of its group. Where it did not
    simply agree with an earlier one it has spoken: that is looked at by itself."""
    hers = Position.objects.filter(organisation=organisation)
    said = hers.filter(Q(about=OuterRef("decision__decided_at")) | ~Q(value=Position.Value.AGREE))
    own, of_group = said.filter(comment=OuterRef("pk")), said.filter(comment__grouped__group=OuterRef("grouped__group"))
    return remarks.filter(decision__isnull=False).exclude(Exists(own)).exclude(Exists(of_group))
