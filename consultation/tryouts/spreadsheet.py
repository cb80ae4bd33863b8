"""The spread of a try-out as a spreadsheet: what the pages show and nothing that they hide."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from consultation.tryouts.agreement_words import tell_outcomes
from consultation.tryouts.figures import TryoutFigures
from handbook.exchange.spreadsheets import SheetColumn, open_book, write_sheet

Row = Sequence[str | int]


def spreadsheet(figures: TryoutFigures) -> bytes:
    """An .xlsx with a sheet of outcomes and one of answers, a row for each with how many chose it. Words are never a formula."""
    buffer = io.BytesIO()
    case, count, people = SheetColumn(_("Case"), 36), SheetColumn(_("How many"), 12), SheetColumn(_("Of how many"), 12)
    step, question, answer = SheetColumn(_("Step"), 8), SheetColumn(_("Question"), 60), SheetColumn(_("Answer"), 36)
    with open_book(buffer) as book:
        outcomes = [case, SheetColumn(_("Outcome"), 60), count, people]
        write_sheet(book, _("Outcomes"), outcomes, _outcomes(figures))
        write_sheet(book, _("Answers"), [case, step, question, answer, count, people], _answers(figures))
    return buffer.getvalue()


def _outcomes(figures: TryoutFigures) -> Iterator[Row]:
    for one in figures.shown:
        for names, count in one.outcomes.counts:
            yield str(one.case), tell_outcomes(names, figures.framework), count, one.finished


def _answers(figures: TryoutFigures) -> Iterator[Row]:
    """Every answer of every step that somebody came to, those that nobody gave too."""
    for one in figures.shown:
        for step in figures.framework.steps:
            spread = one.steps.get(step.name)
            if spread is None:
                continue
            for choice, answer in enumerate(step.answers):
                yield str(one.case), step.name, step.question, answer.text, spread.count(choice), spread.total
