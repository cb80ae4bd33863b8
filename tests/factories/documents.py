"""Documents for the tests of the text core: sections written short, and hypothesis strategies for whole documents."""

from __future__ import annotations

from uuid import UUID

from hypothesis import strategies as st

from handbook.exchange.building import numbered
from handbook.exchange.document import Block, Document, Section
from handbook.exchange.inline import BREAK, MARKS, Run, tidy_runs
from handbook.exchange.making import block_of_piece, make_block
from handbook.exchange.pieces import ListPiece, Paragraph, Piece, SubHeading
from handbook.exchange.plaintext import clean_line
from handbook.exchange.sanitise import make_table

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


def words() -> st.SearchStrategy[str]:
    """A line of plain text that holds whatever Markdown or HTML could take for its own."""
    piece = st.one_of(st.sampled_from(["de", "school", "meldt", "verzuim", "ook", "x", "7"]), st.sampled_from(AWKWARD))
    pair = st.tuples(piece, st.sampled_from(["", " ", " "]))
    return st.lists(pair, min_size=1, max_size=8).map(lambda pairs: clean_line("".join(a + b for a, b in pairs)))


def lines() -> st.SearchStrategy[str]:
    """A title: words that hold at least one letter or digit."""
    return words().filter(lambda text: any(letter.isalnum() for letter in text))


def runs() -> st.SearchStrategy[tuple[Run, ...]]:
    """Running text with marks, links and line breaks, in canonical form and not empty."""
    marks = st.lists(st.sampled_from(MARKS), max_size=3).map(tuple)
    href = st.sampled_from(["", "", "", "https://a.example/x_(y)?b=1&c=2", "mailto:a@b.example", "#b-1", "/pad/"])
    run = st.builds(Run, words(), marks, href)
    piece = st.one_of(run, run, st.just(Run(BREAK)), st.just(Run(" ")))
    return st.lists(piece, min_size=1, max_size=6).map(tidy_runs).filter(bool)


def lists(depth: int = 2) -> st.SearchStrategy[Piece]:
    """A list, perhaps with lists and paragraphs inside its items."""
    inner: st.SearchStrategy[Piece] = st.builds(Paragraph, runs())
    if depth:
        inner = st.one_of(inner, inner, lists(depth - 1))
    item = st.lists(inner, min_size=1, max_size=3).map(tuple)
    ordered = st.builds(ListPiece, st.just(True), st.lists(item, min_size=1, max_size=3).map(tuple), st.integers(0, 30))
    bulleted = st.builds(ListPiece, st.just(False), st.lists(item, min_size=1, max_size=3).map(tuple))
    return st.one_of(ordered, bulleted)


@st.composite
def tables(draw: st.DrawFn) -> Piece:
    """A table with and without header and caption."""
    width = draw(st.integers(1, 3))
    cell = st.one_of(st.just(()), runs(), runs())
    rows = draw(st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1, max_size=4))
    pieces = make_table([[draw(runs())] * width, *rows], header_row=draw(st.booleans()), caption=draw(st.just("") | words()))
    return pieces[0]


def bodies() -> st.SearchStrategy[str]:
    """The body of a special block."""
    piece = st.one_of(st.builds(Paragraph, runs(), st.booleans()), lists(1), tables())
    return st.lists(piece, max_size=3).map(lambda pieces: "".join(block_of_piece(piece).html for piece in pieces))


@st.composite
def special_blocks(draw: st.DrawFn) -> Block:
    """A callout, example, definition, law, figure, step or outcome."""
    block_type = draw(st.sampled_from(["callout", "example", "definition", "law", "figure", "step", "outcome"]))
    name = draw(st.sampled_from(["N4", "O-2", "stap_1"]))
    line = st.just("") | words()
    answer = st.fixed_dictionaries({"answer": lines(), "target": st.sampled_from(["", "N5"]), "note": line})
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


def blocks() -> st.SearchStrategy[Block]:
    """Any block, without id."""
    pieces = st.one_of(
        st.builds(Paragraph, runs()),
        st.builds(Paragraph, runs(), st.booleans()),
        st.builds(SubHeading, runs()),
        lists(),
        tables(),
    )
    return st.one_of(pieces.map(block_of_piece), special_blocks())


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A whole document whose levels form a tree, without keys."""
    sections: list[Section] = []
    if draw(st.booleans()):
        sections.append(Section("Vooraf", 1, tuple(draw(st.lists(blocks(), min_size=1, max_size=3)))))
    level = 0
    for _ in range(draw(st.integers(0, 5))):
        level = draw(st.integers(1, level + 1))
        section_blocks = tuple(draw(st.lists(blocks(), max_size=4)))
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
