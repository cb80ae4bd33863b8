"""Lists of a Word file: flat paragraphs with a level and a number become nested lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..inline import Runs
from ..pieces import ListPiece, Paragraph, Piece


@dataclass(frozen=True, slots=True)
class Item:
    """A list paragraph: its depth from 0, the list it belongs to, its form and number, its words.

    One that ``continues`` is a further paragraph of the item before it; ``passage`` is the id that its bookmark carries.
    """

    level: int
    list_id: str
    ordered: bool
    number: int
    runs: Runs
    continues: bool = False
    passage: str = ""


def nest(items: Sequence[Item]) -> list[tuple[ListPiece, str]]:
    """The lists that consecutive list paragraphs make, each with the id that its items carry, "" if none does.

    Another list or another form begins a new one.
    """
    lists: list[tuple[ListPiece, str]] = []
    position = 0
    while position < len(items):
        level = items[position].level
        end = position + 1
        while end < len(items) and (items[end].level > level or _continues(items[position], items[end])):
            end += 1
        own = items[position:end]
        lists.append((_list(own), next((item.passage for item in own if item.passage), "")))
        position = end
    return lists


def _continues(first: Item, other: Item) -> bool:
    if other.continues:
        return other.level == first.level
    return (other.level, other.list_id, other.ordered) == (first.level, first.list_id, first.ordered)


def _list(items: Sequence[Item]) -> ListPiece:
    """One list: every paragraph of its own level begins an item, unless it continues one; deeper ones belong to it."""
    level = items[0].level
    starts = [index for index, item in enumerate(items) if index == 0 or (item.level == level and not item.continues)]
    made: list[tuple[Piece, ...]] = []
    for start, end in zip(starts, [*starts[1:], len(items)], strict=True):
        first = [Paragraph(items[start].runs)] if items[start].runs else []
        made.append((*first, *_rest(items[start + 1 : end], level)))
    return ListPiece(items[0].ordered, tuple(item for item in made if item), items[0].number if items[0].ordered else 1)


def _rest(items: Sequence[Item], level: int) -> list[Piece]:
    """What follows the first paragraph of an item: deeper lists and further paragraphs, in order."""
    pieces: list[Piece] = []
    deeper: list[Item] = []
    for item in items:
        if item.continues and item.level == level:
            pieces += [piece for piece, _ in nest(deeper)]
            pieces.append(Paragraph(item.runs))
            deeper = []
        else:
            deeper.append(item)
    return pieces + [piece for piece, _ in nest(deeper)]
