"""Documents for the tests of the text core: sections written short, and hypothesis strategies for whole documents."""

from __future__ import annotations

from uuid import UUID

from hypothesis import strategies as st

from handbook.exchange.building import numbered
from handbook.exchange.document import Block, Document, Section
from handbook.exchange.inline import BREAK, MARKS, Run, tidy_runs
from handbook.exchange.making import block_of_piece, make_block
from handbook.exchange.parsing import make_table
from handbook.exchange.pieces import ListPiece, Paragraph, Piece, SubHeading
from handbook.exchange.plaintext import clean_line

AWKWARD = [
    *"*_`[]<>&\\|#~-+=!(){}.:;,'\"^$%@/§€é½“”«»–…",
    "**",
    "1.",
    "2)",
    "a.",
    ":::",
    "Table:",
    "->",
    "---",
    "###",
    "=======",
    "&amp;",
    "<b>",
    "[^1]",
    "![x](y)",
    "motivate:",
    "{.appendix}",
    "Bijlage A",
    "http://a.example",
]

_PLAIN = ["de", "school", "meldt", "verzuim", "ook", "x", "7"]
_TOKENS = [token + space for token in [*_PLAIN, *AWKWARD] for space in ("", " ")]
_MARKINGS = [(), (), ("strong",), ("em",), ("strong", "em"), ("sup",), ("code",), ("em", "s"), ("strong", "code"), MARKS]
_ADDRESSES = ["", "", "", "https://a.example/x_(y)?b=1&c=2", "mailto:a@b.example", "#b-1", "/pad/"]


def words() -> st.SearchStrategy[str]:
    """A line of plain text that holds whatever Markdown or HTML could take for its own."""
    return st.lists(st.sampled_from(_TOKENS), min_size=1, max_size=4).map(lambda tokens: clean_line("".join(tokens)) or "x")


def lines() -> st.SearchStrategy[str]:
    """A title: words that hold at least one letter or digit."""
    return words().filter(lambda text: any(letter.isalnum() for letter in text))


@st.composite
def runs(draw: st.DrawFn) -> tuple[Run, ...]:
    """Running text with marks, links and line breaks, in canonical form and not empty."""
    drawn: list[Run] = []
    for _ in range(draw(st.integers(1, 3))):
        between = draw(st.sampled_from(["", "", " ", BREAK]))
        marks, href = draw(st.sampled_from(_MARKINGS)), draw(st.sampled_from(_ADDRESSES))
        drawn += [Run(between), Run(draw(words()), marks, href)]
    return tidy_runs(drawn)


@st.composite
def paragraphs(draw: st.DrawFn) -> Piece:
    """A paragraph, now and then a quoted one."""
    return Paragraph(draw(runs()), draw(st.sampled_from([False, False, True])))


@st.composite
def lists(draw: st.DrawFn, depth: int = 2) -> Piece:
    """A list, perhaps with lists and paragraphs inside its items."""
    items = []
    for _ in range(draw(st.integers(1, 2))):
        item: list[Piece] = []
        for _ in range(draw(st.integers(1, 2))):
            nested = depth > 0 and draw(st.integers(0, 2)) == 0
            item.append(draw(lists(depth - 1)) if nested else Paragraph(draw(runs())))
        items.append(tuple(item))
    ordered = draw(st.booleans())
    return ListPiece(ordered, tuple(items), draw(st.integers(0, 30)) if ordered else 1)


@st.composite
def tables(draw: st.DrawFn) -> Piece:
    """A table with and without header and caption."""
    width = draw(st.integers(1, 3))
    cell = st.one_of(st.just(()), runs(), runs())
    rows = draw(st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1, max_size=2))
    pieces = make_table([[draw(runs())] * width, *rows], header_row=draw(st.booleans()), caption=draw(st.just("") | words()))
    return pieces[0]


@st.composite
def bodies(draw: st.DrawFn) -> str:
    """The body of a special block."""
    pieces = draw(st.lists(st.one_of(paragraphs(), lists(1), tables()), max_size=2))
    return "".join(block_of_piece(piece).html for piece in pieces)


@st.composite
def special_blocks(draw: st.DrawFn) -> Block:
    """A callout, example, definition, law, figure, step or outcome."""
    block_type = draw(st.sampled_from(["callout", "example", "definition", "law", "figure", "step", "outcome"]))
    name = draw(st.sampled_from(["N4", "O-2", "stap_1"]))
    line = st.just("") | words()
    answer = st.fixed_dictionaries({"answer": lines(), "target": st.sampled_from(["", "N5", "N5 + O4"]), "note": line})
    data = {
        "title": draw(line),
        "term": draw(line),
        "label": draw(line),
        "url": draw(st.sampled_from(["", "https://wetten.example/BWBR0002628#Artikel21"])),
        "alt": draw(line),
        "caption": draw(line),
        "name": "route_2.png",
        "id": name,
        "question": draw(line),
        "help": draw(bodies()),
        "answers": draw(st.lists(answer, max_size=3)),
        "motivate": draw(line),
    }
    body = draw(bodies())
    if block_type in ("callout", "example", "definition", "law") and not body:
        body = "<p>Toelichting</p>"
    return make_block(block_type, body, data=data)


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    """Any block, without id."""
    kind = draw(st.integers(0, 4))
    if kind == 0:
        return draw(special_blocks())
    if kind == 1:
        return block_of_piece(SubHeading(draw(runs())))
    return block_of_piece(draw({2: paragraphs(), 3: lists(), 4: tables()}[kind]))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A whole document whose levels form a tree, without keys."""
    sections: list[Section] = []
    if draw(st.booleans()):
        sections.append(Section("Vooraf", 1, tuple(draw(st.lists(blocks(), min_size=1, max_size=2)))))
    level = 0
    for _ in range(draw(st.integers(0, 3))):
        level = draw(st.integers(1, level + 1))
        section_blocks = tuple(draw(st.lists(blocks(), max_size=2)))
        sections.append(Section(draw(lines()), level, section_blocks, appendix=draw(st.booleans())))
    title = draw(st.just("") | lines()) if sections else draw(lines())
    return Document(title, numbered(sections))


def section(title: str, *paragraphs: str, level: int = 1, key: str | None = None) -> Section:
    """A section of plain paragraphs; a paragraph that begins with "id:" and a number carries that number as its id."""
    return Section(title, level, tuple(paragraph(text) for text in paragraphs), key)


def paragraph(text: str) -> Block:
    """A paragraph of plain words; "7: De school meldt." has id number 7."""
    number, mark, words_only = text.partition(": ")
    if mark and number.isdecimal():
        return make_block("paragraph", words_only, id=identity(int(number)))
    return make_block("paragraph", text)


def identity(number: int) -> str:
    """The UUID that stands for a number in the tests."""
    return str(UUID(int=number))
