"""Agreement as people say it, in the language of the reader; the numbers stand behind the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consultation.tryouts.figures import CaseFigures, StepFigures, TryoutFigures
from consultation.tryouts.spread import LEAST_WALKS, Agreement, Change, Comparison, Level, Spread, level_of
from handbook.framework.graph import Framework, Outcome
from handbook.framework_words import tell_names

MOST_TOLD = 3
"""How many outcomes a sentence names."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A word in a small frame: its tone and its icon are those of components/badge.html."""

    label: str
    tone: str
    icon: str


_LEVELS: dict[Level, tuple[str | Promise, str, str]] = {
    Level.ALL: (gettext_lazy("Everybody agrees"), "positive", "check"),
    Level.ALMOST_ALL: (gettext_lazy("Almost everybody agrees"), "positive", "check"),
    Level.MOST: (gettext_lazy("Most people agree"), "", ""),
    Level.DIVIDED: (gettext_lazy("Divided"), "warning", "warning"),
    Level.FAR_APART: (gettext_lazy("Far apart"), "negative", "warning"),
}
_CHANGES: dict[Change, str | Promise] = {
    Change.MORE: gettext_lazy("More agreement than in version %(label)s: %(after)s. It was %(before)s."),
    Change.PERHAPS_MORE: gettext_lazy(
        "Perhaps more agreement than in version %(label)s: %(after)s. It was %(before)s. The numbers are too small to be sure."
    ),
    Change.SAME: gettext_lazy("About as much agreement as in version %(label)s: %(after)s. It was %(before)s."),
    Change.PERHAPS_LESS: gettext_lazy(
        "Perhaps less agreement than in version %(label)s: %(after)s. It was %(before)s. The numbers are too small to be sure."
    ),
    Change.LESS: gettext_lazy("Less agreement than in version %(label)s: %(after)s. It was %(before)s."),
}


def level_mark(level: Level | None) -> Mark:
    """Agreement in words, or that there are too few answers to say."""
    if level is None:
        return Mark(_("Few answers"), "outline", "")
    label, tone, icon = _LEVELS[level]
    return Mark(str(label), tone, icon)


def spread_mark(spread: Spread) -> Mark:
    """The agreement of one spread in words; of an empty one too."""
    return level_mark(level_of(spread.majority, spread.total))


def tell_outcomes(names: Sequence[str], framework: Framework) -> str:
    """Outcomes by title and name: "Halt (O2) and A care plan for the parents (O3)"."""
    nodes = framework.by_name()
    titles = {name: node.title for name, node in nodes.items() if isinstance(node, Outcome)}
    return tell_names([f"{titles[name]} ({name})" if titles.get(name) else name for name in names]) or _("no outcome")


def tell_case(figures: CaseFigures, framework: Framework) -> str:
    """ "12 of 20 chose Halt (O2), 6 Official report (O3); they part at question N6." """
    outcomes, parting = figures.outcomes, figures.parting
    if len(outcomes.counts) == 1:
        names = outcomes.counts[0][0]
        said = _("All %(total)s chose %(outcome)s") % {"total": outcomes.total, "outcome": tell_outcomes(names, framework)}
        further = _("on the way they part most at question %(step)s")
    else:
        said = _tell_spread(outcomes, framework)
        further = _("they part at question %(step)s")
    return f"{said}; {further % {'step': parting}}." if parting else f"{said}."


def tell_enough(finished: int) -> str:
    """Why a case has no figures yet."""
    return ngettext(
        "%(count)s person has finished this case. From %(least)s on you see how far people agree: "
        "fewer would tell who said what.",
        "%(count)s people have finished this case. From %(least)s on you see how far people agree: "
        "fewer would tell who said what.",
        finished,
    ) % {"count": finished, "least": LEAST_WALKS}


def tell_whole(figures: TryoutFigures) -> list[str]:
    """The try-out in a few sentences, before any figure."""
    people = ngettext("%(count)s person", "%(count)s people", figures.people) % {"count": figures.people}
    said = [
        ngettext(
            "A case was walked to the end %(count)s time, by %(people)s.",
            "A case was walked to the end %(count)s times, by %(people)s.",
            figures.finished,
        )
        % {"count": figures.finished, "people": people}
    ]
    shown = figures.shown
    agreed = sum(
        level_of(one.outcomes.majority, one.outcomes.total) in {Level.ALL, Level.ALMOST_ALL, Level.MOST} for one in shown
    )
    said.append(_tell_agreed(agreed, len(shown)))
    if step := hardest(figures):
        said.append(
            _("People part most at question %(name)s: “%(question)s”") % {"name": step.step.name, "question": step.step.question}
        )
    return said + _tell_progress(figures)


