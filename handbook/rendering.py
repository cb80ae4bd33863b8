"""One walk over the editor's blocks: it gives passages with their markup and plain text, for freezing and for previews alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import Any

from wagtail.models import Page

from handbook.exchange.document import Block
from handbook.exchange.making import blocks_from_html, display_html, make_block

TEXT_TYPES = ("paragraph", "heading", "list")
"""The passage types of which one block of running text may hold many."""

_PAGE_LINK = re.compile(r"<a\b[^>]*\blinktype=\"page\"[^>]*>")
_PAGE_ID = re.compile(r"\bid=\"(\d+)\"")

_FILE_NAME = re.compile(r"[\w.()-]+\.(?:png|jpe?g|gif|webp)", re.IGNORECASE)

AddressOfPage = Callable[[int], str]
"""Gives the address a link to a page leads to, by the page's primary key; "" makes it plain words."""

DigestOfImage = Callable[[Any], str]
"""Gives the sha256 of a Wagtail image's content."""


def address_of_page(page_id: int) -> str:
    """Where a link to a page leads while the text is still alive: the page's own address."""
    page = Page.objects.filter(pk=page_id).first()
    return (page and page.url) or ""


def no_digest(image: Any) -> str:
    """For walks that do not need to know an image's content."""
    return ""


def passages_of_body(
    body: Iterable[Any], *, page_address: AddressOfPage = address_of_page, image_digest: DigestOfImage = no_digest
) -> Iterator[Block]:
    """The passages of a section's text in reading order.

    ``body`` is the value of SectionPage.body. Each passage carries the id of the editor's block as ``source``.
    Running text is cut into paragraphs and lists; every other block is one passage.
    """
    for child in body:
        yield from passages_of_value(
            child.block_type, child.value, source=child.id, page_address=page_address, image_digest=image_digest
        )


def passages_of_value(
    block_type: str,
    value: Any,
    *,
    source: str | None = None,
    page_address: AddressOfPage = address_of_page,
    image_digest: DigestOfImage = no_digest,
) -> list[Block]:
    """The passages of one of the editor's blocks; ``block_type`` is a name in blocks.SectionBody."""

    def html(field: str) -> str:
        return _with_addresses(value[field].source, page_address) if value.get(field) else ""

    match block_type:
        case "text":
            return blocks_from_html(_with_addresses(value.source, page_address), source=source) if value else []
        case "table":
            rows = [[_with_addresses(cell.source, page_address) if cell else "" for cell in row] for row in value["rows"]]
            html_of_rows = table_html(rows, header_row=value["header_row"], caption=value["caption"])
            return [make_block("table", html_of_rows, source=source)]
        case "figure":
            image = value["image"]
            data = {"alt": value["alt"], "caption": value["caption"]}
            if image:
                data |= {"name": image_name(image), "sha256": image_digest(image)}
            return [make_block("figure", data=data, source=source)]
        case "step":
            answers = [dict(answer) for answer in value["answers"]]
            data = {**value, "help": html("help"), "answers": answers}
            return [make_block("step", data=data, source=source)]
        case _:
            data = {name: part for name, part in value.items() if name != "text"}
            return [make_block(block_type, html("text"), data=data, source=source)]


def reader_html(block: Block, *, address: str = "", width: int | None = None, height: int | None = None) -> str:
    """A passage as a reader sees it: the heading of a special block and its body, or a figure with its image.

    ``address``, ``width`` and ``height`` belong to a figure's image; without an address its alternative text stands
    in its place. The plain text of this markup is the passage's text.
    """
    if block.type != "figure":
        return display_html(block)
    picture = f"<p>{escape(block.data['alt'], quote=False)}</p>"
    if address:
        size = f' width="{width}" height="{height}"' if width and height else ""
        picture = f'<img src="{escape(address)}" alt="{escape(block.data["alt"])}"{size}>'
    caption = escape(block.data["caption"], quote=False)
    return f"<figure>{picture}" + (f"<figcaption>{caption}</figcaption>" if caption else "") + "</figure>"


def image_name(image: Any) -> str:
    """The name an image came with: its title where that is a file's name, else the name of the stored file."""
    return image.title if _FILE_NAME.fullmatch(image.title) else image.file.name.rpartition("/")[2]


def table_html(rows: Iterable[Iterable[str]], *, header_row: bool, caption: str) -> str:
    """Cells of markup as a table; the exchange package makes it canonical."""
    written = []
    for index, row in enumerate(rows):
        tag = "th" if header_row and index == 0 else "td"
        written.append("<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in row) + "</tr>")
    return f"<table><caption>{escape(caption)}</caption>{''.join(written)}</table>"


def _with_addresses(html: str, page_address: AddressOfPage) -> str:
    """Markup as Wagtail stores it, with links to pages by number turned into links with an address."""
    if 'linktype="page"' not in html:
        return html

    def link(match: re.Match[str]) -> str:
        page_id = _PAGE_ID.search(match[0])
        return f'<a href="{escape(page_address(int(page_id[1])))}">' if page_id else "<a>"

    return _PAGE_LINK.sub(link, html)
