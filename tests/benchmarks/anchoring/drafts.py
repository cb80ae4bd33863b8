"""The documents of the benchmark: on some the thresholds were set, on the others the figures are told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from handbook.exchange.document import Document
from handbook.exchange.markdown import read_markdown
from tests.factories.corpora import corpora_folder

from .mutating import Draft, make_draft
from .scoring import Sample, sample_quotes

OURS = Path(__file__).resolve().parents[3] / "site" / "home" / "demo" / "handbook" / "0.3.md"
FITTED_ON = ("aanwijzing-sas/2013-08-12.md", "publiccode-standard/0.1.4.md")
TOLD_ON = ("leerplichtwet-1969/2015-04-30.md", "publiccode-standard/0.8.0.md")


def fitted_documents() -> list[Document]:
    """Our own handbook, and those of the corpora that thresholds were set on."""
    return [_read(OURS), *_corpora(FITTED_ON)]


def told_documents() -> list[Document]:
    """Documents that nothing was set on; our own where there are no corpora."""
    return _corpora(TOLD_ON) or [_read(OURS)]


def _corpora(names: Sequence[str]) -> list[Document]:
    try:
        return [_read(corpora_folder() / name) for name in names]
    except pytest.skip.Exception:
        return []


def _read(path: Path) -> Document:
    return read_markdown(path.read_text(encoding="utf-8"))


def make_drafts(documents: Sequence[Document], *, level: str, seeds: range, quotes: int) -> list[tuple[Draft, list[Sample]]]:
    """Drafts of every document with every seed, each with quotes; what an editor adds comes from another document."""
    sentences = [_sentences(document) for document in documents]
    drafts = []
    for number, document in enumerate(documents):
        foreign = sentences[(number + 1) % len(documents)]
        for seed in seeds:
            draft = make_draft(document.sections, level=level, seed=seed, foreign=foreign)
            drafts.append((draft, sample_quotes(draft, count=quotes, seed=seed)))
    return drafts


def _sentences(document: Document) -> list[str]:
    texts = (block.text for section in document.sections for block in section.blocks if block.type == "paragraph")
    return [sentence for text in texts for sentence in re.split(r"(?<=[.!?]) ", text) if len(sentence.split()) > 4]
