"""The motivation of a walk, composed: what was asked, what was answered and why, where it ended, for whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from consultation.tryouts.models import Case, Conclusion, StepAnswer, Walk
from consultation.tryouts.paths import framework_of
from handbook.framework.graph import Outcome, Step
from handbook.framework.walking import Path


@dataclass(frozen=True, slots=True)
class StepLine:
    """One question on the path with its answer; ``motivation`` is plain text with line ends, perhaps empty."""

    name: str
    question: str
    answer: str
    motivation: str


@dataclass(frozen=True, slots=True)
class EndLine:
    """Where it ended. ``pointed`` is the outcome of the method where another one was chosen, with the ``reason``; else empty."""

    name: str
    title: str
    meaning: str
    persons: tuple[str, ...]
    pointed: str
    reason: str

    @property
    def words(self) -> str:
        return f"{self.name} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class Account:
    """A composed motivation. ``about`` says of which version it is, of when, and that the case is made up."""

    title: str
    about: tuple[str, ...]
    story: str
    steps: tuple[StepLine, ...]
    ends: tuple[EndLine, ...]


def account_of(case: Case, walk: Walk, path: Path, answers: Sequence[StepAnswer], conclusions: Iterable[Conclusion]) -> Account:
    """The motivation of this walk in the reader's language; of one that is not finished as far as it goes."""
    given = {(answer.step, answer.visit): answer.motivation for answer in answers}
    nodes = framework_of(case).by_name()
    version = case.tryout.round.version
    outcomes = {outcome.name: outcome for outcome in framework_of(case).outcomes}
    about = [
        _("This is a fictional case from a try-out. It is about nobody who exists."),
        _("Handbook: %(title)s, version %(label)s.") % {"title": version.title, "label": version.label},
    ]
    if walk.finished_at is not None:
        about.append(_("Finished on %(day)s.") % {"day": date_format(localtime(walk.finished_at), "j F Y")})
    return Account(
        title=_("Motivation: %(case)s") % {"case": case.title},
        about=tuple(about),
        story=case.story,
        steps=tuple(
            StepLine(
                station.step.name,
                station.step.question,
                station.step.answers[station.choice].text,
                given.get((station.step.name, station.visit), ""),
            )
            for station in path.stations
            if station.choice is not None
        )
        + tuple(
            StepLine(one.step, node.question, _("not finished yet"), one.motivation)
            for one in answers
            if one.answered_at is None and one.motivation and isinstance(node := nodes.get(one.step), Step)
        ),
        ends=tuple(_end(one, outcomes) for one in conclusions if one.chosen in outcomes),
    )


def meaning_of(outcome: Outcome) -> str:
    """What an outcome means, without the name and title that stand first in its text."""
    return outcome.text.removeprefix(f"{outcome.name} {outcome.title}".strip()).strip()


def as_text(account: Account) -> str:
    """The motivation as plain text, for a mail or a file of one's own."""
    lines = [account.title, *account.about, "", _("The case"), account.story, "", _("The questions")]
    for number, step in enumerate(account.steps, start=1):
        lines += ["", f"{number}. {step.name} {step.question}", _("Answer: %(answer)s") % {"answer": step.answer}]
        lines += [_("Motivation: %(text)s") % {"text": step.motivation}] if step.motivation else []
    lines += ["", _("The outcome")]
    for end in account.ends:
        lines += ["", end.words, *end_words(end)]
    return "\n".join(lines) + "\n"


def end_words(end: EndLine) -> list[str]:
    """For whom an outcome is, and why another than the method points to, a line for each."""
    lines = [_("For: %(persons)s") % {"persons": ", ".join(end.persons)}] if end.persons else []
    if end.pointed:
        lines.append(_("The method pointed to %(outcome)s.") % {"outcome": end.pointed})
        lines.append(_("Why another outcome: %(reason)s") % {"reason": end.reason})
    return lines


def _end(one: Conclusion, outcomes: dict[str, Outcome]) -> EndLine:
    chosen = outcomes[one.chosen]
    pointed = ""
    if one.chosen != one.outcome:
        method = outcomes.get(one.outcome)
        pointed = f"{one.outcome} {method.title if method else ''}".strip()
    return EndLine(chosen.name, chosen.title, meaning_of(chosen), tuple(one.persons), pointed, one.reason if pointed else "")
