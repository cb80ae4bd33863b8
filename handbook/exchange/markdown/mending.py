"""Mending a Markdown text before it is parsed: what a careful person would silently read past, told as oddities."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..document import Oddity
from ..encoding import mend_mojibake
from ..plaintext import normalise_characters

_LINE_END = re.compile("\r\n?|[\u2028\u2029\u0085\v\f]")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CONFLICT = re.compile(r"(<{7}|>{7}|\|{7})( .*)?")
_TIGHT_HEADING = re.compile(r" {0,3}(#{1,6})([^#\s].*)")
_HEADING = re.compile(r" {0,3}#{1,6}(\s|$)")
_NUMBERED = re.compile(r" {0,3}(\d{1,3})[.)]\s+\S")
_LIST_START = re.compile(r"\s*([-*+]|\d{1,9}[.)])\s")
_LONGEST_LONE_HEADING = 100


class MendedText:
    """A text ready to be parsed: its lines, for each the number of the line it came from, and the oddities."""

    def __init__(self, text: str) -> None:
        self.oddities: list[Oddity] = []
        self._numbers: list[int] = []
        lines = self._characters(text).split("\n")
        self.text = "\n".join(self._mend(lines))

    def line(self, index: int) -> int:
        """The source's line number (from 1) of the mended text's line ``index`` (from 0)."""
        return self._numbers[min(index, len(self._numbers) - 1)] if self._numbers else 0

    def _characters(self, text: str) -> str:
        text, mended = mend_mojibake(text)
        if mended:
            self.oddities.append(Oddity("mojibake", " ".join(sorted(set(mended))[:8]), count=len(mended)))
        if lost := text.count("�"):
            first = text.index("�")
            words = normalise_characters(text[max(0, first - 20) : first + 20].replace("\n", " ")).strip()
            self.oddities.append(Oddity("lost-letters", words, line=text.count("\n", 0, first) + 1, count=lost))
        return normalise_characters(_LINE_END.sub("\n", text))

    def _mend(self, lines: list[str]) -> list[str]:
        lines = self._without_open_fence(lines)
        conflicted = any(_CONFLICT.fullmatch(line.rstrip()) for line in lines)
        mended: list[str] = []
        fence = ""
        for number, line in enumerate(lines, start=1):
            was_code, fence = bool(fence), _fence_after(line, fence)
            if not was_code and not fence:
                line = self._mend_line(line, number, lines, conflicted)
                if self._begins_number_list(line, mended) or _is_hidden_heading(line, mended):
                    mended.append("")
                    self._numbers.append(number)
            mended.append(line)
            self._numbers.append(number)
        return mended

    def _without_open_fence(self, lines: list[str]) -> list[str]:
        """The lines without a code fence that is never closed: it would swallow the rest of the text."""
        fence, opened_at = "", 0
        for index, line in enumerate(lines):
            before, fence = fence, _fence_after(line, fence)
            if fence and not before:
                opened_at = index
        if not fence:
            return lines
        self.oddities.append(Oddity("unclosed-block", lines[opened_at].strip(), line=opened_at + 1))
        return [*lines[:opened_at], "", *lines[opened_at + 1 :]]

    def _mend_line(self, line: str, number: int, lines: Sequence[str], conflicted: bool) -> str:
        above = lines[number - 2] if number > 1 else ""
        below = lines[number] if number < len(lines) else ""
        stripped = line.rstrip()
        lone_marker = stripped == "=======" and (conflicted or not above.strip())
        if lone_marker or _CONFLICT.fullmatch(stripped):
            self.oddities.append(Oddity("conflict-marker", line=number))
            return ""
        if (tight := _TIGHT_HEADING.fullmatch(line)) and _is_heading(tight[1], tight[2], above, below):
            self.oddities.append(Oddity("heading-without-space", tight[2].strip(), line=number))
            return f"{tight[1]} {tight[2]}"
        return line

    @staticmethod
    def _begins_number_list(line: str, mended: Sequence[str]) -> bool:
        """Whether the line is the next item of a numbered list although the line above is running text.

        CommonMark reads "2. ..." straight under a paragraph as part of it; in laws, where letters stand
        between the numbered members, it is the next member. Only a number that continues a list counts.
        """
        numbered = _NUMBERED.match(line)
        if not numbered or not mended or not mended[-1].strip() or _LIST_START.match(mended[-1]):
            return False
        if _HEADING.match(mended[-1]) or mended[-1].startswith((" ", "\t", ">", "|", ":::")):
            return False
        wanted = int(numbered[1]) - 1
        for earlier in reversed(mended):
            if _HEADING.match(earlier):
                return False
            if found := _NUMBERED.match(earlier):
                return int(found[1]) == wanted
        return False


def _fence_after(line: str, fence: str) -> str:
    """The code fence that is open after the line, given the one that was open before it ("" for none)."""
    mark = _FENCE.match(line)
    if not mark:
        return fence
    if not fence:
        return "" if "`" in line[mark.end() :] and mark[1][0] == "`" else mark[1]
    return "" if mark[1].startswith(fence) and not line[mark.end() :].strip() else fence


def _is_hidden_heading(line: str, mended: Sequence[str]) -> bool:
    """Whether the line is a heading straight under an HTML element, which would swallow it up to the next blank line."""
    return bool(_HEADING.match(line)) and bool(mended) and bool(mended[-1].strip())


def _is_heading(marks: str, words: str, above: str, below: str) -> bool:
    """Whether "##Words" is meant as a heading: two marks and more always, one only for a short line of its own."""
    if len(marks) > 1:
        return True
    alone = (not above.strip() or _is_marked(above)) and (not below.strip() or _is_marked(below))
    return alone and words[0].isalpha() and len(words) <= _LONGEST_LONE_HEADING and not words.rstrip().endswith(".")


def _is_marked(line: str) -> bool:
    return bool(_HEADING.match(line) or _TIGHT_HEADING.fullmatch(line))
