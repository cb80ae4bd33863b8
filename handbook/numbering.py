"""Numbers that come from the tree: sections ("2.3", "A.1"), the preamble ("0") and their passages ("2.3-4")."""

from __future__ import annotations

from collections.abc import Iterable


def number_sections(levels_and_appendix: Iterable[tuple[int, bool]], *, preamble: bool = False) -> list[str]:
    """The numbers of sections in reading order.

    ``levels_and_appendix`` gives each section's level (1 is a chapter) and whether it is an appendix. With
    ``preamble`` the first section is the text before the chapters ("Vooraf") and gets "0". An appendix gets a
    letter, whatever its level; what hangs under it counts on behind that letter. A level that was skipped
    counts as the next one below its parent.
    """
    numbers: list[str] = []
    path: list[_Counter] = [_Counter(level=0, number="")]
    letters = 0
    for index, (level, appendix) in enumerate(levels_and_appendix):
        while len(path) > 1 and path[-1].level >= level:
            path.pop()
        parent = path[-1]
        if index == 0 and preamble:
            number = "0"
        elif appendix and not parent.in_appendix:
            letters += 1
            number = _letter(letters)
        else:
            parent.children += 1
            number = f"{parent.number}.{parent.children}" if parent.number else str(parent.children)
        numbers.append(number)
        path.append(_Counter(level=level, number=number, in_appendix=appendix or parent.in_appendix))
    return numbers


def passage_number(section_number: str, ordinal: int) -> str:
    """The citable number of a section's passage: the fourth of 2.3 is "2.3-4"."""
    return f"{section_number}-{ordinal}"


class _Counter:
    """A section on the way down to the current one, and how many numbered sections hang under it so far."""

    def __init__(self, *, level: int, number: str, in_appendix: bool = False) -> None:
        self.level = level
        self.number = number
        self.in_appendix = in_appendix
        self.children = 0


def _letter(count: int) -> str:
    """1 is A, 26 is Z, 27 is AA."""
    letters = ""
    while count:
        count, rest = divmod(count - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
