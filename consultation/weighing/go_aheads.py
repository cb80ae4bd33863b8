"""Where the partners stand on the newest working version: who lets it go into consultation, who objects, who is silent."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from consultation.people.models import Organisation
from consultation.rounds.models import Round
from consultation.weighing.models import GoAhead, StandsAside
from consultation.weighing.permissions import organisation_of_partner, partners_of
from handbook.models import Status, Version


@dataclass(frozen=True, slots=True)
class GoAheads:
    """``given`` by name of the organisation, also what was recorded and not confirmed; ``silent`` are the partners that have not
    spoken for themselves."""

    version: Version
    given: list[GoAhead]
    silent: list[Organisation]

    @property
    def objecting(self) -> list[GoAhead]:
        """Also those that the partner did not confirm yet: who passes an objection by, says why."""
        return [one for one in self.given if one.value == GoAhead.Value.OBJECT]

    @property
    def unheard(self) -> list[Organisation]:
        """Those of which nothing is known, not even from a meeting or a letter."""
        known = {one.organisation_id for one in self.given}
        return [one for one in self.silent if one.pk not in known]

    @property
    def all_let_it(self) -> bool:
        return not (self.objecting or self.silent)

    def of(self, organisation: Organisation | None) -> GoAhead | None:
        return next((one for one in self.given if organisation is not None and one.organisation_id == organisation.pk), None)


def go_aheads_on(version: Version) -> GoAheads:
    """Where every partner stands on this version; two queries."""
    partners = list(partners_of(version.handbook_key))
    given = list(GoAhead.objects.filter(version=version, organisation__in=partners).select_related("organisation", "given_by"))
    spoken = {one.organisation_id for one in given if one.confirmed_at is not None or one.value == GoAhead.Value.OBJECT}
    silent = [one for one in partners if one.pk not in spoken]
    return GoAheads(version, given, silent)


def asks_partners(version: Version) -> bool:
    """Whether there are partners and they are asked about this version: a working version without a round, as long as none came
    after it; three queries at most."""
    return asked_version(version.handbook_key) == version


def asked_version(handbook_key: uuid.UUID) -> Version | None:
    """The version of a handbook about which its partners are asked now; three queries at most."""
    newest: Version | None = Version.objects.of(handbook_key).with_status(why=False).order_by("-ordinal").first()
    if newest is None or newest.current_status != Status.WORKING or Round.objects.filter(version=newest.issue_id).exists():
        return None
    return newest if partners_of(handbook_key).exists() else None


def go_aheads_for(handbook_key: uuid.UUID) -> GoAheads | None:
    """Where the partners stand on the working version of a handbook; None when there is none, or no partner."""
    version = asked_version(handbook_key)
    return go_aheads_on(version) if version is not None else None


def waiting_for(user: Any) -> list[Version]:
    """The working versions about which this person's organisation has not spoken yet, and which she may read; one query."""
    organisation = organisation_of_partner(user)
    if organisation is None:
        return []
    aside = StandsAside.objects.filter(organisation=organisation).values("handbook_key")
    spoken = GoAhead.objects.standing().filter(organisation=organisation).values("version")
    newer = Version.objects.filter(handbook_key=OuterRef("handbook_key"), ordinal__gt=OuterRef("ordinal"))
    newest = Version.objects.visible_to(user).filter(~Exists(newer), round=None, corrects__round=None)
    newest = newest.exclude(pk__in=spoken).exclude(handbook_key__in=aside)
    return list(newest.with_status(why=False).filter(current_status=Status.WORKING).order_by("title"))
