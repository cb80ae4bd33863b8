"""Drafts made by a seeded editor, who knows of every word where it came from: exact truth to hold anchoring against.

The rates of the three levels were set so that looking for the exact words finds about as much again as it does in
published drafts (three quarters, a half, a third), and not touched since.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from handbook.exchange.document import Block, Section

from .synonyms import SYNONYMS

LINES = {"list", "table"}
"""Blocks whose text has lines that stay lines."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its punctuation. ``origin`` is the number of the word of the old text that it is, or replaced."""

    text: str
    origin: int | None = None


@dataclass(slots=True)
class Paragraph:
    type: str
    lines: list[list[Token]]
    id: str | None

    @property
    def length(self) -> int:
        return sum(len(line) for line in self.lines)


@dataclass(slots=True)
class Part:
    """A section on its way to the next draft."""

    title: str
    level: int
    key: str | None
    paragraphs: list[Paragraph] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Rates:
    """How often an edit of each kind is made: a share of the sentences, of the paragraphs or of the sections."""

    word: float
    paraphrase: float
    sentence_out: float
    sentence_in: float
    sentence_swap: float
    paragraph_out: float
    paragraph_in: float
    paragraph_move: float
    paragraph_split: float
    paragraph_merge: float
    relist: float
    section_rename: float
    section_move: float
    section_copy: float
    sweep: int


LEVELS = {
    "light": Rates(0.09, 0.02, 0.02, 0.03, 0.01, 0.02, 0.04, 0.01, 0.02, 0.02, 0.02, 0.05, 0.01, 0.01, 1),
    "medium": Rates(0.26, 0.07, 0.05, 0.08, 0.03, 0.06, 0.08, 0.03, 0.05, 0.04, 0.06, 0.12, 0.03, 0.02, 1),
    "heavy": Rates(0.38, 0.12, 0.08, 0.12, 0.05, 0.10, 0.14, 0.06, 0.08, 0.07, 0.12, 0.22, 0.06, 0.03, 2),
}


@dataclass(frozen=True)
class Draft:
    """The old text as sections, the new one, and where every word went.

    ``words`` holds the old words by number: section index, offset and end in the section's plain text.
    ``landed`` tells for every new section and word of it: offset, end, origin.
    """

    old: list[Section]
    new: list[Section]
    words: list[tuple[int, int, int]]
    landed: list[list[tuple[int, int, int | None]]]

    @cached_property
    def place_of(self) -> dict[int, tuple[int, int]]:
        """Where each old word went, or what replaced it: the new section, and which of its words."""
        return {
            origin: (section, number)
            for section, landed in enumerate(self.landed)
            for number, (_start, _end, origin) in enumerate(landed)
            if origin is not None
        }

    def descendants(self, words: range) -> set[tuple[int, int]]:
        """The words of the new text that came from these."""
        return {self.place_of[word] for word in words if word in self.place_of}


def make_draft(sections: Sequence[Section], *, level: str, seed: int, foreign: Sequence[str]) -> Draft:
    """The next draft of a text. ``foreign`` are sentences of another text, for what an editor adds."""
    chance = random.Random(f"{level} {seed}")
    parts, words = _take_apart(_with_boilerplate(sections, chance))
    old = [_section(part)[0] for part in parts]
    editor = _Editor(parts, LEVELS[level], chance, foreign)
    editor.edit()
    new, landed = [], []
    for part in editor.parts:
        section, tokens = _section(part)
        new.append(section)
        landed.append(tokens)
    return Draft(old, new, words, landed)


BOILERPLATE = (
    "Leg vast wie wat heeft gedaan en op welke datum dat was.",
    "Overleg bij twijfel met de partners voordat u een besluit neemt.",
)


