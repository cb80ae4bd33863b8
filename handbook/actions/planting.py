"""Carrying out a planned import on Wagtail's tree: pages made, moved, written and unpublished, as few as possible."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.utils.text import slugify
from wagtail.models import Page

from handbook.exchange.document import Section
from handbook.exchange.likeness import longest_rising
from handbook.images import keep_image
from handbook.importing import Plan, PlannedSection
from handbook.living import stream_data
from handbook.models import HandbookPage, SectionPage

_LONGEST_SLUG = 80


class Planting:
    """One import at work. The caller holds the transaction and, if it fails, calls `discard_files`."""

    def __init__(self, *, by: Any, progress: Callable[[int, int], None] | None = None) -> None:
        self.by = by
        self.progress = progress
        self.image_ids: dict[str, int] = {}
        self.new_files: list[tuple[Any, str]] = []

    def plant(self, plan: Plan, handbook: HandbookPage) -> list[Section]:
        """Make the living text what the plan says; returns its sections with the editor's block of every passage."""
        self._keep_images(plan)
        tree = _Tree(handbook, plan.pages)
        tree.expect(plan.sections)
        sections = []
        for done, planned in enumerate(plan.sections, start=1):
            sections.append(self._plant_section(planned, tree))
            if self.progress:
                self.progress(done, len(plan.sections))
        for page in plan.removed:
            # Fetched anew: its path changed if a section above it moved.
            SectionPage.objects.get(pk=page.pk).unpublish(user=self.by)
        return sections

    def publish(self, page: Page) -> None:
        """One revision of the page, published. Its content was checked when it was read, so it is not cleaned again."""
        page.save_revision(user=self.by, clean=False).publish(user=self.by)

    def discard_files(self) -> None:
        """Delete the files that this import put into storage; their rows went with the transaction."""
        for storage, name in self.new_files:
            storage.delete(name)

    def _keep_images(self, plan: Plan) -> None:
        self.image_ids = {digest: image.pk for digest, image in plan.living.images.items()}
        shown = {block.data["sha256"] for p in plan.sections for block in p.section.blocks if block.type == "figure"}
        for digest, image in plan.document.images.items():
            if digest in shown and digest not in self.image_ids:
                kept, is_new = keep_image(image, by=self.by)
                self.image_ids[digest] = kept.pk
                if is_new:
                    self.new_files.append((kept.file.storage, kept.file.name))

    def _plant_section(self, planned: PlannedSection, tree: _Tree) -> Section:
        section, page = planned.section, planned.page
        raw, places = stream_data(
            section.blocks,
            sources=planned.sources,
            old_raw=list(page.body.raw_data) if page else (),
            old_blocks=planned.old_blocks,
            image_ids=self.image_ids,
        )
        content = {"title": section.title, "body": raw, "appendix": section.appendix, "preamble": planned.preamble}
        if page is None:
            page = SectionPage(key=uuid.UUID(section.key), owner=self.by, **_as_fields(content))
            tree.insert(page, section.level, user=self.by)
            self.publish(page)
        else:
            page = tree.settle(page, section.level, user=self.by)
            if planned.writes:
                for name, value in _as_fields(content).items():
                    setattr(page, name, value)
                self.publish(page)
        blocks = tuple(replace(block, source=place) for block, place in zip(section.blocks, places, strict=True))
        return replace(section, blocks=blocks)


def _as_fields(content: dict[str, Any]) -> dict[str, Any]:
    body = SectionPage._meta.get_field("body").stream_block.to_python(content["body"])
    return {**content, "body": body, "draft_title": content["title"]}


