"""What may not be deleted: living pages that frozen versions, and with them people's remarks, came from."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from wagtail.models import Page

from handbook.models import HandbookPage, Section, SectionPage, Version


def first_frozen(pages: Iterable[Page]) -> Page | None:
    """The first of the pages that was frozen, or that holds one that was; None if all of them may be deleted.

    A handbook with versions stays because its address, its history and its register of passage ids belong to
    them. A section that stands in a version stays because its page holds the drafts and the discussion that led to
    it; unpublished, it is out of the next version just the same.
    """
    for page in pages:
        below = Q(path__startswith=page.path)
        handbooks = HandbookPage.objects.filter(below).values("key")
        sections = SectionPage.objects.filter(below).values("key")
        if Version.objects.filter(handbook_key__in=handbooks).exists() or Section.objects.filter(key__in=sections).exists():
            return page
    return None
