"""A Word file of ours that somebody reviews: comments, replies and tracked changes, written as Word writes them."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from tests.factories.word import NAMESPACES
from tests.factories.word_edits import WordFile

_W14_PARA = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_THREADS = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
_THREADS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml"
DATE = "2026-03-01T10:00:00Z"


class Reviewed(WordFile):
    """A file with remarks of a reviewer; ``author`` is whoever speaks, Anna unless told."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self._threads: list[str] = []
        self._changes = 900

    def content(self) -> bytes:
        if self._threads:
            self._written_threads()._blob = f"<w15:commentsEx {NAMESPACES}>{''.join(self._threads)}</w15:commentsEx>".encode()
        return super().content()

    def _written_threads(self) -> Any:
        """The part with the threads, made when it is first asked for."""
        main = self.document.part
        known = [one.target_part for one in main.rels.values() if one.reltype == _THREADS]
        if known:
            return known[0]
        part = Part(PackURI("/word/commentsExtended.xml"), _THREADS_TYPE, b"", main.package)
        main.relate_to(part, _THREADS)
        return part

    def comment(
        self, words: str, text: str, *, until: str = "", author: str = "Anna", parent: str = "", done: bool = False
    ) -> str:
        """A comment on some words, or from these up to and with those of ``until``; returns the name that replies use."""
        first = self.apart(words)
        last = self.apart(until) if until else first
        made = self.document.add_comment([first[0], last[-1]], text=text, author=author, initials=author[0])
        made._comment_elm.set(qn("w:date"), DATE)
        paragraph = made._comment_elm.findall(qn("w:p"))[-1]
        name = f"{len(self._threads) + 1:08X}"
        paragraph.set(_W14_PARA, name)
        answers = f' w15:paraIdParent="{parent}"' if parent else ""
        self._threads.append(f'<w15:commentEx w15:paraId="{name}"{answers} w15:done="{int(done)}"/>')
        return name

    def apart(self, words: str) -> list[Run]:
        """The runs of exactly these words in the first paragraph that holds them, cut out of longer ones."""
        paragraph = self.find(words)
        runs = [Run(r, paragraph) for r in paragraph._p.iter(qn("w:r"))]
        start = "".join(run.text for run in runs).index(words)
        return self._between(runs, start, start + len(words))

    def _between(self, runs: list[Run], start: int, end: int) -> list[Run]:
        found, position = [], 0
        for run in runs:
            text, begin = run.text, position
            position += len(text)
            low, high = max(start, begin) - begin, min(end, position) - begin
            if low >= high:
                continue
            if low > 0:
                _copy_before(run, text[:low])
            if high < len(text):
                _copy_behind(run, text[high:])
            if (low, high) != (0, len(text)):
                run.text = text[low:high]
            found.append(run)
        return found

    # --- tracked changes

    def strike(self, words: str, *, author: str = "Anna") -> Any:
        """Delete some words with tracking on; returns the last element of it."""
        last = None
        for run in self.apart(words):
            change = self._change("w:del", author)
            run._r.addprevious(change)
            change.append(run._r)
            for text in run._r.findall(qn("w:t")):
                text.tag = qn("w:delText")
            last = change
        return last

    def insert(self, after: str, new: str, *, author: str = "Anna") -> None:
        """Type some words behind others with tracking on."""
        self._type(self.apart(after)[-1]._r, new, author)

    def put(self, old: str, new: str, *, author: str = "Anna") -> None:
        """Replace words with tracking on."""
        like = deepcopy(self.apart(old)[-1]._r)
        self._type(self.strike(old, author=author), new, author, like=like)

    def new_paragraph(self, behind: str, text: str, *, author: str = "Anna") -> None:
        """Enter and a new paragraph with tracking on: as Word has it, the mark of the paragraph before is the inserted one."""
        before = self.find(behind)._p
        made = deepcopy(before)
        for child in list(made):
            if child.tag != qn("w:pPr"):
                made.remove(child)
        before.addnext(made)
        self._mark(made, "w:ins", author)
        change = self._change("w:ins", author)
        made.append(change)
        run = OxmlElement("w:r")
        change.append(run)
        Run(run, Paragraph(made, self.document._body)).text = text

    def take_out(self, words: str, *, author: str = "Anna") -> None:
        """Delete a whole paragraph, its mark too, with tracking on."""
        paragraph = self.find(words)
        for run in list(paragraph._p.iter(qn("w:r"))):
            change = self._change("w:del", author)
            run.addprevious(change)
            change.append(run)
            for text in run.findall(qn("w:t")):
                text.tag = qn("w:delText")
        self._mark(paragraph._p, "w:del", author)

    def carry(self, words: str, *, behind: str, author: str = "Anna") -> None:
        """Move a whole paragraph with tracking on: Word leaves the bookmark where the words came from."""
        paragraph, target = self.find(words)._p, self.find(behind)._p
        copy = deepcopy(paragraph)
        for mark in [*copy.iter(qn("w:bookmarkStart")), *copy.iter(qn("w:bookmarkEnd"))]:
            mark.getparent().remove(mark)
        for one, tag in ((paragraph, "w:moveFrom"), (copy, "w:moveTo")):
            for run in list(one.iter(qn("w:r"))):
                change = self._change(tag, author)
                run.addprevious(change)
                change.append(run)
            self._mark(one, tag, author)
        target.addnext(copy)

    def _type(self, behind: Any, text: str, author: str, *, like: Any = None) -> None:
        made = deepcopy(behind if like is None else like)
        change = self._change("w:ins", author)
        behind.addnext(change)
        change.append(made)
        Run(made, Paragraph(change.getparent(), self.document._body)).text = text

    def _mark(self, paragraph: Any, tag: str, author: str) -> None:
        """Say of the paragraph's mark that it was put in or taken out."""
        properties = paragraph.get_or_add_pPr()
        inside = properties.find(qn("w:rPr"))
        if inside is None:
            inside = OxmlElement("w:rPr")
            properties.append(inside)
        inside.append(self._change(tag, author))

    def _change(self, tag: str, author: str) -> Any:
        self._changes += 1
        return parse_xml(f'<{tag} {NAMESPACES} w:id="{self._changes}" w:author="{author}" w:date="{DATE}"/>')


def _copy_before(run: Run, text: str) -> None:
    made = deepcopy(run._r)
    run._r.addprevious(made)
    Run(made, run._parent).text = text


def _copy_behind(run: Run, text: str) -> None:
    made = deepcopy(run._r)
    run._r.addnext(made)
    Run(made, run._parent).text = text
