"""What an editor should look at before she publishes. PURE: works on a Document; findings warn, they never forbid.

The decision framework has checks of its own, which may forbid: `consultation.publishing.framework`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handbook.exchange.document import Document


@dataclass(frozen=True, slots=True)
class ContentFinding:
    """One thing to look at: a code (see ``sentences`` in the template), the section's title and a detail."""

    code: str
    section: str
    detail: str = ""


def check_content(document: Document) -> list[ContentFinding]:
    """Findings in reading order: empty sections, repeated titles, figures without words."""
    return [*_empty_sections(document), *_repeated_titles(document), *_figures(document)]


def _empty_sections(document: Document) -> Iterator[ContentFinding]:
    following = [*document.sections[1:], None]
    for section, after in zip(document.sections, following, strict=True):
        is_leaf = after is None or after.level <= section.level
        if is_leaf and not section.text.strip():
            yield ContentFinding("empty", section.title)


def _repeated_titles(document: Document) -> Iterator[ContentFinding]:
    seen: dict[str, int] = {}
    for section in document.sections:
        folded = section.title.casefold()
        seen[folded] = seen.get(folded, 0) + 1
        if seen[folded] == 2:
            yield ContentFinding("repeated_title", section.title)


def _figures(document: Document) -> Iterator[ContentFinding]:
    for section in document.sections:
        for block in section.blocks:
            if block.type == "figure" and not str(block.data.get("alt", "")).strip():
                yield ContentFinding("no_alternative_text", section.title, str(block.data.get("name", "")))
