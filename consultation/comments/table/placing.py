"""Where the row of a table stands in the version that it is about."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from consultation.comments.table.reading import ReadRow
from consultation.comments.table.sections import SectionNames
from consultation.comments.word.version_text import VersionText
from handbook.anchoring.quotes import Quote
from handbook.anchoring.returning import Spot
from handbook.anchoring.typed import TypedFinder
from handbook.exchange.grid import Cell
from handbook.exchange.plaintext import fold_words

_ALL_OF_IT = {"", "alles", "geheel", "hele paragraaf", "gehele paragraaf", "algemeen", "all", "general", "whole section"}
"""What people write where they mean the whole section, folded."""


@dataclass(frozen=True, slots=True)
class RowPlace:
    """A spot, what its writer must know of it, and the words that the row is about as she gave them, "" for a number."""

    spot: Spot
    note: str = ""
    quote: str = ""


class RowPlacing:
    """Places the rows of one file. What the reader saw comes first; what the file hides decides where that is not clear."""

    def __init__(self, text: VersionText) -> None:
        document = text.document
        self.names = SectionNames(document)
        self.finder = TypedFinder(document)
        self.sections = text.sections

    def sections_of(self, row: ReadRow) -> list[int]:
        """The indexes of the sections that the row may mean: one when it is clear."""
        named, keyed = self.names.named(row.section), self.names.by_key.get(row.section_key)
        return [keyed] if keyed is not None and (keyed in named or not named) else named

    def place(self, row: ReadRow) -> RowPlace:
        """Where the row stands; unsure at its section where its words do not stand there for sure."""
        named = self.sections_of(row)
        only = named[0] if len(named) == 1 else None
        at_section = Spot(only if only is not None else next(iter(named), None), sure=only is not None)
        inside = self.names.with_those_below(named)
        numbered = self.names.passage(row.passage)
        if numbered is not None and (not named or numbered[0] in inside):
            block = numbered[1] - 1
            if 0 <= block < len(self.names.sections[numbered[0]].blocks):
                return RowPlace(Spot(numbered[0], block, sure=True))
        if self._means_all(row.passage, named):
            return RowPlace(at_section)
        return self._by_words(row, inside, Spot(at_section.section))

    def _means_all(self, passage: Cell, named: list[int]) -> bool:
        """Whether the cell for the passage is empty, or says no more than which section it is."""
        said = fold_words(passage.text)
        if passage.is_number or passage.when is not None:
            return bool(named) and self.names.named(passage) == named
        if said in _ALL_OF_IT:
            return True
        sections = (self.names.sections[index] for index in named)
        return any(said in {fold_words(one.number), fold_words(f"{one.number} {one.title}")} for one in sections)

    def _by_words(self, row: ReadRow, inside: list[int], unsure: Spot) -> RowPlace:
        words = row.passage.text
        quote = Quote("", words, row.prefix, row.suffix, block=row.passage_id or None)
        found = self.finder.find(quote, sections=frozenset(inside))
        if found is None:
            return RowPlace(unsure, "", words)
        spot = Spot(found.section, found.block, found.start, found.end, sure=found.named)
        if found.named:
            return RowPlace(spot, "" if found.exact else _("These words stand there a little differently."), words)
        section = self.sections[found.section]
        where = f"{section.number} {section.title}"
        note = _("These words stand in %(found)s, and not in the section that the row names.") % {"found": where}
        return RowPlace(Spot(found.section), note, words)
