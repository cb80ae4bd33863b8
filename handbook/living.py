"""The living text, read from and written to Wagtail: a tree of pages as a Document, and passages as an editor's blocks."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from handbook.errors import ImageLost
from handbook.exchange.document import Block, Document, Section
from handbook.exchange.inline import runs_html
from handbook.exchange.pieces import TablePiece
from handbook.exchange.sanitise import read_pieces
from handbook.models import HandbookPage, SectionPage
from handbook.numbering import number_sections
from handbook.rendering import TEXT_TYPES, AddressOfPage, address_of_page, passages_of_body

_QUOTED_PARAGRAPH = re.compile(r"<blockquote><p>(.*?)</p></blockquote>")


@dataclass
class LivingText:
    """What is agreed in the living text at this moment: ``pages[n]`` is the page of ``document.sections[n]``.

    ``images`` gives the Wagtail image of every sha256 that a figure of the document names.
    """

    document: Document
    pages: list[SectionPage]
    images: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnpublishedEdit:
    """A section whose newest text is not agreed yet, so that a frozen version would not have it.

    ``kind`` is "edited" (edited since it was published), "never-published", "unpublished" (taken out) or "hidden"
    (published, but under a section that is not).
    """

    page_id: int
    title: str
    kind: str


def section_pages(handbook: HandbookPage) -> list[SectionPage]:
    """Every section page of the handbook in reading order, published or not."""
    return list(SectionPage.objects.descendant_of(handbook).order_by("path"))


def agreed_pages(pages: Sequence[SectionPage], handbook: HandbookPage) -> list[SectionPage]:
    """Those that are published with all that they hang under, in the same order."""
    agreed: list[SectionPage] = []
    paths = {handbook.path}
    for page in pages:
        if page.live and page.path[: -page.steplen] in paths:
            paths.add(page.path)
            agreed.append(page)
    return agreed


def unpublished_edits(handbook: HandbookPage) -> list[UnpublishedEdit]:
    """The sections that a version frozen now would leave out or show in an older text, in reading order."""
    pages = section_pages(handbook)
    agreed = {page.pk for page in agreed_pages(pages, handbook)}
    edits = []
    for page in pages:
        if page.pk in agreed:
            kind = "edited" if page.has_unpublished_changes else ""
        elif page.live:
            kind = "hidden"
        elif page.last_published_at is None:
            kind = "never-published"
        else:
            written_at = page.latest_revision_created_at or page.last_published_at
            kind = "edited" if written_at > page.last_published_at else "unpublished"
        if kind:
            edits.append(UnpublishedEdit(page.pk, page.draft_title, kind))
    return edits


def read_living(handbook: HandbookPage, *, section_address: Callable[[str], str] | None = None) -> LivingText:
    """The agreed text of the handbook.

    ``section_address`` gives the address that a link to another section of this handbook gets, by that
    section's number; without it such a link keeps the page's own address. Raises `ImageLost` when the file of
    an image is gone from storage.
    """
    pages = agreed_pages(section_pages(handbook), handbook)
    numbers = numbers_of(pages, handbook)
    number_of_page = {page.pk: number for page, number in zip(pages, numbers, strict=True)}
    images = _Images()

    def page_address(page_id: int) -> str:
        if section_address and page_id in number_of_page:
            return section_address(number_of_page[page_id])
        return address_of_page(page_id)

    sections = tuple(
        read_section(page, level=page.depth - handbook.depth, number=number, page_address=page_address, images=images)
        for page, number in zip(pages, numbers, strict=True)
    )
    return LivingText(Document(handbook.title, sections), pages, images.by_digest)


def numbers_of(pages: Sequence[SectionPage], handbook: HandbookPage) -> list[str]:
    """The numbers of pages in reading order; a preamble is one only where it stands first."""
    preamble = bool(pages) and pages[0].preamble
    return number_sections([(page.depth - handbook.depth, page.appendix) for page in pages], preamble=preamble)


def read_section(
    page: SectionPage,
    *,
    level: int,
    number: str,
    page_address: AddressOfPage = address_of_page,
    images: _Images | None = None,
) -> Section:
    """A page as a section of a Document; its blocks know the editor's block they stand in."""
    digest = (images or _Images()).digest
    try:
        blocks = tuple(passages_of_body(page.body, page_address=page_address, image_digest=digest))
    except FileNotFoundError as error:
        raise ImageLost(page.title) from error
    return Section(page.title, level, blocks, key=str(page.key), number=number, appendix=page.appendix)


class _Images:
    """The images met on a walk: their digests, computed once each, and the way back."""

    def __init__(self) -> None:
        self.by_digest: dict[str, Any] = {}
        self._digests: dict[int, str] = {}

    def digest(self, image: Any) -> str:
        if image.pk not in self._digests:
            with image.file.open("rb") as file:
                digest = sha256(file.read()).hexdigest()
            self._digests[image.pk] = digest
            self.by_digest.setdefault(digest, image)
        return self._digests[image.pk]


