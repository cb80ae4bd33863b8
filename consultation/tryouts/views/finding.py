"""From an address to a try-out, a case and one's own walk: what one may not see is a 404."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from consultation.tryouts.models import Case, Tryout, Walk
from consultation.tryouts.paths import framework_of
from handbook.framework.graph import Step


def find_tryout(user: Any, slug: str, label: str, at: datetime) -> Tryout:
    """A try-out that began, on a version that this person may read, with its round and version."""
    begun = Tryout.objects.visible_to(user, at).select_related("round__version")
    return get_object_or_404(begun, round__version__slug=slug, round__version__label=label)


def find_case(user: Any, slug: str, label: str, ordinal: int, at: datetime) -> Case:
    """A case of such a try-out, with all that its pages ask of the round."""
    begun = Tryout.objects.visible_to(user, at).filter(round__version__slug=slug, round__version__label=label)
    cases = Case.objects.filter(tryout__in=begun).select_related("tryout__round__version__corrects")
    return get_object_or_404(cases, ordinal=ordinal)


def find_walk(user: Any, case: Case) -> Walk | None:
    """This person's own walk through the case; nobody else has an address that leads to it."""
    return Walk.objects.filter(case=case, user=user).first()


def find_step(case: Case, name: str) -> Step:
    """The step with this name. Raises Http404."""
    step = framework_of(case).by_name().get(name)
    if not isinstance(step, Step):
        raise Http404
    return step
