"""What editors do: make a try-out, write its cases, open it. Each action holds the row of the try-out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from wagtail.log_actions import log

from consultation.rounds.models import Round
from consultation.tryouts.actions.announcing import announce
from consultation.tryouts.errors import (
    AlreadyOpened,
    CaseWalked,
    NoCases,
    NoSteps,
    NothingToCopy,
    RoundIsOver,
    TryoutStands,
    WalkedUntimed,
)
from consultation.tryouts.models import Case, Tryout, Walk
from handbook.framework.differences import pair_steps
from handbook.frameworks import framework_of_version


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePlan:
    """A case as an editor typed it. ``known`` tells by the name of a step what is known there beside the story."""

    title: str
    story: str
    persons: Sequence[str] = ()
    known: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Copied:
    """How many cases came along, and at which steps of before something was known that are no more (by name)."""

    cases: int
    gone: tuple[str, ...]


@transaction.atomic
def make_tryout(*, round: Round, intro: str, measures_time: bool, by: Any, at: datetime) -> Tryout:
    """Gives a round its try-out; nobody sees it yet.

    Raises:
        NoSteps: the version has no decision steps.
        RoundIsOver: nobody could walk any more.
        TryoutStands: the round has one.
    """
    locked = Round.objects.select_for_update(of=("self",)).select_related("version").get(pk=round.pk)
    if not framework_of_version(locked.version).steps:
        raise NoSteps
    if at >= locked.closes_at:
        raise RoundIsOver
    if Tryout.objects.filter(round=locked).exists():
        raise TryoutStands
    made = Tryout.objects.create(round=locked, intro=intro.strip(), measures_time=measures_time)
    log(made, "klankbord.tryouts.make", user=by, data={"version": locked.version.label})
    return made


@transaction.atomic
def change_tryout(*, tryout: Tryout, intro: str, measures_time: bool, by: Any) -> Tryout:
    """Another introduction; the measuring of time can be left off any time, and begun while nobody has walked.

    Raises:
        WalkedUntimed: somebody walked a case and was not told of it.
    """
    locked = _hold(tryout)
    if measures_time and not locked.measures_time and Walk.objects.filter(case__tryout=locked).exists():
        raise WalkedUntimed
    locked.intro, locked.measures_time = intro.strip(), measures_time
    locked.save(update_fields=["intro", "measures_time"])
    log(locked, "klankbord.tryouts.change", user=by, data={"measures_time": measures_time})
    return locked


@transaction.atomic
def open_tryout(*, tryout: Tryout, by: Any, at: datetime) -> Tryout:
    """From now on whoever takes part in the round can walk the cases, as long as the round is open; she hears of it.

    Before the round begins nobody can: then the sweep tells it at the beginning (``announce_tryouts``).

    Raises:
        AlreadyOpened: it is open.
        NoCases: there is nothing to walk.
        RoundIsOver: nobody could walk any more.
    """
    locked = _hold(tryout)
    if locked.opened_at is not None:
        raise AlreadyOpened
    if at >= locked.round.closes_at:
        raise RoundIsOver
    count = locked.cases.count()
    if not count:
        raise NoCases
    locked.opened_at = at
    locked.save(update_fields=["opened_at"])
    log(locked, "klankbord.tryouts.open", user=by, data={"cases": count})
    if locked.is_open(at):
        announce(locked, at=at)
    return locked


@transaction.atomic
def add_case(*, tryout: Tryout, plan: CasePlan, by: Any) -> Case:
    """Puts a case behind the others."""
    locked = _hold(tryout)
    made = Case.objects.create(tryout=locked, ordinal=_next_ordinal(locked), **_fields(plan))
    log(made, "klankbord.tryouts.add_case", user=by, data={"title": made.title})
    return made


@transaction.atomic
def change_case(*, case: Case, plan: CasePlan, by: Any) -> Case:
    """Other words. Who walked it before read what stood there then; how many did, the log remembers."""
    _hold(case.tryout)
    for name, value in _fields(plan).items():
        setattr(case, name, value)
    case.save(update_fields=["title", "story", "persons", "known"])
    log(case, "klankbord.tryouts.change_case", user=by, data={"title": case.title, "walks": case.walks.count()})
    return case


@transaction.atomic
def move_case(*, case: Case, up: bool, by: Any) -> None:
    """Changes places with the case before it, or the one behind it; nothing happens at the end of the row."""
    locked = _hold(case.tryout)
    mine = locked.cases.get(pk=case.pk)
    beside = locked.cases.filter(ordinal__lt=mine.ordinal).last() if up else locked.cases.filter(ordinal__gt=mine.ordinal).first()
    if beside is None:
        return
    place, free = mine.ordinal, _next_ordinal(locked)
    # Two cases never have one place, not even for a moment: the database refuses it.
    for pk, ordinal in ((mine.pk, free), (beside.pk, place), (mine.pk, beside.ordinal)):
        Case.objects.filter(pk=pk).update(ordinal=ordinal)
    log(mine, "klankbord.tryouts.move_case", user=by, data={"title": mine.title, "to": beside.ordinal})


@transaction.atomic
def delete_case(*, case: Case, by: Any) -> None:
    """Throws a case away that nobody walked; those behind it move up.

    Raises:
        CaseWalked: somebody began a walk.
    """
    locked = _hold(case.tryout)
    if case.walks.exists():
        raise CaseWalked
    log(locked, "klankbord.tryouts.delete_case", user=by, data={"title": case.title})
    behind = list(locked.cases.filter(ordinal__gt=case.ordinal).order_by("ordinal").values_list("pk", flat=True))
    case.delete()
    for pk in behind:
        Case.objects.filter(pk=pk).update(ordinal=F("ordinal") - 1)


@transaction.atomic
def copy_cases(*, tryout: Tryout, by: Any) -> Copied:
    """Takes over the cases of the try-out before, each with its key, so that its walks can be compared.

    What was known at a step goes with the step, also when it is called otherwise now.

    Raises:
        NothingToCopy: there is no earlier try-out with a case that is not here yet.
    """
    locked = _hold(tryout)
    earlier = tryout_to_copy(locked)
    stands = set(locked.cases.values_list("key", flat=True))
    cases = [case for case in earlier.cases.order_by("ordinal") if case.key not in stands] if earlier else []
    if earlier is None or not cases:
        raise NothingToCopy
    kept = pair_steps(framework_of_version(earlier.round.version), framework_of_version(locked.round.version))
    now_called = {before.name: name for name, before in kept.items()}
    gone: dict[str, None] = {}
    for ordinal, case in enumerate(cases, start=_next_ordinal(locked)):
        gone |= {name: None for name in case.known if name not in now_called}
        known = {now_called[name]: words for name, words in case.known.items() if name in now_called}
        Case.objects.create(
            tryout=locked,
            key=case.key,
            ordinal=ordinal,
            title=case.title,
            story=case.story,
            persons=case.persons,
            known=known,
        )
    log(locked, "klankbord.tryouts.copy_cases", user=by, data={"from": earlier.round.version.label, "count": len(cases)})
    return Copied(len(cases), tuple(gone))


def tryout_to_copy(tryout: Tryout) -> Tryout | None:
    """The newest try-out on an earlier version of the handbook."""
    version = tryout.round.version
    earlier = Tryout.objects.filter(
        round__version__handbook_key=version.handbook_key, round__version__ordinal__lt=version.ordinal
    ).exclude(cases=None)
    return earlier.select_related("round__version").order_by("-round__version__ordinal").first()


def _hold(tryout: Tryout) -> Tryout:
    return Tryout.objects.select_for_update(of=("self",)).select_related("round__version").get(pk=tryout.pk)


def _next_ordinal(tryout: Tryout) -> int:
    return int(tryout.cases.aggregate(last=Max("ordinal"))["last"] or 0) + 1


def _fields(plan: CasePlan) -> dict[str, Any]:
    """A plan as the row has it; a person is named once, and a step at which nothing is known is not named."""
    return {
        "title": plan.title.strip(),
        "story": plan.story.strip(),
        "persons": list(dict.fromkeys(person for line in plan.persons if (person := line.strip()))),
        "known": {step: words for step, text in plan.known.items() if (words := text.strip())},
    }