def stream_data(
    blocks: Sequence[Block],
    *,
    sources: Sequence[str],
    old_raw: Sequence[Mapping[str, Any]] = (),
    old_blocks: Sequence[Block] = (),
    image_ids: Mapping[str, int] | None = None,
) -> tuple[list[dict[str, Any]], list[str]]:
    """Passages as the raw data of SectionPage.body, as near to what stands there as the words allow.

    ``sources`` names for each block the editor's block of the old text that it belongs to, or "". An editor's
    block keeps its id, and one whose passages are all unchanged keeps every byte, so that Wagtail's comparison
    of revisions shows what changed and nothing else. ``image_ids`` gives the Wagtail image of a sha256; a
    figure without one keeps its words and an empty place, which the editor sees and must fill before saving.

    Returns the raw data, and for each block the id of the editor's block that it stands in now.
    """
    old_by_id = {raw["id"]: raw for raw in old_raw}
    old_passages: dict[str, list[Block]] = {}
    for block in old_blocks:
        old_passages.setdefault(block.source or "", []).append(block)
    written: list[dict[str, Any]] = []
    places: list[str] = []
    for block_id, group in _groups(blocks, sources):
        old = old_passages.get(block_id, [])
        if block_id in old_by_id and bare(group) == bare(old):
            written.append(dict(old_by_id[block_id]))
        else:
            block_type, value = _raw_value(group, image_ids or {})
            written.append({"type": block_type, "value": value, "id": block_id or str(uuid.uuid4())})
        places += [written[-1]["id"]] * len(group)
    return written, places


def _groups(blocks: Sequence[Block], sources: Sequence[str]) -> list[tuple[str, list[Block]]]:
    """Passages gathered into the editor's blocks: running text by the block it stood in, every other block alone."""
    groups: list[tuple[str, list[Block]]] = []
    used: set[str] = set()
    for block, source in zip(blocks, sources, strict=True):
        source = "" if source in used else source
        follows = bool(groups) and block.type in TEXT_TYPES and groups[-1][1][-1].type in TEXT_TYPES
        group_id = groups[-1][0] if groups else ""
        if follows and (not source or not group_id or source == group_id):
            groups[-1] = (group_id or source, [*groups[-1][1], block])
            continue
        if groups and group_id:
            used.add(group_id)
        groups.append(("" if source in used else source, [block]))
    return groups


def bare(blocks: Iterable[Block]) -> list[Block]:
    """Blocks without what tells where they stand and what an image's file is called, to compare them with others."""
    return [_bare_figure(block) if block.type == "figure" else replace(block, id=None, source=None) for block in blocks]


def _bare_figure(block: Block) -> Block:
    """A figure by its image's content and its words; its markup is made from them and from the file's name."""
    return Block("figure", "", block.text, data={name: part for name, part in block.data.items() if name != "name"})


def _raw_value(group: list[Block], image_ids: Mapping[str, int]) -> tuple[str, Any]:
    block = group[0]
    data = block.data
    match block.type:
        case "paragraph" | "heading" | "list":
            return "text", editor_html("".join(block.html for block in group))
        case "table":
            return "table", _raw_table(block)
        case "figure":
            return "figure", {"image": image_ids.get(data["sha256"]), "alt": data["alt"], "caption": data["caption"]}
        case "step":
            answers = [_item(answer) for answer in data["answers"]]
            names = ("id", "question", "motivate")
            return "step", {**{name: data[name] for name in names}, "help": editor_html(data["help"]), "answers": answers}
        case _:
            return block.type, {**data, "text": editor_html(block.html)}


def editor_html(html: str) -> str:
    """Canonical markup in the spelling of Wagtail's editor, which reads nothing else and stumbles over a bare <br>.

    What the editor knows no form for stays as it is: a list item of several paragraphs, another kind of list inside
    a list, a list that begins at 3. Frozen as imported they are exact; an editor who saves that very block has
    them as paragraphs and separate lists, with every word.
    """
    html = html.replace("<br>", "<br/>")
    return _QUOTED_PARAGRAPH.sub(r"<blockquote>\1</blockquote>", html)


def _raw_table(block: Block) -> dict[str, Any]:
    table = next((piece for piece in read_pieces(block.html) if isinstance(piece, TablePiece)), None)
    rows = [_item([_item(editor_html(f"<p>{runs_html(cell)}</p>")) for cell in row]) for row in (table.rows if table else ())]
    return {"caption": block.data["caption"], "header_row": block.data["header_row"], "rows": rows}


def _item(value: Any) -> dict[str, Any]:
    """A value as an item of a Wagtail list block."""
    return {"type": "item", "value": value, "id": str(uuid.uuid4())}


def stamp_of_living(handbook: HandbookPage) -> str:
    """A short text that is another one as soon as the agreed text is: to know whether what was computed from it still holds.

    One query; the texts themselves are not read.
    """
    pages = SectionPage.objects.descendant_of(handbook).order_by("path")
    rows = pages.values_list("key", "path", "live", "live_revision_id", "last_published_at", "title")
    return sha256(repr([handbook.title, *rows]).encode()).hexdigest()
