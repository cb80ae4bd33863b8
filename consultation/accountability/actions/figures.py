"""Showing figures of a round to others, or no longer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from consultation.accountability.errors import MayNotShowFigures
from consultation.accountability.models import Figure, ShownFigure
from consultation.rounds.models import Round
from consultation.weighing.permissions import can_publish


@transaction.atomic
def show_figures(*, round: Round, audiences: Mapping[str, str], by: Any, at: datetime) -> int:
    """Shows each figure to its audience (a value of ``ShownFigure.Audience``), or to nobody beside those who weigh ("").

    ``audiences`` is by figure; one that is not in it stays as it is. Each change is a line in the audit trail; saying the
    same again changes and tells nothing.

    Returns how many were changed.

    Raises:
        MayNotShowFigures: nothing was changed.
    """
    if not can_publish(by):
        raise MayNotShowFigures
    # Whoever is second waits, and sees what the first one chose.
    Round.objects.select_for_update().get(pk=round.pk)
    before = dict(ShownFigure.objects.filter(round=round).values_list("figure", "audience"))
    changed = {figure: audience for figure, audience in audiences.items() if before.get(figure, "") != audience}
    for figure, audience in changed.items():
        if audience:
            values = {"audience": ShownFigure.Audience(audience), "changed_at": at}
            ShownFigure.objects.update_or_create(round=round, figure=Figure(figure), defaults=values)
        else:
            ShownFigure.objects.filter(round=round, figure=figure).delete()
        data = {"figure": figure, "before": before.get(figure, ""), "after": audience}
        log(instance=round, action="klankbord.accountability.show_figures", user=by, timestamp=at, data=data)
    return len(changed)