def _with_boilerplate(sections: Sequence[Section], chance: random.Random) -> list[Section]:
    """The same sentences in many sections, as every handbook and every law has them."""
    filled = [index for index, section in enumerate(sections) if section.blocks]
    chosen = {index: BOILERPLATE[index % 2] for index in chance.sample(filled, max(2, len(filled) // 4))}
    return [
        replace(section, blocks=(*section.blocks, Block("paragraph", "", chosen[index], id=f"boilerplate {index}")))
        if index in chosen
        else section
        for index, section in enumerate(sections)
    ]


def _take_apart(sections: Sequence[Section]) -> tuple[list[Part], list[tuple[int, int, int]]]:
    words: list[tuple[int, int, int]] = []
    parts = []
    for number, section in enumerate(sections):
        part = Part(section.title, section.level, f"section {number}")
        offset = 0
        for position, block in enumerate(section.blocks):
            if not block.text.strip():
                continue
            lines = []
            for line in block.text.split("\n") if block.type in LINES else [block.text.replace("\n", " ")]:
                tokens = []
                for word in line.split():
                    tokens.append(Token(word, len(words)))
                    words.append((number, offset, offset + len(word)))
                    offset += len(word) + 1
                lines.append(tokens)
            offset += 1
            part.paragraphs.append(Paragraph(block.type, [line for line in lines if line], f"block {number}.{position}"))
        parts.append(part)
    return parts, words


def _section(part: Part) -> tuple[Section, list[tuple[int, int, int | None]]]:
    """The section, and the offset, end and origin of each of its words."""
    blocks, landed = [], []
    offset = 0
    for paragraph in part.paragraphs:
        text = "\n".join(" ".join(token.text for token in line) for line in paragraph.lines)
        if not text:
            continue
        place = offset
        for line in paragraph.lines:
            for token in line:
                landed.append((place, place + len(token.text), token.origin))
                place += len(token.text) + 1
        blocks.append(Block(paragraph.type, "", text, id=paragraph.id))
        offset += len(text) + 2
    return Section(part.title, part.level, tuple(blocks), key=part.key), landed


class _Editor:
    def __init__(self, parts: list[Part], rates: Rates, chance: random.Random, foreign: Sequence[str]) -> None:
        self.parts = parts
        self.rates = rates
        self.chance = chance
        self.foreign = foreign
        self.vocabulary = sorted({token.text for _, _, token in self._tokens() if len(token.text) > 3})

    def _tokens(self) -> Iterable[tuple[Paragraph, list[Token], Token]]:
        for part in self.parts:
            for paragraph in part.paragraphs:
                for line in paragraph.lines:
                    for token in line:
                        yield paragraph, line, token

    def hits(self, rate: float) -> bool:
        return self.chance.random() < rate

    def edit(self) -> None:
        for part in self.parts:
            for paragraph in part.paragraphs:
                paragraph.lines = [self._sentences(line, one_line=paragraph.type in LINES) for line in paragraph.lines]
                paragraph.lines = [line for line in paragraph.lines if line]
            part.paragraphs = [paragraph for paragraph in part.paragraphs if paragraph.lines]
        for part in self.parts:
            self._paragraphs(part)
        self._move_paragraphs()
        self._sections()
        for _ in range(self.rates.sweep):
            self._sweep()

    def _sentences(self, line: list[Token], *, one_line: bool) -> list[Token]:
        sentences: list[list[Token]] = []
        for sentence in _split(line):
            if self.hits(self.rates.sentence_out):
                continue
            if self.hits(self.rates.paraphrase):
                sentence = self._paraphrase(sentence)
            elif self.hits(self.rates.word):
                sentence = self._words(sentence)
            sentences.append(sentence)
            if not one_line and self.hits(self.rates.sentence_in):
                sentences.append([Token(word) for word in self.chance.choice(self.foreign).split()])
        if len(sentences) > 1 and self.hits(self.rates.sentence_swap * len(sentences)):
            place = self.chance.randrange(len(sentences) - 1)
            sentences[place], sentences[place + 1] = sentences[place + 1], sentences[place]
        return [token for sentence in sentences for token in sentence]

    def _words(self, sentence: list[Token]) -> list[Token]:
        edited = list(sentence)
        for _ in range(self.chance.randint(1, 3)):
            if not edited:
                return edited
            place = self.chance.randrange(len(edited))
            match self.chance.choice(("replace", "insert", "delete")):
                case "replace":
                    edited[place] = Token(self.chance.choice(self.vocabulary), edited[place].origin)
                case "insert":
                    edited.insert(place, Token(self.chance.choice(self.vocabulary)))
                case "delete":
                    del edited[place]
        return edited

    def _paraphrase(self, sentence: list[Token]) -> list[Token]:
        """Words said otherwise, and the parts around a comma the other way round."""
        said = []
        for token in sentence:
            bare = re.sub(r"\W", "", token.text).casefold()
            known = SYNONYMS.get(bare)
            if known:
                said.append(replace(token, text=re.sub(r"\w+", self.chance.choice(known), token.text, count=1)))
            elif len(bare) > 3 and self.hits(0.3):
                said.append(replace(token, text=self.chance.choice(self.vocabulary)))
            else:
                said.append(token)
        commas = [place for place, token in enumerate(said[:-1]) if token.text.endswith(",")]
        if commas and self.hits(0.5):
            place = self.chance.choice(commas) + 1
            said = said[place:] + said[:place]
        return said

    def _paragraphs(self, part: Part) -> None:
        edited: list[Paragraph] = []
        for paragraph in part.paragraphs:
            if self.hits(self.rates.paragraph_out):
                continue
            if self.hits(self.rates.relist):
                edited += self._relist(paragraph)
            elif paragraph.type == "paragraph" and self.hits(self.rates.paragraph_split):
                edited += self._split_up(paragraph)
            elif edited and edited[-1].type == paragraph.type == "paragraph" and self.hits(self.rates.paragraph_merge):
                edited[-1].lines[0] += paragraph.lines[0]
            else:
                edited.append(paragraph)
            if self.hits(self.rates.paragraph_in):
                words = " ".join(self.chance.choice(self.foreign) for _ in range(self.chance.randint(1, 3))).split()
                edited.append(Paragraph("paragraph", [[Token(word) for word in words]], None))
        part.paragraphs = [paragraph for paragraph in edited if paragraph.length]

    def _relist(self, paragraph: Paragraph) -> list[Paragraph]:
        """A list as running text, or running text as a list; the passage is the same one."""
        if paragraph.type == "list":
            return [Paragraph("paragraph", [[token for line in paragraph.lines for token in line]], paragraph.id)]
        sentences = _split(paragraph.lines[0]) if paragraph.type == "paragraph" else []
        return [Paragraph("list", sentences, paragraph.id)] if len(sentences) > 1 else [paragraph]

    def _split_up(self, paragraph: Paragraph) -> list[Paragraph]:
        sentences = _split(paragraph.lines[0])
        if len(sentences) < 2:
            return [paragraph]
        place = self.chance.randrange(1, len(sentences))
        halves = (sentences[:place], sentences[place:])
        first, second = ([token for sentence in half for token in sentence] for half in halves)
        return [Paragraph("paragraph", [first], paragraph.id), Paragraph("paragraph", [second], None)]

    def _move_paragraphs(self) -> None:
        for part in self.parts:
            for paragraph in list(part.paragraphs):
                if self.hits(self.rates.paragraph_move):
                    part.paragraphs.remove(paragraph)
                    target = self.chance.choice(self.parts)
                    target.paragraphs.insert(self.chance.randint(0, len(target.paragraphs)), paragraph)

    def _sections(self) -> None:
        for part in self.parts:
            if self.hits(self.rates.section_rename):
                part.title = f"{part.title} ({self.chance.choice(self.vocabulary)})"
        for part in list(self.parts):
            if self.hits(self.rates.section_copy):
                copied = [
                    Paragraph(one.type, [[Token(token.text) for token in line] for line in one.lines], None)
                    for one in part.paragraphs
                ]
                copy = Part(f"{part.title} (vervolg)", part.level, None, copied)
                self.parts.insert(self.chance.randint(0, len(self.parts)), copy)
            elif self.hits(self.rates.section_move):
                self.parts.remove(part)
                self.parts.insert(self.chance.randint(0, len(self.parts)), part)

    def _sweep(self) -> None:
        """One term that many sentences have becomes another, through the whole text."""
        counts: dict[str, int] = {}
        for _, _, token in self._tokens():
            if len(token.text) > 5 and token.text.isalpha():
                counts[token.text] = counts.get(token.text, 0) + 1
        common = sorted(counts, key=lambda word: (-counts[word], word))[4:20]
        if not common:
            return
        term, other = self.chance.choice(common), self.chance.choice(self.vocabulary)
        for _, line, token in list(self._tokens()):
            if token.text == term:
                line[next(place for place, one in enumerate(line) if one is token)] = replace(token, text=other)


def _split(line: Sequence[Token]) -> list[list[Token]]:
    """The sentences of a line."""
    sentences: list[list[Token]] = [[]]
    for token in line:
        sentences[-1].append(token)
        if token.text[-1:] in ".!?;:" and len(token.text) > 2:
            sentences.append([])
    return [sentence for sentence in sentences if sentence]
