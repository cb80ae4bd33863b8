"""What stands around the text of a Word file of ours: its look, its properties, its title and contents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Emu
from lxml import etree

from ..document import Document, Section
from .carried import APPENDIX, FRONT_STYLE, HANDBOOK_PROPERTY, LABEL_PROPERTY, SECTION, bookmark_name
from .inking import element, paragraph, run
from .look import styles_xml
from .package import W

LANGUAGE = "nl-NL"

_NAMESPACE = f'xmlns:w="{W[1:-1]}"'
_CONTENTS_LEVELS = 3
_LEFT_BEHIND = ("thumbnail", "stylesWithEffects")
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VARIANTS = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_PROPERTIES_FORM = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


@dataclass(frozen=True, slots=True)
class Front:
    """What stands before and around the text: the handbook's address and the version's label, which the file carries
    along; when the version was made; lines under the title; the words for contents, page and each kind of special
    block, in the reader's language.
    """

    slug: str
    label: str
    made_at: datetime | None = None
    lines: Sequence[str] = ()
    contents: str = ""
    page: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)


def dress(word: Any, document: Document, front: Front) -> None:
    """A4, our styles in the place of the template's, Dutch for the spelling, the version above and pages below."""
    page = word.sections[0]
    page.page_width, page.page_height = Emu(7_560_310), Emu(10_692_130)
    page.left_margin = page.right_margin = Emu(900_430)
    page.top_margin, page.bottom_margin = Emu(1_008_000), Emu(900_000)
    styles: Any = word.styles.element
    for style in styles.findall(f"{W}style"):
        styles.remove(style)
    for xml in styles_xml():
        styles.append(parse_xml(xml.replace("<w:style", f"<w:style {_NAMESPACE}", 1)))
    defaults = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    defaults.clear()
    fonts = dict.fromkeys(("ascii", "hAnsi", "cs", "eastAsia"), "Calibri")
    sizes = (element("sz", val=22), element("szCs", val=22))
    defaults.extend((element("rFonts", **fonts), *sizes, element("lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi="ar-SA")))
    _modern(word)
    top, foot = page.header.paragraphs[0], page.footer.paragraphs[0]
    top.add_run(document.title)
    top.add_run(f"\t{front.label}")
    foot.add_run(f"\t{front.page} ")
    foot._p.extend(_field("PAGE", "1"))


def _modern(word: Any) -> None:
    """Leave behind what the template brings along: the ways of an older Word, its language, the picture of its own page."""
    settings = word.settings.element
    settings.find(f"{W}compat/{W}compatSetting[@{W}name='compatibilityMode']").set(f"{W}val", "15")
    languages = settings.find(f"{W}themeFontLang")
    languages.attrib.clear()
    languages.set(f"{W}val", LANGUAGE)
    for relationships in (word.part.package.rels, word.part.rels):
        for name in [name for name, one in relationships.items() if one.reltype.rpartition("/")[2] in _LEFT_BEHIND]:
            del relationships[name]


def carry_properties(word: Any, document: Document, front: Front) -> None:
    """Title, language and version for whoever looks at the file, and which handbook and version it is."""
    core = word.core_properties
    core.title, core.language = document.title[:255], LANGUAGE
    core.author = core.comments = core.last_modified_by = ""
    core.version = front.label
    if front.made_at:
        core.created = core.modified = front.made_at
    root = etree.Element(f"{{{_PROPERTIES}}}Properties", nsmap={None: _PROPERTIES, "vt": _VARIANTS})
    for number, (name, value) in enumerate(((HANDBOOK_PROPERTY, front.slug), (LABEL_PROPERTY, front.label)), start=2):
        entry = etree.SubElement(root, f"{{{_PROPERTIES}}}property", fmtid=_PROPERTIES_FORM, pid=str(number), name=name)
        etree.SubElement(entry, f"{{{_VARIANTS}}}lpwstr").text = value
    blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    package = word.part.package
    package.relate_to(Part(PackURI("/docProps/custom.xml"), _PROPERTIES_TYPE, blob, package), RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def opening(document: Document, front: Front) -> Iterator[etree._Element]:
    """The title, the lines under it and the contents, as paragraphs."""
    yield paragraph("Title", run(document.title))
    for line in front.lines:
        yield paragraph(FRONT_STYLE, run(line))
    yield from _contents(document, front)


def _contents(document: Document, front: Front) -> Iterator[etree._Element]:
    """A table of contents that is right without being updated: links to the headings, without page numbers."""
    listed = [section for section in document.sections if section.level <= _CONTENTS_LEVELS and section.key]
    if not listed or not front.contents:
        return
    yield paragraph("TOC Heading", run(front.contents))
    for index, section in enumerate(listed):
        link = element("hyperlink", run(f"{section.number} {section.title}"), anchor=_heading_mark(section), history=1)
        entry = paragraph(f"toc {section.level}", link)
        if index == 0:
            opening = _field(f'TOC \\o "1-{_CONTENTS_LEVELS}" \\n \\h', None)
            for position, part in enumerate(opening, start=1):
                entry.insert(position, part)
        if index == len(listed) - 1:
            entry.append(element("r", element("fldChar", fldCharType="end")))
        yield entry


def _heading_mark(section: Section) -> str:
    return bookmark_name(APPENDIX if section.appendix else SECTION, section.key or "")


def _field(instruction: str, result: str | None) -> list[etree._Element]:
    """A field of Word: its instruction and what it shows now; None leaves it open for a longer result."""
    words = element("instrText")
    words.text = f" {instruction} "
    parts = [element("r", element("fldChar", fldCharType="begin")), element("r", words)]
    parts.append(element("r", element("fldChar", fldCharType="separate")))
    if result is not None:
        parts += [run(result), element("r", element("fldChar", fldCharType="end"))]
    return parts
