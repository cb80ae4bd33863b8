"""The remarks of a version as data: plain JSON, and W3C Web Annotations as JSON-LD (https://www.w3.org/TR/annotation-model/).

A target is a section's page; its selectors count characters (Unicode code points) in the plain text of the section, which
``export_version --format json`` carries. Both are written row by row.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse

from consultation.comments.table.rows import TableRow
from handbook.models import Version

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_HTML_FRAGMENT = "http://tools.ietf.org/rfc/rfc3236"
"""What the value of a FragmentSelector on an HTML page conforms to."""


def write_json(rows: Iterable[TableRow], path: Path, *, version: Version) -> None:
    """``{"format": "klankbord-comments/1", "handbook", "label", "comments": [...]}``."""
    head = {"format": "klankbord-comments/1", "handbook": version.slug, "label": version.label}
    _write(path, head, "comments", (_plain(row) for row in rows))


def write_jsonld(rows: Iterable[TableRow], path: Path, *, version: Version) -> None:
    """One AnnotationPage of all remarks. Those on a correction have their targets in the pages of that."""
    head = {"@context": CONTEXT, "id": f"{_address(version.slug, version.label)}#reacties", "type": "AnnotationPage"}
    _write(path, head, "items", (annotation(row, _address(version.slug, row.label)) for row in rows))


def _address(slug: str, label: str) -> str:
    """The page of a version."""
    return settings.BASE_URL + reverse("version", args=[slug, label])


def annotation(row: TableRow, address: str) -> dict[str, Any]:
    """A remark as an Annotation; ``address`` is the page of its version."""
    number = row.section.split(" ", 1)[0]
    made: dict[str, Any] = {
        "id": f"urn:uuid:{row.key}",
        "type": "Annotation",
        "motivation": "editing" if row.proposed else "commenting",
        "created": _instant(row),
        "creator": {"type": "Organization" if row.is_collective else "Person", "name": row.who},
        "body": [],
        "target": {"source": f"{address}{number}/"},
    }
    for purpose, text in (("commenting", row.body), ("editing", row.proposed)):
        if text:
            made["body"].append(
                {"type": "TextualBody", "purpose": purpose, "value": text, "format": "text/plain", "language": "nl"}
            )
    selectors = list(_selectors(row))
    if selectors:
        made["target"]["selector"] = selectors
    return made


def _selectors(row: TableRow) -> Iterator[dict[str, Any]]:
    quoted = row.quoted
    if quoted is not None:
        yield {"type": "TextQuoteSelector", "exact": quoted.exact, "prefix": quoted.prefix, "suffix": quoted.suffix}
        if quoted.start is not None:
            yield {"type": "TextPositionSelector", "start": quoted.start, "end": quoted.start + len(quoted.exact)}
    elif row.passage_id:
        yield {"type": "FragmentSelector", "conformsTo": _HTML_FRAGMENT, "value": f"b-{row.passage_id}"}


def _instant(row: TableRow) -> str:
    """When it was posted, as the model wants it: in UTC, told by a Z."""
    return row.posted_at.astimezone(UTC).isoformat().replace("+00:00", "Z") if row.posted_at is not None else ""


def _plain(row: TableRow) -> dict[str, Any]:
    quoted = row.quoted
    return {
        "key": row.key,
        "number": row.number,
        "submitter": row.submitter,
        "who": row.who,
        "section": {"key": row.section_key, "title": row.section},
        "passage": {"id": row.passage_id, "number": row.place} if row.passage_id else None,
        "quote": {"exact": quoted.exact, "prefix": quoted.prefix, "suffix": quoted.suffix} if quoted else None,
        "kind": row.kind,
        "ground": row.ground,
        "asked": row.asked,
        "body": row.body,
        "proposed": row.proposed,
        "late": row.late,
        "posted_at": _instant(row),
        "decision": row.decision,
        "reason": row.reason,
    }


def _write(path: Path, head: dict[str, str], name: str, entries: Iterable[dict[str, Any]]) -> None:
    """An object whose last member is a list that is never in memory as a whole."""
    parting = "\n"
    with path.open("w", encoding="utf-8") as file:
        file.write(json.dumps(head, ensure_ascii=False)[:-1] + f', "{name}": [')
        for entry in entries:
            file.write(parting + json.dumps(entry, ensure_ascii=False))
            parting = ",\n"
        file.write("\n]}\n")
