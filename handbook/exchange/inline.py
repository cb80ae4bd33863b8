"""Running text as flat runs: words with marks and perhaps a link, the one form all readers and writers share.

Nested markup has many spellings of one look (Word alone writes a bold sentence as five pieces); runs have
one. So markup is taken apart into runs, tidied, and written out in one canonical nesting.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape

from .plaintext import fold_space, normalise_characters

MARKS = ("strong", "em", "s", "sup", "sub", "code")
"""The marks a run may carry, in the order they nest from the outside in."""

BREAK = "\n"
"""A run of this text is a forced line break."""

_HREF = re.compile(r"(?:https?://|mailto:|tel:|/(?!/)|#).+", re.IGNORECASE | re.DOTALL)
_UNSAFE_IN_HREF = re.compile(r"[\s<>\"'\\`^{|}]")


@dataclass(frozen=True, slots=True)
class Run:
    """Words that look alike: their text, their marks in canonical order, the address they link to ("" for none)."""

    text: str
    marks: tuple[str, ...] = ()
    href: str = ""


Runs = tuple[Run, ...]


def clean_href(href: str) -> str:
    """The address if a handbook may link there, else "".

    Web addresses, mail and telephone, an absolute path on this site and a place on the page are kept. Other
    schemes are unsafe, and a path relative to the file it was written in leads nowhere in a handbook.
    """
    href = fold_space(normalise_characters(href)).replace(" ", "%20")
    if not _HREF.fullmatch(href):
        return ""
    return _UNSAFE_IN_HREF.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), href)


def tidy_runs(runs: Iterable[Run]) -> Runs:
    """Runs in their one canonical form.

    White space is folded across the borders of runs and stands outside the marks that end or begin there;
    line breaks carry no marks and do not stand at an edge or twice in a row; neighbours that look alike are one.
    """
    tidy: list[Run] = []
    space = False
    for run in runs:
        if run.text == BREAK:
            if tidy and tidy[-1].text != BREAK:
                tidy.append(Run(BREAK))
            space = False
            continue
        text = normalise_characters(run.text)
        words = fold_space(text)
        space = space or text[:1].isspace()
        if not words:
            continue
        marks = tuple(mark for mark in MARKS if mark in run.marks)
        href = clean_href(run.href) if run.href else ""
        if space and tidy and tidy[-1].text != BREAK:
            _append(tidy, _space_between(tidy[-1], marks, href))
        _append(tidy, Run(words, marks, href))
        space = text[-1:].isspace()
    while tidy and tidy[-1].text == BREAK:
        tidy.pop()
    return tuple(tidy)


def _append(tidy: list[Run], run: Run) -> None:
    """Add the run, as part of the last one when the two look alike."""
    if tidy and tidy[-1].text != BREAK and (tidy[-1].marks, tidy[-1].href) == (run.marks, run.href):
        tidy[-1] = replace(run, text=tidy[-1].text + run.text)
    else:
        tidy.append(run)


def _space_between(before: Run, marks: tuple[str, ...], href: str) -> Run:
    """A space inside those elements only that stay open across it."""
    if before.href != href:
        return Run(" ")
    return Run(" ", marks[: shared_length(before.marks, marks)], href)


def runs_text(runs: Sequence[Run]) -> str:
    """The plain text of tidy runs: markup dropped, a line break one space."""
    return "".join(" " if run.text == BREAK else run.text for run in runs)


def runs_html(runs: Sequence[Run]) -> str:
    """Tidy runs as markup in the canonical nesting."""
    parts: list[str] = []
    opened: list[str] = []
    for run in runs:
        wanted = [f'a href="{escape(run.href)}"'] if run.href else []
        wanted += run.marks
        if run.text == BREAK:
            wanted = []
        kept = shared_length(opened, wanted)
        parts.extend(f"</{tag.split(' ')[0]}>" for tag in reversed(opened[kept:]))
        parts.extend(f"<{tag}>" for tag in wanted[kept:])
        opened = wanted
        parts.append("<br>" if run.text == BREAK else escape(run.text, quote=False))
    parts.extend(f"</{tag.split(' ')[0]}>" for tag in reversed(opened))
    return "".join(parts)


def shared_length(first: Sequence[str], second: Sequence[str]) -> int:
    """How many leading items two sequences have in common."""
    count = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        count += 1
    return count
