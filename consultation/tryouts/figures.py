"""What finished walks add up to. The database counts; how many queries it takes does not depend on how many walked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When

from consultation.tryouts.models import Case, Conclusion, StepAnswer, Stuck, Tryout, Walk
from consultation.tryouts.spread import LEAST_WALKS, Agreement, Comparison, Level, Spread, agreement_of, compare, parting_of
from handbook.framework.differences import Difference, compare_frameworks, pair_steps
from handbook.framework.graph import Framework, Step
from handbook.frameworks import framework_of_version

MOST_OUTCOMES = 62
"""As many as have a bit of their own in a number of the database; a framework with more than that counts the rest as one."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """So many chose ``chosen`` where the method led to ``outcome``; both are names."""

    outcome: str
    chosen: str
    count: int


@dataclass(frozen=True, slots=True)
class CaseFigures:
    """One case. ``outcomes`` is a spread of tuples of names: a walk may end in several outcomes at once."""

    case: Case
    begun: int
    finished: int
    outcomes: Spread
    steps: Mapping[str, Spread]
    deviations: tuple[Deviation, ...]

    @property
    def is_shown(self) -> bool:
        """Whether so many finished it that its figures tell nobody's answers."""
        return self.finished >= LEAST_WALKS

    @property
    def parting(self) -> str:
        """The step at which people part, "" when they never do."""
        return parting_of(self.steps)

    @property
    def unfinished(self) -> int:
        return self.begun - self.finished

    @property
    def deviated(self) -> int:
        return sum(one.count for one in self.deviations)


@dataclass(frozen=True, slots=True)
class StepFigures:
    """One step over the cases that are shown; ``changes`` are what its text differs in from the version before."""

    step: Step
    spreads: tuple[tuple[CaseFigures, Spread], ...]
    agreement: Agreement | None
    stuck: int
    comparison: Comparison | None
    changes: tuple[Difference, ...]
    is_new: bool

    @property
    def is_divided(self) -> bool:
        """Whether fewer than three in four gave the answer of the majority: something to speak about."""
        return self.agreement is not None and self.agreement.level in (Level.DIVIDED, Level.FAR_APART)

    @property
    def total(self) -> Spread:
        """All answers together, in the order of the step."""
        counts = {choice: sum(spread.count(choice) for _case, spread in self.spreads) for choice in range(len(self.step.answers))}
        return Spread.of(counts)


@dataclass(frozen=True, slots=True)
class TryoutFigures:
    """A try-out as a whole. ``agreement`` is that about the outcome of a case; ``previous`` the try-out of the version before,
    with how many of its cases are compared."""

    tryout: Tryout
    framework: Framework
    people: int
    cases: tuple[CaseFigures, ...]
    steps: tuple[StepFigures, ...]
    agreement: Agreement | None
    comparison: Comparison | None
    previous: Tryout | None
    compared: int

    @property
    def shown(self) -> list[CaseFigures]:
        return [one for one in self.cases if one.is_shown]

    @property
    def finished(self) -> int:
        return sum(one.finished for one in self.cases)


def figures_of(tryout: Tryout) -> TryoutFigures:
    """All figures of a try-out, compared with the one of the version before over the cases that both have.

    Only cases with enough finished walks count, in the sums too: from a sum and its parts the rest could be reckoned.
    """
    framework = framework_of_version(tryout.round.version)
    cases = case_figures(tryout)
    shown = [one for one in cases if one.is_shown]
    previous = previous_tryout(tryout)
    pairs, was = _pairs(previous, shown), _was(previous)
    counted = Walk.objects.finished().filter(case__tryout=tryout).aggregate(people=Count("user", distinct=True))
    stuck = dict(Stuck.objects.filter(walk__case__tryout=tryout).order_by().values_list("step").annotate(Count("pk")))
    kept = pair_steps(was, framework)
    changed = compare_frameworks(was, framework) if was else []
    steps = []
    for step in framework.steps:
        old = kept.get(step.name)
        spreads = tuple((one, one.steps[step.name]) for one in shown if step.name in one.steps)
        if not spreads and not stuck.get(step.name):
            continue
        steps.append(
            StepFigures(
                step=step,
                spreads=spreads,
                agreement=agreement_of(spread for _case, spread in spreads),
                stuck=stuck.get(step.name, 0),
                comparison=_step_comparison(step, old, pairs),
                changes=tuple(one for one in changed if one.name == step.name) if old else (),
                is_new=bool(pairs) and old is None,
            )
        )
    return TryoutFigures(
        tryout=tryout,
        framework=framework,
        people=counted["people"],
        cases=tuple(cases),
        steps=tuple(steps),
        agreement=agreement_of(one.outcomes for one in shown),
        comparison=compare((old.outcomes for old, _new in pairs), (new.outcomes for _old, new in pairs)),
        previous=previous,
        compared=len(pairs),
    )


