"""A Word file of ours edited as Word does it: what it does to bookmarks is what matters."""

from __future__ import annotations

import io
from copy import deepcopy
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph


class WordFile:
    """An opened file; paragraphs are found by words that they hold, in tables too."""

    def __init__(self, content: bytes) -> None:
        self.document = docx.Document(io.BytesIO(content))

    def content(self) -> bytes:
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    def find(self, words: str) -> Paragraph:
        body = self.document.element.body
        found = next(p for p in body.iter(qn("w:p")) if words in "".join(t.text or "" for t in p.iter(qn("w:t"))))
        return Paragraph(found, self.document._body)

    def replace(self, old: str, new: str) -> None:
        """Type over some words."""
        run = next(run for run in self.find(old).runs if old in run.text)
        run.text = run.text.replace(old, new)

    def add_after(self, words: str, text: str) -> None:
        """Enter at the end of a paragraph, then typing: the same style, no bookmark, no number."""
        before = self.find(words)
        made = deepcopy(before._p)
        for child in list(made):
            if child.tag != qn("w:pPr"):
                made.remove(child)
        before._p.addnext(made)
        Paragraph(made, before._parent).add_run(text)

    def delete(self, words: str) -> None:
        """A whole paragraph with its mark: bookmarks that lie in it go, one that spans it draws together."""
        gone = self.find(words)._p
        ends = {end.get(qn("w:id")) for end in gone.iter(qn("w:bookmarkEnd"))}
        begins = {start.get(qn("w:id")): start for start in gone.iter(qn("w:bookmarkStart"))}
        before, after = gone.getprevious(), gone.getnext()
        for identity, start in begins.items():
            if identity not in ends:
                after.insert(1, start)
        for end in list(gone.iter(qn("w:bookmarkEnd"))):
            if end.get(qn("w:id")) not in begins:
                before.append(end)
        gone.getparent().remove(gone)

    def move(self, words: str, *, behind: str) -> None:
        """Cut and paste of a whole paragraph: its bookmark goes along."""
        self.find(behind)._p.addnext(self.find(words)._p)

    def copy(self, words: str, *, behind: str) -> None:
        """Copy and paste by a program that leaves the bookmark in both."""
        self.find(behind)._p.addnext(deepcopy(self.find(words)._p))

    def split(self, words: str) -> None:
        """Enter in front of some words: the bookmark begins in the first paragraph and ends in the second."""
        first = self.find(words)
        run = next(run for run in first.runs if words in run.text)
        head, tail = run.text.split(words, 1)
        second = deepcopy(first._p)
        for child in list(second):
            if child.tag != qn("w:pPr"):
                second.remove(child)
        rest = list(run._r.itersiblings())
        run.text = head
        first._p.addnext(second)
        Paragraph(second, first._parent).add_run(words + tail)
        second.extend(rest)

    def merge(self, words: str) -> None:
        """Delete at the end of the paragraph before: all of this one, number and bookmark too, goes on behind it."""
        second = self.find(words)._p
        first: Any = second.getprevious()
        for child in list(second):
            if child.tag != qn("w:pPr"):
                first.append(child)
        second.getparent().remove(second)
