"""Carrying out a planned import: images, tree, content, in that order; the caller holds the transaction."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from wagtail.actions.unpublish_page import UnpublishPageAction

from handbook.actions.tree import Place, Tree
from handbook.actions.writing import publish_pages
from handbook.exchange.document import Section
from handbook.images import keep_image
from handbook.importing import Plan, PlannedSection
from handbook.living import stream_data
from handbook.models import HandbookPage, SectionPage


class Planting:
    """One import at work. If it fails, the caller rolls the database back and calls `discard_files`."""

    def __init__(self, *, by: Any, at: datetime, progress: Callable[[int, int], None] | None = None) -> None:
        self.by = by
        self.at = at
        self.progress = progress
        self.new_files: list[tuple[Any, str]] = []

    def plant(self, plan: Plan, handbook: HandbookPage) -> list[Section]:
        """Make the living text what the plan says; returns its sections with the editor's block of every passage."""
        image_ids = self._keep_images(plan)
        sections: list[Section] = []
        contents: dict[uuid.UUID, dict[str, Any]] = {}
        for planned in plan.sections:
            body, section = _written(planned, image_ids)
            sections.append(section)
            if planned.writes:
                contents[uuid.UUID(section.key)] = {
                    "title": section.title,
                    "body": body,
                    "appendix": section.appendix,
                    "preamble": planned.preamble,
                }
        places = self._places(plan, handbook, contents)
        Tree(handbook, plan.pages, by=self.by).arrange(places)
        new = {page.key for page, _ in places} - {page.key for page in plan.pages}
        publish_pages(contents, new=new, by=self.by, at=self.at, progress=lambda done: self._tell(done, len(contents)))
        for page in plan.removed:
            # Fetched anew: its path changed if a section before it moved.
            UnpublishPageAction(SectionPage.objects.get(pk=page.pk), user=self.by).execute(skip_permission_checks=True)
        return sections

    def discard_files(self) -> None:
        """Delete the files that this import put into storage; their rows went with the transaction."""
        for storage, name in self.new_files:
            storage.delete(name)

    def _tell(self, done: int, total: int) -> None:
        if self.progress:
            self.progress(done, total)

    def _places(self, plan: Plan, handbook: HandbookPage, contents: dict[uuid.UUID, dict[str, Any]]) -> list[Place]:
        """Every section's page with the key of its parent, in reading order; new pages are made, not yet saved."""
        places: list[Place] = []
        above: list[tuple[int, uuid.UUID]] = [(0, handbook.key)]
        for planned in plan.sections:
            section, key = planned.section, uuid.UUID(planned.section.key)
            while above[-1][0] >= section.level:
                above.pop()
            page = planned.page or SectionPage(key=key, owner=self.by, **contents[key], draft_title=section.title)
            places.append((page, above[-1][1]))
            above.append((section.level, key))
        return places

    def _keep_images(self, plan: Plan) -> dict[str, int]:
        """The Wagtail image of every sha256 that a figure of the new text names."""
        image_ids = {digest: image.pk for digest, image in plan.living.images.items()}
        shown = {block.data["sha256"] for p in plan.sections for block in p.section.blocks if block.type == "figure"}
        for digest, image in plan.document.images.items():
            if digest in shown and digest not in image_ids:
                kept, is_new = keep_image(image, by=self.by)
                image_ids[digest] = kept.pk
                if is_new:
                    self.new_files.append((kept.file.storage, kept.file.name))
        return image_ids


def _written(planned: PlannedSection, image_ids: dict[str, int]) -> tuple[Any, Section]:
    """The section's body as the page will hold it, and the section with the editor's block of every passage."""
    section, page = planned.section, planned.page
    raw, places = stream_data(
        section.blocks,
        sources=planned.sources,
        old_raw=list(page.body.raw_data) if page else (),
        old_blocks=planned.old_blocks,
        image_ids=image_ids,
    )
    body = SectionPage._meta.get_field("body").stream_block.to_python(raw)
    blocks = tuple(replace(block, source=place) for block, place in zip(section.blocks, places, strict=True))
    return body, replace(section, blocks=blocks)
