"""Reading what a ``:::`` block says: callout, example, definition, law, figure, step, outcome."""

from __future__ import annotations

import re
from typing import Protocol

from ..document import Block
from ..making import make_block
from .grammar import Fenced, split_head

FENCED_KINDS = ("callout", "example", "definition", "law", "figure", "step", "outcome")

_ANSWER = re.compile(r"[-*+][ \t]+(.*?)[ \t]*(?<!\\)->[ \t]*([^\s|]*(?:[ \t]*\+[ \t]*[^\s|]+)*)(?:[ \t]+\|[ \t]+(.*))?")
_MOTIVATE = re.compile(r"motivate:[ \t]*(.*)")


class Reader(Protocol):
    """What a block needs of the reading that it is part of."""

    def body(self, text: str) -> tuple[str, list[Block]]: ...

    def words(self, text: str) -> str: ...

    def figure(self, address: str, alt: str, caption: str) -> Block: ...

    def note(self, code: str, detail: str) -> None: ...


def read_fenced(fenced: Fenced, reader: Reader) -> list[Block]:
    """The block that was written, followed by the figures that stood inside it."""
    match fenced.kind:
        case "step":
            return _step(fenced, reader)
        case "figure":
            address, caption = split_head(fenced.head)
            html, _ = reader.body(fenced.body)
            alt = make_block("paragraph", html).text
            return [reader.figure(address, alt, reader.words(caption))]
        case "law":
            label, url = split_head(fenced.head)
            return _with_body(fenced, {"label": reader.words(label), "url": url}, reader)
        case "outcome":
            name, title = split_head(fenced.head)
            return _with_body(fenced, {"id": name, "title": reader.words(title)}, reader)
        case "definition":
            return _with_body(fenced, {"term": reader.words(fenced.head)}, reader)
        case _:
            return _with_body(fenced, {"title": reader.words(fenced.head)}, reader)


def _with_body(fenced: Fenced, data: dict[str, str], reader: Reader) -> list[Block]:
    html, figures = reader.body(fenced.body)
    return [make_block(fenced.kind, html, data=data), *figures]


def _step(fenced: Fenced, reader: Reader) -> list[Block]:
    """A decision step: its help is whatever is no answer line and not what must be motivated."""
    name, question = split_head(fenced.head)
    if not name or not question:
        reader.note("step-line", fenced.head)
    answers: list[dict[str, str]] = []
    helping: list[str] = []
    motivate = ""
    for line in fenced.body.split("\n"):
        if found := _ANSWER.fullmatch(line.rstrip()):
            answer, target, note = (part or "" for part in found.groups())
            answers.append({"answer": reader.words(answer), "target": target, "note": reader.words(note)})
        elif found := _MOTIVATE.fullmatch(line.rstrip()):
            motivate = f"{motivate} {reader.words(found[1])}".strip()
        else:
            helping.append(line)
    html, figures = reader.body("\n".join(helping))
    data = {"id": name, "question": reader.words(question), "help": html, "answers": answers, "motivate": motivate}
    return [make_block("step", data=data), *figures]
