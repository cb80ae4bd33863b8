"""Release notes as editors type them, drawn as paragraphs and lists."""

from __future__ import annotations

from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe

from handbook.exchange.markdown import read_markdown


@lru_cache(maxsize=256)
def notes_html(notes: str) -> SafeString:
    """The notes, read as Markdown and made safe by the same reader as a handbook; they are frozen with their version."""
    document = read_markdown(f"# Toelichting\n\n{notes}")
    blocks = [block.html for section in document.sections for block in section.blocks]
    return mark_safe("".join(blocks))  # noqa: S308  (the reader sanitises what it reads)
