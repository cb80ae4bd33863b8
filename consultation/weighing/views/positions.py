"""Where partners stand: giving one's position, recording one for a partner, confirming it, ending the blind first round."""

from __future__ import annotations

import uuid
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consultation.weighing.actions import confirm_position, give_position, open_positions, record_position
from consultation.weighing.forms import PositionForm, RecordedPositionForm
from consultation.weighing.permissions import partners_of
from consultation.weighing.views.doing import did, do_or_tell
from consultation.weighing.views.finding import find_remark, find_version, for_weighers, page_of
from consultation.weighing.views.lists import POSITIONS, with_choice
from consultation.weighing.views.showing import show_remark


@require_POST
@for_weighers
def give(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The position of one's own organisation."""
    comment = find_remark(request, key)
    form = PositionForm(request.POST, prefix="own")

    def act() -> None:
        give_position(comment=comment, stance=form.stance, by=request.user, at=timezone.now())

    if did(request, form, act, said=_("The position of your organisation is kept.")):
        return redirect(with_choice(request, page_of(comment), anchor=POSITIONS))
    return show_remark(request, comment, position_form=form)


@require_POST
@for_weighers
def record(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """What a partner said in a meeting or by letter."""
    comment = find_remark(request, key)
    form = RecordedPositionForm(request.POST, prefix="partner", partners=partners_of(comment.version.handbook_key))

    def act() -> None:
        record_position(comment=comment, stance=form.stance, **form.origin, by=request.user, at=timezone.now())

    if did(request, form, act, said=_("Recorded. It counts when the organisation confirms it.")):
        return redirect(with_choice(request, page_of(comment), anchor=POSITIONS))
    return show_remark(request, comment, recorded_form=form)


@require_POST
@for_weighers
def confirm(request: HttpRequest, key: uuid.UUID, pk: int) -> HttpResponse:
    """Yes, that is what we said."""
    comment = find_remark(request, key)
    position = get_object_or_404(comment.positions, pk=pk)
    act = partial(confirm_position, position=position, by=request.user, at=timezone.now())
    do_or_tell(request, act, said=_("Thank you: the position counts now."))
    return redirect(with_choice(request, page_of(comment), anchor=POSITIONS))


@require_POST
@for_weighers
def end_first_round(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """From now on everybody who weighs sees every position."""
    version = find_version(request, slug, label)
    act = partial(open_positions, version=version, by=request.user, at=timezone.now())
    do_or_tell(request, act, said=_("Everybody who weighs sees all positions now."))
    return redirect("weighing", slug, label)
