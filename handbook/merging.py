"""Taking proposed words over into a text that has changed meanwhile: three texts become one, or the conflict is shown.

The usual three-way merge, in words: what only one side changed is taken, what both changed in the same way too; where they
changed the same words in different ways nobody guesses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import LCSseq

from .diff import TOKEN
from .exchange.document import Block
from .exchange.inline import BREAK, Run, Runs, runs_text, tidy_runs
from .exchange.making import make_block
from .exchange.pieces import ListPiece, Paragraph, Piece, piece_html
from .exchange.sanitise import read_pieces


@dataclass(frozen=True, slots=True)
class Conflict:
    """Words that both sides changed in different ways: as they were, as they are now, and as they are proposed."""

    before: str
    now: str
    proposed: str


class Conflicts(Exception):
    """The three texts do not become one; ``conflicts`` has every place, in reading order."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        super().__init__(f"{len(conflicts)} conflicts")
        self.conflicts = tuple(conflicts)


class NotReworded(Exception):
    """A passage that is more than running text (a table, a nested list, a figure): an editor changes it by hand."""


@dataclass(frozen=True, slots=True)
class _Hunk:
    """Tokens ``start`` up to ``end`` of the common text that one side replaced."""

    start: int
    end: int
    tokens: tuple[str, ...]


def merge_words(before: str, now: str, proposed: str) -> str:
    """``now`` with what was proposed on ``before``. Raises `Conflicts`."""
    base = TOKEN.findall(before)
    ours, theirs = (list(_hunks(base, TOKEN.findall(text))) for text in (now, proposed))
    merged: list[str] = []
    conflicts: list[Conflict] = []
    place = 0
    while ours or theirs:
        cluster = _next_cluster(ours, theirs)
        start = min(hunk.start for side in cluster for hunk in side)
        end = max(hunk.end for side in cluster for hunk in side)
        merged += base[place:start]
        mine, yours = (_applied(base, start, end, side) for side in cluster)
        untouched = base[start:end]
        if mine in (untouched, yours):
            merged += yours
        elif yours == untouched:
            merged += mine
        else:
            conflicts.append(Conflict("".join(untouched), "".join(mine), "".join(yours)))
        place = end
    if conflicts:
        raise Conflicts(conflicts)
    return "".join([*merged, *base[place:]])


def _hunks(base: list[str], text: list[str]) -> Iterator[_Hunk]:
    """What a side changed; changes with nothing but white space between them are one."""
    open_hunk: _Hunk | None = None
    for op in LCSseq.opcodes(base, text):
        if op.tag == "equal":
            same = base[op.src_start : op.src_end]
            if open_hunk is not None and all(token.isspace() for token in same):
                open_hunk = _Hunk(open_hunk.start, op.src_end, (*open_hunk.tokens, *same))
            elif open_hunk is not None:
                yield open_hunk
                open_hunk = None
            continue
        added = tuple(text[op.dest_start : op.dest_end])
        if open_hunk is None:
            open_hunk = _Hunk(op.src_start, op.src_end, added)
        else:
            open_hunk = _Hunk(open_hunk.start, op.src_end, (*open_hunk.tokens, *added))
    if open_hunk is not None:
        yield open_hunk


def _next_cluster(ours: list[_Hunk], theirs: list[_Hunk]) -> tuple[list[_Hunk], list[_Hunk]]:
    """The first changes that touch one another, taken off both lists."""
    sides = (ours, theirs)
    cluster: tuple[list[_Hunk], list[_Hunk]] = ([], [])
    end = -1
    while True:
        fitting = [number for number, side in enumerate(sides) if side and (end < 0 or side[0].start <= end)]
        if not fitting:
            return cluster
        number = min(fitting, key=lambda number: sides[number][0].start)
        hunk = sides[number].pop(0)
        cluster[number].append(hunk)
        end = max(end, hunk.end)


def _applied(base: list[str], start: int, end: int, hunks: Sequence[_Hunk]) -> list[str]:
    """The stretch of the common text with one side's changes in it."""
    tokens: list[str] = []
    place = start
    for hunk in hunks:
        tokens += [*base[place : hunk.start], *hunk.tokens]
        place = hunk.end
    return [*tokens, *base[place:end]]


def reword_block(block: Block, text: str) -> Block:
    """The block with other words, its marks and links kept where words stayed. Raises `NotReworded`."""
    pieces = read_pieces(block.html)
    if block.type not in ("paragraph", "list") or len(pieces) != 1:
        raise NotReworded
    html = piece_html(_reworded(pieces[0], text))
    return make_block(block.type, html, data=block.data, id=block.id, source=block.source)


def _reworded(piece: Piece, text: str) -> Piece:
    match piece:
        case Paragraph(runs):
            return replace(piece, runs=_reword_runs(runs, text))
        case ListPiece(items=items):
            lines = text.split("\n")
            if len(lines) != len(items) or any(len(item) != 1 for item in items):
                raise NotReworded
            return replace(piece, items=tuple((_reworded(item[0], line),) for item, line in zip(items, lines, strict=True)))
        case _:
            raise NotReworded


def _reword_runs(runs: Runs, text: str) -> Runs:
    """Words that stayed keep their marks; new ones get those of what they replace, or of the word before them, never a link."""
    whole = runs_text(runs)
    old = TOKEN.findall(whole)
    look = [run for run in runs for _ in (" " if run.text == BREAK else run.text)]
    starts = [0]
    for token in old:
        starts.append(starts[-1] + len(token))
    made: list[Run] = []

    def keep(start: int, end: int) -> None:
        for place in range(start, end):
            run = look[place]
            made.append(run if run.text == BREAK else replace(run, text=whole[place]))

    place = 0
    for hunk in _hunks(old, TOKEN.findall(text)):
        start, end = starts[hunk.start], starts[hunk.end]
        keep(place, start)
        model = look[start] if end > start else look[start - 1] if start else None
        made.append(Run("".join(hunk.tokens), model.marks if model is not None else ()))
        place = end
    keep(place, len(whole))
    return tidy_runs(made)
