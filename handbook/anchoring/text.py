"""A document as one row of words, each of which knows the block and the characters it came from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize

from ..exchange.document import Section

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Span:
    """A block in the row: its section and its place in it, its first word and the one behind its last, its offset in the
    section's plain text.
    """

    section: int
    position: int
    first: int
    last: int
    offset: int


class Text:
    """The words of all sections in reading order.

    ``words`` are folded; ``starts`` and ``ends`` are offsets in the plain text of the word's section; ``span_of`` gives
    the index in ``spans`` for every word.
    """

    def __init__(self, sections: Sequence[Section]) -> None:
        self.sections = sections
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.span_of: list[int] = []
        self.spans: list[Span] = []
        for index, section in enumerate(sections):
            offset = 0
            for position, block in enumerate(section.blocks):
                first = len(self.words)
                for found in _WORD.finditer(block.text):
                    self.words.append(fold_word(found[0]))
                    self.starts.append(offset + found.start())
                    self.ends.append(offset + found.end())
                    self.span_of.append(len(self.spans))
                self.spans.append(Span(index, position, first, len(self.words), offset))
                if block.text:
                    offset += len(block.text) + 2

    def section_of(self, word: int) -> int:
        return self.spans[self.span_of[word]].section


def fold_word(word: str) -> str:
    return normalize("NFKC", word).casefold()


def fold_to_words(text: str) -> list[str]:
    """The words of a text as `Text` holds them."""
    return [fold_word(word) for word in _WORD.findall(text)]


def weight_of(word: str) -> float:
    """What a word says about a place: little if it is short and stands everywhere."""
    return 0.35 if len(word) <= 3 else min(1.0, 0.55 + 0.09 * (len(word) - 4))
