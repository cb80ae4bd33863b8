"""The spread of a try-out as a spreadsheet: what the pages show and nothing that they hide."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from consultation.tryouts.agreement_words import tell_outcomes
from consultation.tryouts.figures import TryoutFigures

Row = Sequence[str | int]


def spreadsheet(figures: TryoutFigures) -> bytes:
    """An .xlsx with a sheet of outcomes and one of answers, a row for each with how many chose it. Words are never a formula."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    case, count, people = (_("Case"), 36), (_("How many"), 12), (_("Of how many"), 12)
    _write(book, _("Outcomes"), [case, (_("Outcome"), 60), count, people], _outcomes(figures))
    steps = [case, (_("Step"), 8), (_("Question"), 60), (_("Answer"), 36), count, people]
    _write(book, _("Answers"), steps, _answers(figures))
    book.close()
    return buffer.getvalue()


def _write(book: Any, name: str, heads: Sequence[tuple[str, int]], rows: Iterable[Row]) -> None:
    sheet = book.add_worksheet(name)
    bold, wrapped = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    for column, (head, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, head, bold)
    last = 0
    for last, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            write = sheet.write_number if isinstance(value, int) else sheet.write_string
            write(last, column, value, wrapped)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(last, 1), len(heads) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


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
