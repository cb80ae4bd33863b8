"""The look of a Word file of ours: every style it has, one accent colour, and nothing formatted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from .carried import (
    ANSWER_STYLE,
    CELL_STYLE,
    CODE_STYLE,
    CONTINUE_STYLE,
    FIGURE_STYLE,
    FRAME_CAPTION_STYLE,
    FRAME_CONTINUE_STYLE,
    FRAME_LIST_STYLE,
    FRAME_QUOTE_STYLE,
    FRAME_STYLE,
    FRONT_STYLE,
    HEAD_STYLES,
    HEADING_NUMBER_STYLE,
    LABEL_STYLE,
    LIST_STYLE,
    MOTIVATE_STYLE,
    NAME_STYLE,
    NOTE_STYLE,
    NUMBER_STYLE,
    SUBHEADING_STYLE,
    TABLE_CAPTION_STYLE,
    TABLE_STYLE,
)

DEEPEST_HEADING = 9
TEXT_WIDTH = 9070
"""Between the margins of A4, in twentieths of a point."""

_ACCENT, _ACCENT_TOO, _TINT, _QUIET, _LINE = "1F4E8C", "1F4E8D", "EEF3FA", "6B6B6B", "C9CFD8"
_FILL = f'<w:shd w:val="clear" w:color="auto" w:fill="{_TINT}"/>'
_HEADING_SIZES = {1: 36, 2: 28, 3: 24}
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_CELL_MARGINS = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in (("top", 60), ("left", 100), ("bottom", 60)))
_RULES = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{_LINE}"/>' for side in _SIDES)


def style_id(name: str) -> str:
    """The id of a style by its name, which is the name without spaces."""
    return "".join(part.capitalize() for part in name.split())


def styles_xml() -> Iterator[str]:
    """Every style as XML that begins with ``<w:style``; the prefix w is for the caller to bind."""
    yield _style("Normal", "paragraph", based="", default=True, p=_spacing(100, 60, 288), quick=True)
    yield _style("Default Paragraph Font", "character", based="", default=True)
    yield from _plain()
    yield from _headings()
    yield from _lists()
    yield from _frames()
    yield from _words()
    yield from _tables()


def _plain() -> Iterator[str]:
    title_font = f'<w:b/><w:color w:val="{_ACCENT}"/><w:sz w:val="56"/>'
    yield _style("Title", "paragraph", after=FRONT_STYLE, p=_spacing(0, 60, 240), r=title_font, quick=True)
    yield _style(FRONT_STYLE, "paragraph", after="Normal", p=_spacing(0, 80, 264), r=_quiet(22))
    yield _style("Quote", "paragraph", p=f'{_left_line()}{_spacing(0, 140, 288)}<w:ind w:left="340"/>', r="<w:i/>", quick=True)
    yield _style("Caption", "paragraph", after="Normal", p=_spacing(40, 200, 240), r=_quiet(19), quick=True)
    yield _style(FIGURE_STYLE, "paragraph", after="Caption", p=f"<w:keepNext/>{_spacing(120, 60, 240)}")
    yield _style("header", "paragraph", p=_tab_right(), r=_quiet(17))
    yield _style("footer", "paragraph", p=_tab_right(), r=_quiet(17))
    yield _style("TOC Heading", "paragraph", p=f"<w:keepNext/>{_spacing(480, 120, 240)}", r=_heading_font(28))
    for level in (1, 2, 3):
        weight = "<w:b/>" if level == 1 else ""
        yield _style(f"toc {level}", "paragraph", p=f'{_spacing(0, 40, 252)}<w:ind w:left="{(level - 1) * 340}"/>', r=weight)


def _headings() -> Iterator[str]:
    for level in range(1, DEEPEST_HEADING + 1):
        size = _HEADING_SIZES.get(level, 22)
        before = 480 if level == 1 else 320 if level == 2 else 240
        form = f'<w:keepNext/><w:keepLines/>{_spacing(before, 100, 252)}<w:outlineLvl w:val="{level - 1}"/>'
        yield _style(f"heading {level}", "paragraph", after="Normal", p=form, r=_heading_font(size), quick=True)
    form = f"<w:keepNext/><w:keepLines/>{_spacing(160, 60, 264)}"
    yield _style(SUBHEADING_STYLE, "paragraph", after="Normal", p=form, r="<w:b/>", quick=True)


def _lists() -> Iterator[str]:
    yield _style(LIST_STYLE, "paragraph", p=_spacing(0, 80, 276), quick=True)
    yield _style(CONTINUE_STYLE, "paragraph", p=_spacing(0, 80, 276))


def _frames() -> Iterator[str]:
    """Special blocks: a bar in the accent colour beside every paragraph of them.

    Their indent is that of the text, so that the bar is straight beside lists too. The first line's bar is of a colour
    that differs by a hair: Word joins the bars of paragraphs that are framed alike, and two blocks would become one.
    """
    body = f"{_bar(_ACCENT)}{_spacing(0, 120, 276)}"
    head = f"<w:keepNext/>{_bar(_ACCENT_TOO)}{_spacing(200, 0, 276)}"
    yield _style(FRAME_STYLE, "paragraph", p=body, quick=True)
    for name in HEAD_STYLES.values():
        yield _style(name, "paragraph", after=FRAME_STYLE, p=head, r="<w:b/>", quick=True)
    yield _style(FRAME_QUOTE_STYLE, "paragraph", based=FRAME_STYLE, r="<w:i/>")
    yield _style(FRAME_LIST_STYLE, "paragraph", based=FRAME_STYLE)
    yield _style(FRAME_CONTINUE_STYLE, "paragraph", based=FRAME_STYLE)
    yield _style(FRAME_CAPTION_STYLE, "paragraph", based=FRAME_STYLE, p="<w:keepNext/>", r=_quiet(19))
    yield _style(ANSWER_STYLE, "paragraph", based=FRAME_STYLE, p='<w:ind w:firstLine="280"/>')
    yield _style(MOTIVATE_STYLE, "paragraph", based=FRAME_STYLE, r="<w:i/>")


def _words() -> Iterator[str]:
    yield _style(NUMBER_STYLE, "character", r="<w:noProof/>" + _quiet(15))
    yield _style(HEADING_NUMBER_STYLE, "character", r=f'<w:noProof/><w:color w:val="{_QUIET}"/>')
    yield _style(LABEL_STYLE, "character", r=f'<w:color w:val="{_ACCENT}"/>')
    yield _style(NAME_STYLE, "character", r=f'<w:color w:val="{_ACCENT}"/>')
    yield _style(NOTE_STYLE, "character", r=f'<w:color w:val="{_QUIET}"/>')
    yield _style(CODE_STYLE, "character", r='<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/><w:noProof/>')
    yield _style("Hyperlink", "character", r=f'<w:color w:val="{_ACCENT}"/><w:u w:val="single"/>')


def _tables() -> Iterator[str]:
    yield _style(TABLE_CAPTION_STYLE, "paragraph", based="Caption", p=f"<w:keepNext/>{_spacing(160, 60, 240)}")
    yield _style(CELL_STYLE, "paragraph", p=_spacing(0, 0, 252))
    yield _style("Table Heading", "paragraph", based=CELL_STYLE, p="<w:keepNext/>", r="<w:b/>")
    yield (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{style_id(TABLE_STYLE)}"><w:name w:val="{TABLE_STYLE}"/>'
        f"<w:tblPr><w:tblBorders>{_RULES}</w:tblBorders><w:tblCellMar>{_CELL_MARGINS}"
        f'<w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblStylePr w:type="firstRow"><w:tcPr>{_FILL}</w:tcPr></w:tblStylePr></w:style>'
    )


def _style(
    name: str,
    kind: str,
    *,
    based: str | None = None,
    after: str = "",
    p: str = "",
    r: str = "",
    default: bool = False,
    quick: bool = False,
) -> str:
    """One style; without ``based`` it rests on the default of its kind, without ``after`` the next paragraph is like it."""
    base = {"paragraph": "Normal", "character": "Default Paragraph Font"}[kind] if based is None else based
    inside = f'<w:name w:val="{escape(name)}"/>'
    inside += f'<w:basedOn w:val="{style_id(base)}"/>' if base else ""
    inside += f'<w:next w:val="{style_id(after)}"/>' if after else ""
    inside += '<w:uiPriority w:val="1"/><w:qFormat/>' if quick else ""
    inside += f"<w:pPr>{p}</w:pPr>" if p else ""
    inside += f"<w:rPr>{r}</w:rPr>" if r else ""
    own = ' w:customStyle="1"' if name.startswith("Klankbord") else ""
    marked = ' w:default="1"' if default else ""
    return f'<w:style w:type="{kind}"{marked}{own} w:styleId="{style_id(name)}">{inside}</w:style>'


def _spacing(before: int, after: int, line: int) -> str:
    """Room before and after a paragraph in twentieths of a point; a line of 240 is single."""
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def _quiet(half_points: int) -> str:
    return f'<w:color w:val="{_QUIET}"/><w:sz w:val="{half_points}"/>'


def _heading_font(half_points: int) -> str:
    return f'<w:b/><w:color w:val="{_ACCENT}"/><w:sz w:val="{half_points}"/>'


def _bar(colour: str) -> str:
    return f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="{colour}"/></w:pBdr>'


def _left_line() -> str:
    return f'<w:pBdr><w:left w:val="single" w:sz="12" w:space="8" w:color="{_LINE}"/></w:pBdr>'


def _tab_right() -> str:
    return f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>{_spacing(0, 0, 240)}'
