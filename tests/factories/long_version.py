"""A version as long as a real one, written as rows: the demo's first draft, without its import."""

from __future__ import annotations

import uuid
from functools import cache
from pathlib import Path

from handbook.exchange.document import PREAMBLE_TITLE, Section
from handbook.exchange.markdown import read_markdown
from handbook.models import Version
from handbook.numbering import number_sections
from tests.factories.handbook import SLUG, make_version

_TEXT = Path(__file__).resolve().parents[2] / "site/home/demo/handbook/0.1.md"


@cache
def numbered_sections() -> dict[str, Section]:
    """The sections of the text by their numbers."""
    sections = read_markdown(_TEXT.read_text(), images=None).sections
    numbers = number_sections(((one.level, one.appendix) for one in sections), preamble=sections[0].title == PREAMBLE_TITLE)
    return dict(zip(numbers, sections, strict=True))


def section_key(number: str) -> uuid.UUID:
    """The key that ``make_version`` gives a section."""
    return uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_URL, SLUG), number)


def make_long_version() -> Version:
    """Version 0.1 of the handbook ``mas``."""
    return make_version(sections={number: (one.title, one.blocks) for number, one in numbered_sections().items()})
