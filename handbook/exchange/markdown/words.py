"""Writing running text: runs as Markdown that reads back as the same runs.

Emphasis in Markdown depends on the characters around its marks, so the marks are used where they surely
work (between white space or common punctuation and a word) and HTML elements, which the reader takes too, elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..inline import BREAK, Run, Runs, shared_length, tidy_runs
from ..plaintext import clean_line

_SPECIAL = re.compile(r"[\\`*\[\]<~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|!$")
_AT_START = re.compile(r"(#|>|\+|-|=|:::|\|)|(\d{1,9})([.)])|(Table):")
_BEFORE_MARK = " ([“‘„«—–/"
_AFTER_MARK = " .,;:?!)]”’»—–/"
_PLAIN_CODE = re.compile(r"[^`|<>\\&]+")


def write_words(runs: Runs, *, in_heading: bool = False) -> str:
    """Tidy runs as one line of Markdown that begins a paragraph (or, ``in_heading``, stands behind its marks)."""
    line = _write(runs)
    return _close_heading(line) if in_heading else _AT_START.sub(_escape_start, line, count=1) if _starts_special(line) else line


def write_line(words: str) -> str:
    """Plain words as Markdown on a line that has begun already: a heading, the line of a ``:::`` block, a caption."""
    return _close_heading(_write(tidy_runs([Run(clean_line(words))])))


def write_cell(runs: Runs) -> str:
    """Tidy runs as the content of a table cell, where a bar parts cells and a line of dashes is an empty cell."""
    words = _write(runs).replace("|", r"\|")
    if words.startswith("Table:"):
        return words.replace(":", r"\:", 1)
    return "\\" + words if words.startswith(("-", ":-")) else words


def _starts_special(line: str) -> bool:
    return bool(_AT_START.match(line))


def _escape_start(match: re.Match[str]) -> str:
    mark, number, point, table = match.groups()
    if mark:
        return "\\" + mark
    return rf"{table}\:" if table else rf"{number}\{point}"


def _close_heading(line: str) -> str:
    """The line without marks of a heading at its end being taken for such."""
    return re.sub(r"(#+|\})$", lambda match: "".join("\\" + mark for mark in match[0]), line)


def _write(runs: Runs) -> str:
    parts: list[str] = []
    opened: list[tuple[str, str]] = []
    for index, run in enumerate(runs):
        wanted = _elements(run)
        kept = shared_length([mark for mark, _ in opened], wanted)
        parts.extend(closing for _, closing in reversed(opened[kept:]))
        opened = opened[:kept]
        for depth in range(kept, len(wanted)):
            opening, closing = _marks(wanted, depth, runs, index, parts)
            parts.append(opening)
            opened.append((wanted[depth], closing))
        parts.append(_text(run))
    parts.extend(closing for _, closing in reversed(opened))
    return "".join(parts)


def _elements(run: Run) -> list[str]:
    """What is open around a run, from the outside in; simple code is written with its text."""
    if run.text == BREAK:
        return []
    marks = [mark for mark in run.marks if mark != "code" or not _is_simple_code(run)]
    return [f"a {run.href}", *marks] if run.href else marks


def _is_simple_code(run: Run) -> bool:
    return "code" in run.marks and bool(_PLAIN_CODE.fullmatch(run.text)) and run.text == run.text.strip()


def _text(run: Run) -> str:
    if run.text == BREAK:
        return "<br>"
    if _is_simple_code(run):
        return f"`{run.text}`"
    return _SPECIAL.sub(lambda match: "\\" + match[0], run.text)


def _marks(wanted: Sequence[str], depth: int, runs: Runs, index: int, parts: Sequence[str]) -> tuple[str, str]:
    """What opens and closes an element that begins at a run."""
    element = wanted[depth]
    if element.startswith("a "):
        return "[", f"]({_address(element[2:])})"
    if element in ("strong", "em") and _fits(wanted[: depth + 1], runs, index, parts):
        mark = "**" if element == "strong" else "_" if "strong" in wanted[:depth] else "*"
        return mark, mark
    return f"<{element}>", f"</{element}>"


def _address(href: str) -> str:
    return f"<{href}>" if "(" in href or ")" in href else href


def _fits(wanted: Sequence[str], runs: Runs, index: int, parts: Sequence[str]) -> bool:
    """Whether Markdown's own marks work around the element that begins at ``index`` and ends where it is left."""
    end = index
    while end + 1 < len(runs) and list(_elements(runs[end + 1])[: len(wanted)]) == list(wanted):
        end += 1
    before = parts[-1][-1:] if parts else ""
    behind = runs[end + 1] if end + 1 < len(runs) else None
    first, last = runs[index].text[0], runs[end].text[-1]
    closes_before_words = behind is None or behind.text == BREAK or behind.text[0] == " "
    return (
        (first.isalnum() and last.isalnum())
        and (not before or before in _BEFORE_MARK or (before in "[" and parts[-1] == "["))
        and (closes_before_words or (behind is not None and behind.text[0] in _AFTER_MARK and not _elements(behind)))
    )
