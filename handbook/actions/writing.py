"""Writing the content of many pages at once: one revision each, published, with history, search and references in step."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.log_actions import registry
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision, WorkflowState
from wagtail.search.backends import get_search_backends

from handbook.models import SectionPage

_BATCH = 100
_PAGE_FIELDS = (
    "title",
    "draft_title",
    "live",
    "expired",
    "has_unpublished_changes",
    "first_published_at",
    "last_published_at",
    "latest_revision",
    "latest_revision_created_at",
    "live_revision",
    "body",
    "appendix",
    "preamble",
)


def publish_pages(
    contents: Mapping[uuid.UUID, Mapping[str, Any]],
    *,
    new: set[uuid.UUID],
    by: Any,
    at: datetime,
    progress: Callable[[int], None],
) -> None:
    """Give every page (by its key) its content and publish it with exactly one revision.

    What Wagtail does page by page, with three saves and some fifty queries for each, is done here a hundred pages
    at a time: revision, page, entry in the history, cancelled workflow, search index, reference index. Nothing that
    an editor sees afterwards differs. ``new`` are the pages this import made; ``progress(done)`` counts pages.
    """
    keys = list(contents)
    for start in range(0, len(keys), _BATCH):
        batch = keys[start : start + _BATCH]
        pages = list(SectionPage.objects.filter(key__in=batch).select_related("page_ptr"))
        titles = {page.pk: page.title for page in pages}
        for page in pages:
            for name, value in contents[page.key].items():
                setattr(page, name, value)
        _publish(pages, titles, new, by, at)
        _index(pages)
        progress(start + len(batch))


def _publish(pages: Sequence[SectionPage], titles: Mapping[int, str], new: set[uuid.UUID], by: Any, at: datetime) -> None:
    page_type = ContentType.objects.get_for_model(Page)
    section_type = ContentType.objects.get_for_model(SectionPage)
    for page in pages:
        page.draft_title = page.title
        page.live, page.expired, page.has_unpublished_changes = True, False, False
        page.first_published_at = page.first_published_at or at
        page.last_published_at = page.latest_revision_created_at = at
    revisions = Revision.objects.bulk_create(
        Revision(
            content_type=section_type,
            base_content_type=page_type,
            object_id=str(page.pk),
            created_at=at,
            user=by,
            object_str=str(page),
            content=page.serializable_data(),
        )
        for page in pages
    )
    for page, revision in zip(pages, revisions, strict=True):
        page.latest_revision = page.live_revision = revision
    SectionPage.objects.bulk_update(pages, _PAGE_FIELDS)
    Revision.objects.filter(base_content_type=page_type, object_id__in=[str(page.pk) for page in pages]).exclude(
        approved_go_live_at=None
    ).update(approved_go_live_at=None)
    for state in WorkflowState.objects.active().filter(
        base_content_type=page_type, object_id__in=[str(page.pk) for page in pages]
    ):
        state.cancel(user=by)
    registry.scan_for_actions()
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            page=page,
            content_type=section_type,
            label=page.title[:255],
            action=action,
            timestamp=at,
            user=by,
            revision=revision,
            content_changed=True,
            data=data,
        )
        for page, revision in zip(pages, revisions, strict=True)
        for action, data in _history(page, titles[page.pk], page.key in new)
    )


def _history(page: SectionPage, old_title: str, is_new: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """The lines in the page's history, as Wagtail itself would have written them."""
    if is_new:
        yield "wagtail.create", {}
    elif old_title != page.title:
        yield "wagtail.rename", {"title": {"old": old_title, "new": page.title}}
    yield "wagtail.publish", {}


def _index(pages: Sequence[SectionPage]) -> None:
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(SectionPage, pages)
    # Few texts point at an image or a page; the others have nothing to note, unless they pointed at one before.
    section_type = ContentType.objects.get_for_model(SectionPage)
    pointed = set(
        ReferenceIndex.objects.filter(content_type=section_type, object_id__in=[str(page.pk) for page in pages]).values_list(
            "object_id", flat=True
        )
    )
    for page in pages:
        if str(page.pk) in pointed or any(_points(block) for block in page.body.raw_data):
            ReferenceIndex.create_or_update_for_object(page)


def _points(block: Mapping[str, Any]) -> bool:
    return block["type"] == "figure" or 'linktype="' in str(block["value"])
