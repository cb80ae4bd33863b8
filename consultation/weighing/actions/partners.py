"""An editor chooses which partners weigh along for a handbook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from consultation.people.models import Organisation
from consultation.weighing.errors import MayNotPublish
from consultation.weighing.models import StandsAside
from consultation.weighing.permissions import can_publish
from handbook.models import Version


@transaction.atomic
def choose_partners(*, version: Version, along: Iterable[Organisation], by: Any) -> None:
    """These partners weigh along for the handbook of ``version`` from now on, and no others. What another one said stays where it
    was said; her agreement counts for none any more, and her objection keeps the comment contested.

    Raises MayNotPublish.
    """
    if not can_publish(by):
        raise MayNotPublish
    partners = set(Organisation.objects.select_for_update().filter(is_partner=True).values_list("pk", flat=True))
    aside = partners - {one.pk for one in along}
    before = StandsAside.objects.filter(handbook_key=version.handbook_key)
    if set(before.values_list("organisation", flat=True)) == aside:
        return
    before.exclude(organisation__in=aside).delete()
    rows = [StandsAside(handbook_key=version.handbook_key, organisation_id=pk) for pk in sorted(aside)]
    StandsAside.objects.bulk_create(rows, ignore_conflicts=True)
    log(version, "klankbord.weighing.choose_partners", user=by, data={"along": sorted(partners - aside)})