def case_figures(tryout: Tryout, *, only: Case | None = None) -> list[CaseFigures]:
    """The cases of a try-out, or one of them, in their order; five queries."""
    framework = framework_of_version(tryout.round.version)
    cases = [only] if only is not None else list(tryout.cases.order_by("ordinal"))
    among = Q(case__in=[one.pk for one in cases])
    walks = Walk.objects.filter(among).order_by()
    begun = {case: (all_, done) for case, all_, done in walks.values_list("case").annotate(Count("pk"), Count("finished_at"))}
    answers: dict[int, dict[str, dict[Any, int]]] = {}
    rows = judgements(cases).values_list("walk__case", "step", "choice").annotate(Count("pk")).order_by("choice")
    for case, step, choice, count in rows:
        answers.setdefault(case, {}).setdefault(step, {})[choice] = count
    outcomes: dict[int, dict[Any, int]] = {}
    for case, bits, count in with_outcomes(walks.finished(), framework).values_list("case", "bits").annotate(Count("pk")):
        outcomes.setdefault(case, {})[outcome_names(bits, framework)] = count
    deviations: dict[int, list[Deviation]] = {}
    other = Conclusion.objects.filter(walk__in=walks.finished()).exclude(chosen=F("outcome")).order_by("outcome", "chosen")
    for case, outcome, chosen, count in other.values_list("walk__case", "outcome", "chosen").annotate(Count("pk")):
        deviations.setdefault(case, []).append(Deviation(outcome, chosen, count))
    return [
        CaseFigures(
            case=case,
            begun=begun.get(case.pk, (0, 0))[0],
            finished=begun.get(case.pk, (0, 0))[1],
            outcomes=Spread.of(dict(sorted(outcomes.get(case.pk, {}).items()))),
            steps=_in_order(answers.get(case.pk, {}), framework.steps),
            deviations=tuple(deviations.get(case.pk, ())),
        )
        for case in cases
    ]


def judgements(cases: Iterable[Case]) -> QuerySet[StepAnswer]:
    """The answers that the figures are made of: the last one at each step of a finished walk."""
    of_cases = StepAnswer.objects.filter(walk__case__in=[case.pk for case in cases])
    return of_cases.filter(counts=True, walk__finished_at__isnull=False).order_by()


def with_outcomes(walks: QuerySet[Walk], framework: Framework) -> QuerySet[Walk]:
    """Walks with ``bits``: which outcomes were chosen, each a bit, so that the database can count walks that end alike."""
    place = {name: min(bit, MOST_OUTCOMES - 1) for bit, name in enumerate(_outcomes(framework))}
    bit = models.Case(
        *(When(chosen=name, then=Value(1 << number)) for name, number in place.items()),
        default=Value(0),
        output_field=models.BigIntegerField(),
    )
    summed = Conclusion.objects.filter(walk=OuterRef("pk")).order_by().values("walk")
    bits = summed.annotate(bits=Sum(bit, distinct=True)).values("bits")
    return walks.annotate(bits=Subquery(bits, output_field=models.BigIntegerField()))


def outcome_names(bits: int | None, framework: Framework) -> tuple[str, ...]:
    """The outcomes of these bits by name, in the order of the text."""
    return tuple(name for bit, name in enumerate(_outcomes(framework)[:MOST_OUTCOMES]) if int(bits or 0) >> bit & 1)


def previous_tryout(tryout: Tryout) -> Tryout | None:
    """The try-out of the newest earlier version of the same handbook that had one."""
    version = tryout.round.version
    earlier = Tryout.objects.filter(
        round__version__handbook_key=version.handbook_key, round__version__ordinal__lt=version.ordinal, opened_at__isnull=False
    )
    return earlier.select_related("round__version").order_by("-round__version__ordinal").first()


def _outcomes(framework: Framework) -> list[str]:
    return list(dict.fromkeys(outcome.name for outcome in framework.outcomes))


def _was(previous: Tryout | None) -> Framework:
    return framework_of_version(previous.round.version) if previous else Framework()


def _pairs(previous: Tryout | None, shown: list[CaseFigures]) -> list[tuple[CaseFigures, CaseFigures]]:
    """The cases that stood in the try-out before too, then and now, both with enough walks."""
    if previous is None:
        return []
    before = {one.case.key: one for one in case_figures(previous) if one.is_shown}
    return [(before[one.case.key], one) for one in shown if one.case.key in before]


def _step_comparison(step: Step, old: Step | None, pairs: list[tuple[CaseFigures, CaseFigures]]) -> Comparison | None:
    """The step in both versions, over the cases in which at least two people came to it both times."""
    if old is None:
        return None
    empty = Spread(())
    both = [(then.steps.get(old.name, empty), now.steps.get(step.name, empty)) for then, now in pairs]
    both = [(then, now) for then, now in both if then.total > 1 and now.total > 1]
    return compare((then for then, _now in both), (now for _then, now in both))


def _in_order(found: Mapping[str, Mapping[Any, int]], steps: tuple[Step, ...]) -> dict[str, Spread]:
    return {step.name: Spread.of(found[step.name]) for step in steps if step.name in found}
