"""Word files for the tests, made from the XML of their body as Word itself writes it."""

from __future__ import annotations

import io
import zipfile
from html import escape

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_KINDS = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "comments": "comments"}
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

STYLES = (
    "".join(
        f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/>{more}</w:style>'
        for identity, name, more in [
            ("Kop1", "heading 1", ""),
            ("Kop2", "heading 2", ""),
            ("Kop3", "Kop 3", ""),
            ("Titel", "Title", ""),
            ("Bijschrift", "caption", ""),
            ("Citaat", "Quote", ""),
            ("Inhopg1", "toc 1", ""),
            ("Eigen", "Hoofdstuk Ingrado", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
            ("EigenKind", "Hoofdstuk smal", '<w:basedOn w:val="Eigen"/>'),
            ("Lijst", "List Bullet", '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>'),
        ]
    )
    + '<w:style w:type="character" w:styleId="Zwaar"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
)

_LEVELS = "".join(f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{{}}"/></w:lvl>' for level in range(3))
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="1">{_LEVELS.format("decimal", "lowerLetter", "bullet")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="2">{_LEVELS.format("bullet", "bullet", "bullet")}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
)


def p(text: str = "", *, style: str = "", raw: str = "", list_id: int = 0, level: int = 0, properties: str = "") -> str:
    """A paragraph: plain ``text``, then ``raw`` XML."""
    inside = f'<w:pStyle w:val="{style}"/>' if style else ""
    if list_id:
        inside += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return f"<w:p><w:pPr>{inside}{properties}</w:pPr>{r(text) if text else ''}{raw}</w:p>"


def r(text: str, properties: str = "", *, tag: str = "t") -> str:
    """A run of words with properties."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:{tag} xml:space="preserve">{escape(text)}</w:{tag}></w:r>'


def table(*rows: str, look: str = "") -> str:
    """A table of rows that `row` made."""
    return f"<w:tbl><w:tblPr>{look}</w:tblPr>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    """A row; a cell is plain text, or XML that begins with "<"."""
    inside = (cell if cell.startswith("<") else p(cell) for cell in cells)
    made = (cell if cell.startswith("<w:tc>") else f"<w:tc>{cell}</w:tc>" for cell in inside)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(made)}</w:tr>"


def picture(relationship: str, alt: str = "") -> str:
    """A run that shows an image."""
    properties = f'<wp:docPr id="1" name="x" descr="{escape(alt)}"/>'
    blip = f'<a:graphic><a:graphicData><a:blip r:embed="{relationship}"/></a:graphicData></a:graphic>'
    return f"<w:r><w:drawing><wp:inline>{properties}{blip}</wp:inline></w:drawing></w:r>"


def make_docx(
    body: str,
    *,
    footnotes: str = "",
    comments: str = "",
    threads: str = "",
    media: dict[str, bytes] | None = None,
    links: dict[str, str] | None = None,
    files: dict[str, bytes] | None = None,
) -> bytes:
    """A Word file of a body's XML.

    ``media`` gives images by relationship id, ``links`` outside addresses likewise; ``files`` adds or
    replaces parts of the zip by name.
    """
    parts = {"styles": STYLES, "numbering": NUMBERING, "footnotes": footnotes, "comments": comments}
    relationships = [
        f'<Relationship Id="p{kind}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/>' for kind in _KINDS if parts[kind]
    ]
    written: dict[str, bytes] = {
        f"word/{kind}.xml": f"<w:{kind} {NAMESPACES}>{xml}</w:{kind}>".encode() for kind, xml in parts.items() if xml
    }
    if threads:
        kind = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
        relationships.append(f'<Relationship Id="pthreads" Type="{kind}" Target="commentsExtended.xml"/>')
        written["word/commentsExtended.xml"] = f"<w15:commentsEx {NAMESPACES}>{threads}</w15:commentsEx>".encode()
    for identity, content in (media or {}).items():
        relationships.append(f'<Relationship Id="{identity}" Type="{_OFFICE}/image" Target="media/{identity}.png"/>')
        written[f"word/media/{identity}.png"] = content
    for identity, address in (links or {}).items():
        target = f'Target="{escape(address)}" TargetMode="External"'
        relationships.append(f'<Relationship Id="{identity}" Type="{_OFFICE}/hyperlink" {target}/>')
    written |= {
        "[Content_Types].xml": b"<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        "_rels/.rels": _relationships(f'<Relationship Id="d" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'),
        "word/_rels/document.xml.rels": _relationships("".join(relationships)),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>".encode(),
    }
    written |= files or {}
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in written.items():
            archive.writestr(name, part)
    return content.getvalue()


def _relationships(inside: str) -> bytes:
    return f'<Relationships xmlns="{_PACKAGE}">{inside}</Relationships>'.encode()
