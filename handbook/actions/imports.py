"""Import: a document becomes the agreed living text, matched with what is there, all of it or nothing."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page, Site

from handbook.actions.planting import Planting
from handbook.errors import NoHomePage, NothingToImport, SlugTaken, UnfitSlug
from handbook.exchange.document import Document
from handbook.importing import ImportLine, ImportReport, Plan, plan_import
from handbook.models import HandbookPage
from handbook.register import write_register

__all__ = ["ImportLine", "ImportReport", "import_document", "preview_import"]

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def preview_import(*, handbook: HandbookPage | None, document: Document, title: str = "") -> ImportReport:
    """What `import_document` would report, without writing anything."""
    if not document.sections:
        raise NothingToImport
    return plan_import(handbook=handbook, document=document, title=title, dry_run=True).report


def import_document(
    *,
    handbook: HandbookPage | None,
    slug: str = "",
    document: Document,
    title: str = "",
    by: Any,
    at: datetime,
    progress: Callable[[int, int], None] | None = None,
    dry_run: bool = False,
) -> ImportReport:
    """Make ``document`` the agreed living text of a handbook.

    Without ``handbook`` the one with address ``slug`` is meant, and a new one is made if there is none.
    ``title`` is what the handbook is called, else the document's title, else what it was called.

    Sections are matched with what is published, and only pages that differ are saved, with one published
    revision each. A section that the document no longer has is unpublished and never deleted: the file may be
    the wrong one, versions and remarks may point at it, and an editor who wants it gone can still delete it.
    A page that was never published is an editor's own draft and stays as it is.

    All or nothing: an error leaves the living text, the register and the images as they were. ``dry_run``
    plans and reports, and writes nothing. ``progress(done, total)`` counts sections.

    Raises `NothingToImport`, `UnfitSlug`, `SlugTaken`, `NoHomePage`.
    """
    if not document.sections:
        raise NothingToImport
    if handbook is None:
        handbook = _find_handbook(slug)
    if dry_run:
        return plan_import(handbook=handbook, document=document, title=title, dry_run=True).report
    planting = Planting(by=by, at=at, progress=progress)
    try:
        with transaction.atomic():
            if handbook is None:
                handbook, created = _plant_handbook(slug, title or document.title or slug, by), True
            else:
                handbook, created = HandbookPage.objects.select_for_update(of=("self",)).get(pk=handbook.pk), False
            plan = plan_import(handbook=handbook, document=document, title=title)
            report = _carry_out(plan, handbook, planting, by=by, created=created)
            counts = {**report.counts, "respelled": len(report.respelled)}
            log(handbook, "klankbord.handbook.import", user=by, timestamp=at, data=counts)
    except BaseException:
        planting.discard_files()
        raise
    return report


def _carry_out(plan: Plan, handbook: HandbookPage, planting: Planting, *, by: Any, created: bool) -> ImportReport:
    if created or handbook.title != plan.title:
        handbook.title = handbook.draft_title = plan.title
        handbook.save_revision(user=by).publish(user=by, skip_permission_checks=True)
    sections = planting.plant(plan, handbook)
    write_register(sections, handbook_key=handbook.key)
    return replace(plan.report, new_handbook=created)


def _find_handbook(slug: str) -> HandbookPage | None:
    """The handbook with this address; None when the address is free."""
    if not _SLUG.fullmatch(slug) or len(slug) > 80:
        raise UnfitSlug(slug)
    home = _home_page()
    page = Page.objects.child_of(home).filter(slug=slug).first()
    if page is None:
        return None
    specific = page.specific
    if not isinstance(specific, HandbookPage):
        raise SlugTaken(slug)
    return specific


def _home_page() -> Page:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        raise NoHomePage
    return site.root_page


def _plant_handbook(slug: str, title: str, by: Any) -> HandbookPage:
    home = Page.objects.select_for_update(of=("self",)).get(pk=_home_page().pk)
    if Page.objects.child_of(home).filter(slug=slug).exists():
        raise SlugTaken(slug)
    handbook = HandbookPage(title=title[:255], slug=slug, key=uuid.uuid4(), owner=by)
    home.add_child(instance=handbook)
    return handbook