def hardest(figures: TryoutFigures) -> StepFigures | None:
    """The step at which the smallest share gave the answer of the majority; None when everybody agrees everywhere.

    Steps that few people came to do not count.
    """
    divided = [one for one in figures.steps if one.agreement and one.agreement.level not in {None, Level.ALL}]
    return min(divided, key=lambda one: one.agreement.share if one.agreement else 1.0, default=None)


def tell_agreement(agreement: Agreement) -> str:
    """How often people gave the answer of the majority."""
    return ngettext(
        "%(share)s of the answers are that of the majority, in %(cases)s case.",
        "%(share)s of the answers are that of the majority in their case, over %(cases)s cases.",
        agreement.cases,
    ) % {"share": tell_share(agreement), "cases": agreement.cases}


def tell_share(agreement: Agreement) -> str:
    """ "85% (17 of 20)" """
    return _("%(percent)s%% (%(count)s of %(total)s)") % {
        "percent": round(100 * agreement.share),
        "count": agreement.majority,
        "total": agreement.total,
    }


def tell_alpha(agreement: Agreement) -> str:
    """Krippendorff's alpha in two decimals; "" where it says nothing."""
    return "" if agreement.alpha is None else number_format(round(agreement.alpha, 2) + 0.0, decimal_pos=2)


def tell_change(comparison: Comparison, label: str) -> str:
    """Whether people agree more than in the version before, with both shares."""
    before, after = tell_share(comparison.before), tell_share(comparison.after)
    return str(_CHANGES[comparison.change]) % {"label": label, "before": before, "after": after}


def change_mark(comparison: Comparison) -> Mark | None:
    """A badge for a change beyond chance."""
    if comparison.change is Change.MORE:
        return Mark(_("More agreement"), "positive", "check")
    return Mark(_("Less agreement"), "negative", "warning") if comparison.change is Change.LESS else None


def tell_seconds(seconds: float) -> str:
    """ "1 minute and 20 seconds", as a middle value is told."""
    minutes, rest = divmod(round(seconds), 60)
    parts = []
    if minutes:
        parts.append(ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes})
    if rest or not minutes:
        parts.append(ngettext("%(count)s second", "%(count)s seconds", rest) % {"count": rest})
    return tell_names(parts)


def _tell_agreed(agreed: int, count: int) -> str:
    """In how many of the cases most people chose one outcome."""
    if not agreed:
        return _("In no case at least three in four chose the same outcome.")
    if agreed == count:
        return _("In every case at least three in four chose the same outcome.")
    return ngettext(
        "In %(agreed)s of %(count)s case at least three in four chose the same outcome.",
        "In %(agreed)s of %(count)s cases at least three in four chose the same outcome.",
        count,
    ) % {"agreed": agreed, "count": count}


def _tell_spread(outcomes: Spread, framework: Framework) -> str:
    (names, count), *further = outcomes.counts
    said = [
        ngettext("%(count)s of %(total)s chose %(outcome)s", "%(count)s of %(total)s chose %(outcome)s", count)
        % {"count": count, "total": outcomes.total, "outcome": tell_outcomes(names, framework)}
    ]
    told = further[: MOST_TOLD - 1]
    said += [f"{number} {tell_outcomes(names, framework)}" for names, number in told]
    if rest := outcomes.total - count - sum(number for _names, number in told):
        said.append(_("%(count)s something else") % {"count": rest})
    return ", ".join(said)


def _tell_progress(figures: TryoutFigures) -> list[str]:
    """At which steps people agree more, or less, than in the version before."""
    if figures.previous is None:
        return []
    label, said = figures.previous.round.version.label, []
    more = [one.step.name for one in figures.steps if one.comparison and one.comparison.change is Change.MORE]
    less = [one.step.name for one in figures.steps if one.comparison and one.comparison.change is Change.LESS]
    if more:
        said.append(_("At %(steps)s people agree more than in version %(label)s.") % {"steps": tell_names(more), "label": label})
    if less:
        said.append(_("At %(steps)s people agree less than in version %(label)s.") % {"steps": tell_names(less), "label": label})
    return said