class _Tree:
    """The handbook's tree while pages are put in their order; every page that stands right already stays untouched.

    Kept in memory by primary key, so that the order is known without asking treebeard; a page is fetched anew
    before it is moved or used as a place, because every move rewrites the paths of others.
    """

    def __init__(self, handbook: HandbookPage, pages: Sequence[SectionPage]) -> None:
        self.root = handbook.pk
        self.children: dict[int, list[int]] = {handbook.pk: []}
        self.parent: dict[int, int] = {}
        self.slugs: dict[int, str] = {}
        self.staying: set[int] = set()
        self.above: list[tuple[int, int]] = []
        self.last_placed: dict[int, int] = {}
        by_path = {handbook.path: handbook.pk}
        for page in pages:
            by_path[page.path] = page.pk
            parent = by_path[page.path[: -page.steplen]]
            self._note(page.pk, parent, len(self.children[parent]))
            self.slugs[page.pk] = page.slug

    def _note(self, page: int, parent: int, index: int) -> None:
        self.parent[page] = parent
        self.children[parent].insert(index, page)
        self.children.setdefault(page, [])

    def expect(self, planned: Iterable[PlannedSection]) -> None:
        """Find out which pages can stay where they are: the longest run of siblings that is in order already."""
        wanted: dict[int, list[int]] = {}
        above: list[tuple[int, int | None]] = [(0, self.root)]
        for plan in planned:
            while above[-1][0] >= plan.section.level:
                above.pop()
            parent = above[-1][1]
            page = plan.page.pk if plan.page else None
            if page is not None and parent is not None and self.parent[page] == parent:
                wanted.setdefault(parent, []).append(page)
            above.append((plan.section.level, page))
        for parent, pages in wanted.items():
            place = {page: index for index, page in enumerate(self.children[parent])}
            in_order = longest_rising([place[page] for page in pages])
            self.staying |= {page for position, page in enumerate(pages) if position in in_order}

    def insert(self, page: SectionPage, level: int, *, user: Any) -> None:
        """A new page at its place behind the section before it."""
        parent, before = self._place(level)
        page.slug = self._free_slug(slugify(page.title)[:_LONGEST_SLUG] or "paragraaf", parent)
        if before is not None and self.children[parent][-1] != before:
            Page.objects.get(pk=before).add_sibling("right", instance=page)
        elif before is None and self.children[parent]:
            Page.objects.get(pk=self.children[parent][0]).add_sibling("left", instance=page)
        else:
            Page.objects.get(pk=parent).add_child(instance=page)
        index = self.children[parent].index(before) + 1 if before is not None else 0
        self._note(page.pk, parent, index)
        self.slugs[page.pk] = page.slug
        self._stand(page.pk, level, parent)

    def settle(self, page: SectionPage, level: int, *, user: Any) -> SectionPage:
        """The page at its place, moved there if it stands elsewhere, as it is in the database now."""
        parent, before = self._place(level)
        if page.pk not in self.staying:
            if self.parent[page.pk] != parent:
                slug = self._free_slug(page.slug, parent)
                if slug != page.slug:
                    SectionPage.objects.filter(pk=page.pk).update(slug=slug)
                    self.slugs[page.pk] = slug
            self._move(page.pk, parent, before, user)
        self._stand(page.pk, level, parent)
        return SectionPage.objects.get(pk=page.pk)

    def _move(self, page: int, parent: int, before: int | None, user: Any) -> None:
        moving = Page.objects.get(pk=page)
        if before is not None:
            moving.move(Page.objects.get(pk=before), pos="right", user=user)
        else:
            moving.move(Page.objects.get(pk=parent), pos="first-child", user=user)
        self.children[self.parent[page]].remove(page)
        self.children[parent].insert(self.children[parent].index(before) + 1 if before is not None else 0, page)
        self.parent[page] = parent

    def _place(self, level: int) -> tuple[int, int | None]:
        """The parent for a section of this level, and the section that was placed under it last."""
        while self.above and self.above[-1][0] >= level:
            self.above.pop()
        parent = self.above[-1][1] if self.above else self.root
        return parent, self.last_placed.get(parent)

    def _stand(self, page: int, level: int, parent: int) -> None:
        self.last_placed[parent] = page
        self.above.append((level, page))

    def _free_slug(self, slug: str, parent: int) -> str:
        """The slug, with a number behind it if a page under the parent has it already."""
        taken = {self.slugs[page] for page in self.children[parent]}
        free, number = slug, 2
        while free in taken:
            free, number = f"{slug}-{number}", number + 1
        return free
