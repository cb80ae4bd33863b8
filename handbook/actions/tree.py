"""Wagtail's page tree during an import: pages made and put in their order, with as few moves as the order allows."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.utils.text import slugify
from treebeard.mp_tree import MP_MoveHandler
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page

from handbook.exchange.likeness import longest_rising
from handbook.models import HandbookPage, SectionPage

_LONGEST_SLUG = 80

Place = tuple[SectionPage, uuid.UUID]
"""A section's page, perhaps not in the database yet, and the key of the page it hangs under."""


class Tree:
    """A handbook's pages by their keys, so that a page can be placed before it is in the database.

    Three steps, each only as large as the difference: new pages are inserted behind their siblings to be, all
    at once; pages under another parent are moved; then siblings out of order are moved, all but the longest
    run that is in order already. Wagtail's own way saves a page several times for each of these; with it a
    handbook of 250 sections takes minutes.
    """

    def __init__(self, handbook: HandbookPage, pages: Sequence[SectionPage], *, by: Any) -> None:
        self.handbook = handbook
        self.by = by
        self.children: dict[uuid.UUID, list[uuid.UUID]] = {handbook.key: []}
        self.parent: dict[uuid.UUID, uuid.UUID] = {}
        self.slugs: dict[uuid.UUID, str] = {}
        key_of_path = {handbook.path: handbook.key}
        for page in pages:
            key_of_path[page.path] = page.key
            self._hang(page.key, key_of_path[page.path[: -page.steplen]], page.slug)

    def _hang(self, key: uuid.UUID, parent: uuid.UUID, slug: str) -> None:
        self.parent[key] = parent
        self.slugs[key] = slug
        self.children[parent].append(key)
        self.children.setdefault(key, [])

    def arrange(self, places: Sequence[Place]) -> None:
        """Give every page of ``places`` (in reading order) its place; other pages stay between those they stand between."""
        known = set(self.parent)
        new = [(page, parent) for page, parent in places if page.key not in known]
        if new:
            self._insert(new)
        for page, parent in places:
            if self.parent[page.key] != parent:
                self._move_under(page.key, parent)
        siblings: dict[uuid.UUID, list[uuid.UUID]] = {}
        for page, parent in places:
            siblings.setdefault(parent, []).append(page.key)
        created = {page.key for page, _ in new}
        for parent, wanted in siblings.items():
            self._order(parent, wanted, created)

    def _insert(self, new: Sequence[Place]) -> None:
        """Insert pages as the last children of their parents: one statement per table and batch."""
        standing = {parent for _, parent in new} & set(self.children)
        parents = {key: self._page(key) for key in standing}
        last_path = {
            key: page.get_children().order_by("-path").values_list("path", flat=True).first() for key, page in parents.items()
        }
        content_type = ContentType.objects.get_for_model(SectionPage)
        grown: dict[uuid.UUID, int] = {}
        for page, parent_key in new:
            parent = parents[parent_key]
            page.slug = self._free_slug(slugify(page.title)[:_LONGEST_SLUG] or "paragraaf", parent_key)
            page.depth = parent.depth + 1
            last = last_path.get(parent_key)
            page.path = _path_after(last) if last else Page._get_path(parent.path, page.depth, 1)
            page.url_path = f"{parent.url_path}{page.slug}/"
            page.content_type, page.locale = content_type, self.handbook.locale
            last_path[parent_key] = page.path
            grown[parent_key] = grown.get(parent_key, 0) + 1
            self._hang(page.key, parent_key, page.slug)
            parents[page.key] = page
        for page, _ in new:
            page.numchild = grown.get(page.key, 0)
        _insert_rows([page for page, _ in new])
        for key in standing:
            Page.objects.filter(pk=parents[key].pk).update(numchild=F("numchild") + grown[key])

    def _move_under(self, key: uuid.UUID, parent: uuid.UUID) -> None:
        """Move a page with all under it; the ones above ``parent`` have their place by now, so this cannot be a circle."""
        slug = self._free_slug(self.slugs[key], parent)
        if slug != self.slugs[key]:
            SectionPage.objects.filter(key=key).update(slug=slug)
        self._move(key, parent, "last-child")
        self.children[self.parent[key]].remove(key)
        self._hang(key, parent, slug)

    def _order(self, parent: uuid.UUID, wanted: Sequence[uuid.UUID], created: set[uuid.UUID]) -> None:
        place = {key: index for index, key in enumerate(self.children[parent])}
        staying = longest_rising([place[key] for key in wanted])
        order = self.children[parent]
        for position, key in enumerate(wanted):
            if position in staying:
                continue
            target = wanted[position - 1] if position else next(other for other in order if other != key)
            side = "right" if position else "left"
            if key in created:
                MP_MoveHandler(self._page(key), self._page(target), side).process()
            else:
                self._move(key, target, side)
            order.remove(key)
            order.insert(order.index(target) + (1 if position else 0), key)

    def _move(self, key: uuid.UUID, target: uuid.UUID, side: str) -> None:
        MovePageAction(self._page(key), self._page(target), pos=side, user=self.by).execute(skip_permission_checks=True)

    def _page(self, key: uuid.UUID) -> Page:
        """The page as the database has it now: every move rewrites the paths of others."""
        if key == self.handbook.key:
            return Page.objects.get(pk=self.handbook.pk)
        return Page.objects.get(sectionpage__key=key)

    def _free_slug(self, slug: str, parent: uuid.UUID) -> str:
        """The slug, with a number behind it if a page under the parent has it already."""
        taken = {self.slugs[key] for key in self.children[parent]}
        free, number = slug, 2
        while free in taken:
            free, number = f"{slug}-{number}", number + 1
        return free


def _path_after(path: str) -> str:
    """The path of the next sibling."""
    return str(Page(path=path, depth=len(path) // Page.steplen)._inc_path())


def _insert_rows(pages: Iterable[SectionPage]) -> None:
    """Insert pages of two tables each: Django's bulk_create takes one table, so the second half is done by hand."""
    pages = list(pages)
    fields = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    rows = [Page(**{name: getattr(page, name) for name in fields}) for page in pages]
    Page.objects.bulk_create(rows, batch_size=200)
    for page, row in zip(pages, rows, strict=True):
        page.pk = page.page_ptr_id = row.pk
        page._state.adding = False
        page._state.db = row._state.db
    own = SectionPage._meta.local_concrete_fields
    for start in range(0, len(pages), 200):
        SectionPage._base_manager._insert(pages[start : start + 200], fields=own, using=rows[0]._state.db)
