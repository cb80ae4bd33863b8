"""A version as one page, to read or print: frozen, so its markup is put together once and kept."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import Any

from django.db.models import F
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from handbook.models import Passage, Section, Version
from handbook.numbering import passage_number

KEPT_VERSIONS = 8


def whole_text(version: Version, *, base_url: str) -> SafeString:
    """All sections with their passages as markup. ``base_url`` is the version's address, ending in a slash."""
    return _whole_text(version.pk, version.content_hash, base_url)


@lru_cache(maxsize=KEPT_VERSIONS)
def _whole_text(version_id: int, content_hash: str, base_url: str) -> SafeString:
    """Keyed by the hash as well, so that a database that was put back from a backup never shows another's text."""
    rows = (
        Passage.objects.filter(section__version=version_id)
        .annotate(section_position=F("section__position"))
        .order_by("section_position", "ordinal")
        .values_list("section_position", "passage_id", "ordinal", "type", "html")
    )
    passages = {position: list(group) for position, group in groupby(rows, key=lambda row: row[0])}
    parts: list[str] = []
    for section in Section.objects.filter(version=version_id).order_by("position").defer("text"):
        level = min(section.level + 1, 6)
        parts.append(
            format_html(
                '<section class="whole-section" id="s-{0}"><h{1} class="whole-title"><a href="{2}{0}/">'
                '<span class="section-number">{0}</span> {3}</a></h{1}>',
                section.number,
                level,
                base_url,
                section.title,
            )
        )
        parts.extend(
            f'<div class="whole-passage" id="b-{passage_id}"><a class="passage-number" id="n-{passage_id}" '
            f'href="#b-{passage_id}">{passage_number(section.number, ordinal)}</a>'
            f'<div class="passage-text prose block-{kind}"{_reach(kind, passage_id)}>{html}</div></div>'
            for _position, passage_id, ordinal, kind, html in passages.get(section.position, ())
        )
        parts.append("</section>")
    return mark_safe("".join(parts))  # noqa: S308  (frozen markup was sanitised when it was read; titles are escaped)


def _reach(kind: str, passage_id: Any) -> str:
    """A table may be wider than the screen: the keyboard must reach it to scroll it. Its number names it in any language."""
    return f' tabindex="0" role="region" aria-labelledby="n-{passage_id}"' if kind == "table" else ""
