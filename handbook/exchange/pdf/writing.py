"""Writing a PDF: from Document to a tagged file for reading, printing and citing."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from PIL import Image as Picture

from ...numbering import passage_number
from ..document import Block, Document, Image, Section
from ..inline import Run
from .compiling import ACCESSIBLE, Standard, compile_paper
from .pieces import run_data, text_pieces

LAYOUT = Path(__file__).with_name("handbook.typ")
_SUFFIX = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
_FULL_WIDTH_PIXELS = 900
"""An image this wide fills the measure; a smaller one keeps its size in proportion."""
_HEADS = {"definition": "term", "law": "label", "step": "question"}


@dataclass(frozen=True, slots=True)
class PdfFront:
    """What stands around the text, in the reader's language.

    ``made_on`` is when the version was frozen; the file says so instead of when it was made, so that it is the same each
    time. ``lines`` stand under the title, ``head`` and ``foot`` on every page. ``address`` is that of the version on the
    site, with a slash at its end: every passage number leads there. ``kinds`` are the words for each kind of special
    block, ``answers`` those above a step's answers: answer, leads to, note.
    """

    address: str
    made_on: date
    lines: Sequence[str] = ()
    head: tuple[str, str] = ("", "")
    foot: str = ""
    contents: str = ""
    page: str = ""
    motivate: str = ""
    remarks: str = ""
    answers: tuple[str, str, str] = ("", "", "")
    kinds: Mapping[str, str] = field(default_factory=dict)
    language: str = "nl"


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark behind its section: who and where in one line, the words it is about, and labelled texts."""

    head: str
    quoted: str = ""
    parts: Sequence[tuple[str, str]] = ()


def write_pdf(
    document: Document,
    *,
    front: PdfFront,
    remarks: Mapping[str, Sequence[Remark]] | None = None,
    standard: Standard = ACCESSIBLE,
) -> bytes:
    """The document as a PDF with structure, bookmarks, running heads and the citable number beside every passage.

    ``remarks`` are by the number of their section. An image without content, or one that cannot be read, is told in words.
    """
    images = {digest: image for digest, image in document.images.items() if _is_whole(image)}
    data = {
        "language": front.language,
        "title": document.title,
        "date": [front.made_on.year, front.made_on.month, front.made_on.day],
        "lines": [run_data(_linked(line), site=front.address) for line in front.lines],
        "head": list(front.head),
        "foot": front.foot,
        "contents": front.contents,
        "page": front.page,
        "motivate": front.motivate,
        "remarks": front.remarks,
        "answer_heads": list(front.answers),
        "sections": list(_sections(document, images, front, remarks or {})),
    }
    files = {_file_name(digest, image): image.content for digest, image in images.items()}
    return compile_paper(LAYOUT, data, images=files, standard=standard)


def _sections(
    document: Document, images: Mapping[str, Image], front: PdfFront, remarks: Mapping[str, Sequence[Remark]]
) -> Iterator[dict[str, Any]]:
    """A level that the text skips is not skipped here: a reader by ear would look for what is not there."""
    above = 0
    for section in document.sections:
        above = min(section.level, above + 1)
        yield {
            "level": above,
            "number": section.number,
            "title": section.title,
            "blocks": [_block(block, section, ordinal, images, front) for ordinal, block in enumerate(section.blocks, start=1)],
            "remarks": [_remark(remark) for remark in remarks.get(section.number, ())],
        }


def _block(block: Block, section: Section, ordinal: int, images: Mapping[str, Image], front: PdfFront) -> dict[str, Any]:
    made = {
        "number": passage_number(section.number, ordinal),
        "address": f"{front.address}{section.number}/#b-{block.id}" if block.id and front.address else "",
    }
    if block.type == "figure":
        return made | _figure(block, images)
    if block.type in front.kinds:
        return made | _special(block, front)
    return made | {"kind": "text", "pieces": text_pieces(block.html, site=front.address)}


def _figure(block: Block, images: Mapping[str, Image]) -> dict[str, Any]:
    data = block.data
    image = images.get(data["sha256"])
    known = {"kind": "figure", "alt": data["alt"] or data["caption"] or data["name"], "caption": data["caption"]}
    if image is None:
        return known | {"image": "", "width": 0}
    with Picture.open(io.BytesIO(image.content)) as picture:
        width = min(100.0, 100 * picture.width / _FULL_WIDTH_PIXELS, 100 * 1.35 * picture.width / picture.height)
    return known | {"image": _file_name(data["sha256"], image), "width": width}


def _special(block: Block, front: PdfFront) -> dict[str, Any]:
    data = block.data
    is_step = block.type == "step"
    name = f"{data['id']} " if block.type in ("step", "outcome") and data["id"] else ""
    title = f"{name}{data[_HEADS.get(block.type, 'title')]}"
    return {
        "kind": "special",
        "label": front.kinds[block.type],
        "head": run_data((Run(title, href=data.get("url", "")),) if title else (), site=front.address),
        "pieces": text_pieces(data["help"] if is_step else block.html, site=front.address),
        "answers": _answers(data["answers"]) if is_step else [],
        "motivate": data["motivate"] if is_step else "",
    }


def _answers(answers: Sequence[Mapping[str, str]]) -> list[list[str]]:
    """A row for each answer; without a column of notes where no answer has one."""
    fields = ("answer", "target", "note") if any(answer["note"] for answer in answers) else ("answer", "target")
    return [[answer[field] for field in fields] for answer in answers]


def _remark(remark: Remark) -> dict[str, Any]:
    parts = [(label, [line for line in text.splitlines() if line.strip()]) for label, text in remark.parts]
    return {"head": remark.head, "quoted": remark.quoted, "parts": parts}


def _linked(line: str) -> tuple[Run, ...]:
    return (Run(line, href=line if line.startswith(("https://", "http://")) else ""),)


def _file_name(digest: str, image: Image) -> str:
    return f"{digest}.{_SUFFIX[image.media_type]}"


def _is_whole(image: Image) -> bool:
    """Whether the picture can be read to its end: typst would refuse the whole document for one that cannot."""
    try:
        with Picture.open(io.BytesIO(image.content)) as picture:
            picture.load()
    except (OSError, SyntaxError, ValueError, Picture.DecompressionBombError):
        return False
    return image.media_type in _SUFFIX
