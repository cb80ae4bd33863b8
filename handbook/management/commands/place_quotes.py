"""manage.py place_quotes: where quotes of one version stand in another, from files to a file, without the database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from handbook.anchoring import Placement, Quote, align_documents, place_quotes
from handbook.exchange.document import Document
from handbook.exchange.errors import ImportRefused
from handbook.opening import format_of, open_document


class Command(BaseCommand):
    help = (
        "Places quotes of an old version in a new one. OLD and NEW are Markdown, or JSON as export_version writes it; with "
        "JSON the ids of sections and passages are believed. The quotes stand one to a line: id, section (the path of "
        "headings), exact, prefix, suffix, and block where its id is known. An answer stands on a line of its own, in the "
        "same order: id, status (same, moved, changed, gone or ambiguous), section, exact, start, end, confidence. Offsets "
        "count characters in the section's plain text. The same files give the same answers. "
        "Exit code 0: written. 1: a file cannot be read or written. 2: wrong arguments."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", required=True, dest="old", type=Path, metavar="OLD", help="The version the quotes are of.")
        parser.add_argument("--to", required=True, dest="new", type=Path, metavar="NEW", help="The version to place them in.")
        parser.add_argument("--quotes", required=True, type=Path, metavar="FILE.jsonl", help="The quotes.")
        parser.add_argument("--output", required=True, type=Path, metavar="FILE.jsonl", help="The file to write.")

    def handle(self, *args: Any, **options: Any) -> None:
        (old, old_title), (new, new_title) = _read_document(options["old"]), _read_document(options["new"])
        quotes = list(_read_quotes(options["quotes"]))
        alignment = align_documents(old.sections, new.sections)
        placements = place_quotes(alignment, quotes, titles=(old_title, new_title))
        lines = "".join(json.dumps(_answer(placement), ensure_ascii=False) + "\n" for placement in placements)
        output = options["output"]
        try:
            output.write_text(lines, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"The file {output} cannot be written: {error.strerror}.") from error
        placed = sum(placement.section is not None for placement in placements)
        self.stdout.write(f"Placed {placed} of {len(placements)} quotes; the answers are in {output}.")


def _read_document(path: Path) -> tuple[Document, str]:
    """The document, and its title when that counts as the first heading: in Markdown, where it is one."""
    file_format = format_of(path.name)
    if file_format not in ("md", "json"):
        raise CommandError(f"The file {path} is neither Markdown (.md) nor JSON (.json).")
    try:
        document = open_document(_read(path), file_format=file_format)
    except ImportRefused as refusal:
        raise CommandError(f"The file {path} cannot be read: {refusal}") from refusal
    return document, document.title if file_format == "md" else ""


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"The file {path} cannot be read: {error.strerror}.") from error


def _read_quotes(path: Path) -> Iterator[Quote]:
    for number, line in enumerate(_read(path).decode("utf-8", "replace").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            told = json.loads(line)
            yield Quote(
                id=str(told["id"]),
                exact=str(told["exact"]),
                prefix=str(told.get("prefix") or ""),
                suffix=str(told.get("suffix") or ""),
                section=tuple(str(heading) for heading in told.get("section") or ()),
                block=str(told["block"]) if told.get("block") else None,
            )
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise CommandError(
                f"Line {number} of {path} is no quote: write a JSON object with at least id and exact on it."
            ) from error


def _answer(placement: Placement) -> dict[str, Any]:
    placed = placement.section is not None
    return {
        "id": placement.id,
        "status": placement.status,
        "section": list(placement.path) if placed else None,
        "exact": placement.exact if placed else None,
        "start": placement.start,
        "end": placement.end,
        "confidence": placement.confidence,
    }
