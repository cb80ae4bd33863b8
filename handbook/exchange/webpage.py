"""Writing a web page that needs nothing else: a document with its images inside, for an archive that outlives the site."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from html import escape

from ..numbering import passage_number
from .document import Block, Document, Image
from .making import display_html

_STYLE = (
    "body{font:1rem/1.55 Georgia,serif;max-width:44rem;margin:2rem auto;padding:0 1rem}"
    "h1,h2,h3,h4,h5,h6{font-family:Arial,sans-serif;line-height:1.25}"
    "table{border-collapse:collapse}td,th{border:1px solid #888;padding:.3rem .5rem;text-align:left;vertical-align:top}"
    "img{max-width:100%}figure{margin:1.5rem 0}.number{color:#555;font-size:.8rem}"
    ".special{border-left:3px solid #154273;padding-left:1rem}dt{font-weight:bold}"
)
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)


def write_webpage(document: Document, *, lines: Sequence[str] = (), language: str = "nl") -> str:
    """The document as one page of HTML without links: an address stands behind its words, since it may lead nowhere later.

    ``lines`` stand under the title. An image that the document does not carry is told by its alternative text.
    """
    body = [f"<p>{escape(line)}</p>" for line in lines]
    for section in document.sections:
        level = min(section.level + 1, 6)
        body.append(f'<h{level} id="{escape(section.number)}">{escape(section.number)} {escape(section.title)}</h{level}>')
        for ordinal, block in enumerate(section.blocks, start=1):
            number = passage_number(section.number, ordinal)
            frame = ' class="special"' if block.type not in ("paragraph", "heading", "list", "table", "figure") else ""
            body.append(
                f'<div{frame} id="{escape(number)}"><span class="number">{escape(number)}</span>{_html(block, document)}</div>'
            )
    return whole_page(document.title, "\n".join(body), language=language)


def whole_page(title: str, body: str, *, language: str) -> str:
    """A page around ``body``, which is markup of ours."""
    return (
        f'<!doctype html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n"
        f"<body><main><h1>{escape(title)}</h1>\n{body}\n</main></body></html>\n"
    )


def without_links(html: str) -> str:
    """Markup in which the address of a link stands behind its words."""
    return _LINK.sub(lambda link: link[2] if link[1] in link[2] or link[1].startswith("#") else f"{link[2]} ({link[1]})", html)


def _html(block: Block, document: Document) -> str:
    if block.type != "figure":
        return without_links(display_html(block))
    data = block.data
    image = document.images.get(data["sha256"])
    caption = f"<figcaption>{escape(data['caption'])}</figcaption>" if data["caption"] else ""
    return f"<figure>{_picture(image, data['alt'])}{caption}</figure>"


def _picture(image: Image | None, alt: str) -> str:
    if image is None:
        return f"<p>{escape(alt)}</p>"
    content = base64.b64encode(image.content).decode()
    return f'<img src="data:{image.media_type};base64,{content}" alt="{escape(alt)}">'
