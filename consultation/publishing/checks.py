"""What an editor should look at before she publishes. PURE: works on a Document; findings warn, they never forbid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from handbook.exchange.document import Block, Document


@dataclass(frozen=True, slots=True)
class ContentFinding:
    """One thing to look at: a code (see ``sentences`` in the template), the section's title and a detail."""

    code: str
    section: str
    detail: str = ""


def check_content(document: Document) -> list[ContentFinding]:
    """Findings in reading order: empty sections, repeated titles, figures without words, steps that lead nowhere."""
    return [*_empty_sections(document), *_repeated_titles(document), *_figures(document), *_steps(document)]


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


def _steps(document: Document) -> Iterator[ContentFinding]:
    placed: list[tuple[str, Block]] = [
        (section.title, block) for section in document.sections for block in section.blocks if block.type in {"step", "outcome"}
    ]
    counts = Counter(str(block.data.get("id", "")) for _title, block in placed)
    told: set[str] = set()
    for title, block in placed:
        name = str(block.data.get("id", ""))
        if counts[name] > 1 and name not in told:
            told.add(name)
            yield ContentFinding("repeated_step", title, name)
        for answer in block.data.get("answers", ()):
            if answer["target"] not in counts:
                yield ContentFinding("step_leads_nowhere", title, f"{name}: {answer['answer']} → {answer['target']}")
