"""Where a quote stands in the text it was taken from: by its words, told apart by block, section and context."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..exchange.document import PREAMBLE_TITLE, Section
from ..exchange.plaintext import fold_words
from .quotes import Quote
from .text import Text, fold_to_words

Path = tuple[str, ...]

_ADDRESS = re.compile(r"\]\([^)]*\)")
"""The address of a link in Markdown, which a quote taken from the source carries and the plain text does not."""


def heading_paths(sections: Sequence[Section], title: str = "") -> list[Path]:
    """The headings above and of every section, under the document's own title if one is given.

    The preamble's heading is the document's.
    """
    top = (title,) if title else ()
    paths: list[Path] = []
    above: list[tuple[int, Path]] = []
    for index, section in enumerate(sections):
        while above and above[-1][0] >= section.level:
            above.pop()
        is_preamble = index == 0 and bool(title) and section.title == PREAMBLE_TITLE
        path = top if is_preamble else (*(above[-1][1] if above else top), section.title)
        paths.append(path)
        if not is_preamble:
            above.append((section.level, path))
    return paths


class Finder:
    """Looks for quotes in one text."""

    def __init__(self, text: Text, title: str = "") -> None:
        self.text = text
        self._paths = [tuple(fold_words(heading) for heading in path) for path in heading_paths(text.sections, title)]
        self._places: dict[str, list[int]] = {}
        for place, word in enumerate(text.words):
            self._places.setdefault(word, []).append(place)

    def find(self, quote: Quote) -> range | None:
        """The words of the quote, or None when they do not stand in the text."""
        for exact in (quote.exact, _ADDRESS.sub(" ", quote.exact)):
            wanted = fold_to_words(exact)
            if wanted and (found := list(self.occurrences(wanted))):
                return self._best(found, wanted, quote)
        return None

    def _best(self, found: Iterable[int], wanted: list[str], quote: Quote) -> range:
        """The occurrence that agrees best: its block, its section, its headings, the words around it, its offset."""
        path = tuple(fold_words(heading) for heading in quote.section)

        def rank(first: int) -> tuple[float, ...]:
            section = self.text.section_of(first)
            context = self.context_at(first, len(wanted), quote)
            apart = abs(self.text.starts[first] - quote.start) if quote.start is not None else 0
            return (
                -self._is_block(first, quote.block),
                -self._is_section(section, quote.key),
                -_shared_end(path, self._paths[section]),
                -context,
                apart,
                first,
            )

        first = min(found, key=rank)
        return range(first, first + len(wanted))

    def occurrences(self, wanted: list[str]) -> Iterable[int]:
        """The first word of every place where these words stand in a row within one section."""
        rarest = min(range(len(wanted)), key=lambda index: len(self._places.get(wanted[index], ())))
        for place in self._places.get(wanted[rarest], ()):
            first = place - rarest
            if first >= 0 and self.text.words[first : first + len(wanted)] == wanted:
                section = self.text.section_of(first)
                if self.text.section_of(first + len(wanted) - 1) == section:
                    yield first

    def context_at(self, first: int, count: int, quote: Quote) -> int:
        """How many words of what stood before and after the quote stand around these ``count`` words too."""
        before, after = fold_to_words(quote.prefix), fold_to_words(quote.suffix)
        agreed = self._agreement(before, range(first - 1, first - 1 - len(before), -1), reverse=True)
        return agreed + self._agreement(after, range(first + count, first + count + len(after)))

    def _agreement(self, context: list[str], places: range, *, reverse: bool = False) -> int:
        """How many words of the context stand there without a break; the outermost may be cut off."""
        words = context[::-1] if reverse else context
        agreed = 0
        for word, place in zip(words, places, strict=False):
            if not 0 <= place < len(self.text.words):
                break
            there = self.text.words[place]
            if there != word:
                return agreed + (there.endswith(word) if reverse else there.startswith(word))
            agreed += 1
        return agreed

    def _is_block(self, word: int, block: str | None) -> bool:
        span = self.text.spans[self.text.span_of[word]]
        return block is not None and self.text.sections[span.section].blocks[span.position].id == block

    def _is_section(self, section: int, key: str | None) -> bool:
        return key is not None and self.text.sections[section].key == key


def _shared_end(path: Path, other: Path) -> int:
    """How many headings two paths share, from the section upwards."""
    shared = 0
    for one, two in zip(reversed(path), reversed(other), strict=False):
        if one != two:
            break
        shared += 1
    return shared
