"""Partners let a working version go into consultation, or object; an editor may record what one said elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from consultation.comments.models import Comment
from consultation.people.models import Organisation
from consultation.weighing.actions.speaking import confirm, refuse_recording, speaks_for
from consultation.weighing.errors import GoAheadMissing, GoAheadOver, ObjectionUnfounded
from consultation.weighing.go_aheads import asks_partners
from consultation.weighing.models import GoAhead
from consultation.weighing.notices import tell_partners
from handbook.models import Version


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said: a value of ``GoAhead.Value``, and for an objection a value of ``Comment.Ground`` and why."""

    value: str
    ground: str = ""
    reason: str = ""

    def refuse_unfit(self) -> None:
        if self.value not in GoAhead.Value.values:
            raise GoAheadMissing
        if self.value == GoAhead.Value.OBJECT and not (self.ground in Comment.Ground.values and self.reason.strip()):
            raise ObjectionUnfounded


@transaction.atomic
def ask_partners(*, version: Version, at: datetime) -> int:
    """Tell who weighs for a partner that a working version waits for their go-ahead. Twice tells once; returns how many heard."""
    return tell_partners(version=version, at=at) if asks_partners(version) else 0


@transaction.atomic
def give_go_ahead(*, version: Version, verdict: Verdict, by: Any, at: datetime) -> GoAhead:
    """What one's own organisation says of a working version, instead of what it said before.

    Raises:
        NotAPartner, GoAheadOver, GoAheadMissing, ObjectionUnfounded: nothing was changed.
    """
    return _keep(version, speaks_for(by, version.handbook_key), verdict, by=by, at=at, confirmed_at=at)


@transaction.atomic
def record_go_ahead(
    *, version: Version, organisation: Organisation, verdict: Verdict, source: str, on: date | None, by: Any, at: datetime
) -> GoAhead:
    """An editor writes down what a partner said in a meeting or by letter; the partner confirms it with one button.

    Raises:
        MayNotPublish, NotAPartner, DayMissing, GoAheadOver, GoAheadMissing, ObjectionUnfounded: nothing was changed.
    """
    refuse_recording(organisation=organisation, handbook_key=version.handbook_key, source=source, on=on, by=by)
    return _keep(version, organisation, verdict, by=by, at=at, source=source, on=on)


@transaction.atomic
def confirm_go_ahead(*, go_ahead: GoAhead, by: Any, at: datetime) -> GoAhead:
    """A partner says that what was recorded for her is what she said. Twice is once. Raises NotAPartner, PositionGone."""
    row, is_new = confirm(go_ahead, handbook_key=go_ahead.version.handbook_key, by=by, at=at)
    if is_new:
        data = {"organisation": row.organisation_id}
        log(row.version, "klankbord.weighing.confirm_go_ahead", user=by, timestamp=at, data=data)
    return row


def _keep(
    version: Version,
    organisation: Organisation,
    verdict: Verdict,
    *,
    by: Any,
    at: datetime,
    confirmed_at: datetime | None = None,
    source: str = GoAhead.Source.SITE,
    on: date | None = None,
) -> GoAhead:
    verdict.refuse_unfit()
    if not asks_partners(version):
        raise GoAheadOver
    objects = verdict.value == GoAhead.Value.OBJECT
    row, _made = GoAhead.objects.update_or_create(
        version=version,
        organisation=organisation,
        defaults={
            "value": verdict.value,
            "ground": verdict.ground if objects else "",
            "reason": verdict.reason.strip(),
            "source": source,
            "source_on": on,
            "given_by": by,
            "given_at": at,
            "confirmed_at": confirmed_at,
        },
    )
    said = {"organisation": organisation.pk, "value": row.value, "ground": row.ground, "reason": row.reason, "source": source}
    log(version, "klankbord.weighing.go_ahead", user=by, timestamp=at, data=said)
    return row
