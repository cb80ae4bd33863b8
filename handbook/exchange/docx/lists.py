"""Lists of a Word file: flat paragraphs with a level and a number become nested lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..inline import Runs
from ..pieces import ListPiece, Paragraph, Piece


@dataclass(frozen=True, slots=True)
class Item:
    """A list paragraph: its depth from 0, the list it belongs to, its form and number, its words."""

    level: int
    list_id: str
    ordered: bool
    number: int
    runs: Runs


def nest(items: Sequence[Item]) -> list[ListPiece]:
    """The lists that consecutive list paragraphs make; another list or another form begins a new one."""
    lists: list[ListPiece] = []
    position = 0
    while position < len(items):
        level = items[position].level
        end = position + 1
        while end < len(items) and (items[end].level > level or _continues(items[position], items[end])):
            end += 1
        lists.append(_list(items[position:end]))
        position = end
    return lists


def _continues(first: Item, other: Item) -> bool:
    return (other.level, other.list_id, other.ordered) == (first.level, first.list_id, first.ordered)


def _list(items: Sequence[Item]) -> ListPiece:
    """One list: every paragraph of its own level begins an item, deeper ones belong to it."""
    level = items[0].level
    starts = [index for index, item in enumerate(items) if item.level == level]
    made: list[tuple[Piece, ...]] = []
    for start, end in zip(starts, [*starts[1:], len(items)], strict=True):
        made.append((Paragraph(items[start].runs), *nest(items[start + 1 : end])))
    return ListPiece(items[0].ordered, tuple(made), items[0].number if items[0].ordered else 1)
