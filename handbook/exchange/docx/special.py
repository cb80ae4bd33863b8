"""Special blocks of a Word file of ours: a first line that tells the kind, and what stands in a frame under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..document import Block
from ..inline import Run, runs_text, tidy_runs
from ..making import make_block
from ..pieces import Piece, pieces_html
from ..plaintext import clean_line
from .carried import NAME_STYLE
from .words import Words

_TITLE_OF = {"definition": "term", "law": "label", "step": "question"}
_ARROW, _COLON = "→", ":"


@dataclass
class SpecialBlock:
    """A block that is being read: its kind, its id, what its first line and its answers say, the pieces of its body."""

    type: str
    passage: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    pieces: list[Piece] = field(default_factory=list)

    @classmethod
    def begun_by(cls, block_type: str, words: Words, passage: str) -> SpecialBlock:
        """The block that a first line begins: its name in a style of its own, its heading, the address it links to."""
        title = _plain(words, range(len(words.runs)))
        data: dict[str, Any] = {_TITLE_OF.get(block_type, "title"): title, "answers": []}
        data["id"] = _styled(words, NAME_STYLE)
        data["url"] = next((run.href for run in words.runs if run.href), "")
        if data["id"] and block_type not in ("step", "outcome"):
            data[_TITLE_OF.get(block_type, "title")] = clean_line(f"{data['id']} {title}")
        return cls(block_type, passage, data)

    def answer(self, words: Words) -> None:
        """Take up an answer of a step: its words, the name it leads to, a note; one typed by hand is taken apart at → and :."""
        places = sorted(words.styled)
        if not places:
            answer, _, rest = clean_line(_text(words.runs)).partition(_ARROW)
            target, _, note = rest.partition(_COLON)
            self.data["answers"].append({"answer": answer, "target": target, "note": note})
            return
        target = _styled(words, NAME_STYLE)
        said = clean_line(_text(words.runs[: places[0]]))
        answer = said.removesuffix(_ARROW if target else _COLON)
        behind = [place for place in range(places[0], len(words.runs)) if words.styled.get(place) != NAME_STYLE]
        note = clean_line(_text([words.runs[place] for place in behind]))
        if target or not said.endswith(_COLON):  # the colon between the two stands on this side, and not a colon of the note
            note = note.removeprefix(_COLON)
        self.data["answers"].append({"answer": answer, "target": target, "note": note})

    def block(self) -> Block:
        """The block that was read, with its id if it brought one."""
        html = pieces_html(tuple(self.pieces))
        if self.type == "step":
            return make_block("step", data={**self.data, "help": html}, id=self.passage or None)
        return make_block(self.type, html, data=self.data, id=self.passage or None)


def _plain(words: Words, places: Sequence[int]) -> str:
    return clean_line(_text([words.runs[place] for place in places if words.styled.get(place) != NAME_STYLE]))


def _styled(words: Words, style: str) -> str:
    return clean_line("".join(words.runs[place].text for place in sorted(words.styled) if words.styled[place] == style))


def _text(runs: Sequence[Run]) -> str:
    return runs_text(tidy_runs(runs))
