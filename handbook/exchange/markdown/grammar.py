"""The grammar of our Markdown on top of CommonMark: ``:::`` blocks, footnote marks, heading attributes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from ..errors import ImportRefused

DEEPEST = 90
"""How deep lists and quotes may nest before the parser stops reading them."""

LONGEST_PARAGRAPH_CHARACTERS = 200_000

_MOST_LOOKS = 50_000_000
_OPEN = re.compile(r":::+[ \t]*([A-Za-z]+)(?:[ \t]+(.*))?")
_CLOSE = re.compile(r":::+[ \t]*")
_HEADING_LINE = re.compile(r"#{1,6}\s")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,50})\]:[ \t]*(.*)")
_FOOTNOTE_MARK = re.compile(r"\[\^([^\]\s]{1,50})\]")
_ATTRIBUTES = re.compile(r"(?:^|\s)\{((?:\s*\.[a-z0-9-]+)+)\s*\}$")


@dataclass(frozen=True, slots=True)
class Fenced:
    """A ``:::`` block as written: its kind, the words behind the kind, the lines inside, whether it was closed."""

    kind: str
    head: str
    body: str
    closed: bool


def make_parser() -> MarkdownIt:
    """A CommonMark parser with tables, strike-through and our additions, and without indented code.

    Indented code is off because an indented paragraph in a handbook is a paragraph. Set-up costs a little:
    make one and use it for a whole text.
    """
    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST + 10, "html": True})
    parser.enable(["table", "strikethrough"]).disable("code")
    parser.block.ruler.before("fence", "fenced_block", _fenced_block, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.before("reference", "footnote", _footnote, {"alt": ["paragraph", "reference"]})
    parser.inline.ruler.before("link", "footnote_mark", _footnote_mark)
    parser.core.ruler.before("inline", "refuse_excess", _refuse_excess)
    return parser


def _refuse_excess(state: StateCore) -> None:
    """Refuse what would take the parser for ever: nesting without end, an endless paragraph, open brackets by the thousand.

    Every open bracket makes the parser look for its partner through the rest of the paragraph.
    """
    looks = 0
    for token in state.tokens:
        if token.level >= DEEPEST:
            raise ImportRefused("too-deep")
        if token.type == "inline":
            if len(token.content) > LONGEST_PARAGRAPH_CHARACTERS:
                raise ImportRefused("long-paragraph", str(LONGEST_PARAGRAPH_CHARACTERS))
            looks += token.content.count("[") * len(token.content)
    if looks > _MOST_LOOKS:
        raise ImportRefused("too-deep")


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _fenced_block(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A ``:::`` block at the left margin becomes one token that holds its lines unread."""
    if state.level or state.tShift[first] or not state.src.startswith(":::", state.bMarks[first]):
        return False
    line = _line(state, first).rstrip()
    opening = _OPEN.fullmatch(line)
    if not opening and not _CLOSE.fullmatch(line):
        return False
    if silent:
        return True
    last = first + 1
    closed = opening is None
    while opening and last < end:
        inner = _line(state, last).rstrip()
        if _CLOSE.fullmatch(inner):
            closed = True
            break
        if _HEADING_LINE.match(inner) or _OPEN.fullmatch(inner):
            break
        last += 1
    token = state.push("fenced_block", "", 0)
    token.map = [first, last + 1 if closed and opening else last]
    body = state.getLines(first + 1, last, 0, False) if opening else ""
    kind, head = (opening[1].lower(), opening[2] or "") if opening else ("", "")
    token.meta = {"fenced": Fenced(kind, head, body, closed)}
    state.line = token.map[1]
    return True


def _footnote(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A footnote's text, with the lines that continue it, goes into ``env`` under its name."""
    if state.level:
        return False
    match = _FOOTNOTE.fullmatch(_line(state, first))
    if not match:
        return False
    if silent:
        return True
    words = [match[2]]
    last = first + 1
    while last < end:
        if state.isEmpty(last):
            following = last + 1
            if following >= end or state.sCount[following] < 4:
                break
        elif state.sCount[last] < 2 and (state.isEmpty(last - 1) or _FOOTNOTE.fullmatch(_line(state, last))):
            break
        words.append(_line(state, last))
        last += 1
    state.env.setdefault("footnotes", {}).setdefault(match[1], " ".join(words))
    state.line = last
    return True


def _footnote_mark(state: StateInline, silent: bool) -> bool:
    """``[^name]`` becomes a raised number, if the text has a footnote of that name."""
    match = _FOOTNOTE_MARK.match(state.src, state.pos)
    if not match or match[1] not in state.env.get("footnotes", {}):
        return False
    if not silent:
        numbers = state.env.setdefault("footnote_numbers", {})
        number = numbers.setdefault(match[1], len(numbers) + 1)
        token = state.push("html_inline", "", 0)
        token.content = f"<sup>{number}</sup>"
        token.meta = {"footnote": match[1]}
    state.pos = match.end()
    return True


def split_attributes(words: str) -> tuple[str, frozenset[str]]:
    """A heading's raw words without the ``{.name}`` at their end, and the names."""
    match = _ATTRIBUTES.search(words)
    if not match:
        return words, frozenset()
    return words[: match.start()].rstrip(), frozenset(match[1].replace(".", " ").split())


def split_head(head: str) -> tuple[str, str]:
    """The two parts of a ``:::`` line's raw words, which a bar with spaces around it parts; either may be empty."""
    parts = re.split(r"(?:^|(?<=\s))\|(?=\s|$)", head, maxsplit=1)
    return parts[0].strip(), parts[1].strip() if len(parts) == 2 else ""


def footnote_names(tokens: Iterable[Token]) -> Iterator[str]:
    """The names of the footnotes that tokens refer to, in reading order."""
    for token in tokens:
        if "footnote" in token.meta:
            yield token.meta["footnote"]
        yield from footnote_names(token.children or ())
