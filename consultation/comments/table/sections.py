"""The section that a cell names: by number, as a number or a date that a spreadsheet made of it, or by title. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from handbook.exchange.document import Section
from handbook.exchange.grid import Cell
from handbook.exchange.plaintext import fold_words

_NUMBERED = re.compile(
    r"^\W*(?:(?:paragraaf|par|section|sectie|hoofdstuk|hst|chapter|clause|bijlage|appendix|artikel|art|nr)\b\.?\s*)?"
    r"([A-Za-z]?\d+(?:\s?[.,]\s?\d+)*|[A-Z](?:[.,]\d+)*)(?![\w])[.:)]?\s*[-–—:]?\s*(.*)$",
    re.IGNORECASE | re.DOTALL,
)
_PASSAGE = re.compile(r"^\W*(\S+?)\s?[-–—]\s?(\d{1,4})\W*$")
_LIKE_ENOUGH = 90.0
"""Likeness (0 to 100) at which a title without a number is that of a section."""


class SectionNames:
    """The sections of a version by what people call them. Indexes are places among ``sections``."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self.sections = sections
        self._by_number = {section.number.casefold(): index for index, section in enumerate(sections)}
        self._titles = [fold_words(section.title) for section in sections]
        self.by_key = {section.key: index for index, section in enumerate(sections) if section.key}

    def named(self, cell: Cell) -> list[int]:
        """The sections that a cell may mean, empty when it names none: several where a spreadsheet spoilt the number."""
        if cell.when is not None:
            day = cell.when
            return self._known([f"{day.day}.{day.month}.{day.year % 100}"]) or self._known([f"{day.day}.{day.month}"])
        if cell.is_number:
            return self._known([cell.text, f"{cell.text}0"] if "." in cell.text else [cell.text])
        found = _NUMBERED.match(cell.text)
        numbered = self._known([re.sub(r"\s", "", found[1]).replace(",", ".")]) if found else []
        titled = self._titled(fold_words(cell.text)) or (self._titled(fold_words(found[2])) if found else [])
        if numbered and titled and not set(numbered) & set(titled):
            return [*numbered, *titled]
        return numbered or titled

    def passage(self, cell: Cell) -> tuple[int, int] | None:
        """The section and the ordinal of a passage that a cell gives as its citable number ("2.3-4"); None for other words."""
        text = f"{cell.when.day}-{cell.when.month}" if cell.when is not None else cell.text
        found = _PASSAGE.match(text)
        index = self._by_number.get(found[1].casefold()) if found else None
        return (index, int(found[2])) if found and index is not None else None

    def with_those_below(self, indexes: Sequence[int]) -> list[int]:
        """These sections and those that hang under them."""
        found = []
        for index in indexes:
            level = self.sections[index].level
            found.append(index)
            for below in range(index + 1, len(self.sections)):
                if self.sections[below].level <= level:
                    break
                found.append(below)
        return found

    def _known(self, numbers: Sequence[str]) -> list[int]:
        return [self._by_number[one.casefold()] for one in numbers if one.casefold() in self._by_number]

    def _titled(self, title: str) -> list[int]:
        if not title:
            return []
        same = [index for index, known in enumerate(self._titles) if known == title]
        return same or [index for index, known in enumerate(self._titles) if fuzz.ratio(known, title) >= _LIKE_ENOUGH]
