"""Where a passage stands in the living text: for a link that leads an editor to it."""

from __future__ import annotations

import uuid

from django.urls import reverse

from handbook.models import PassageRecord, SectionPage


def editing_address(*, handbook_key: uuid.UUID, passage_id: uuid.UUID) -> str:
    """Wagtail's page of the section that has the passage now, at the editor's block; two queries.

    Empty when the passage, or its section, does not stand in the living text any more.
    """
    record = PassageRecord.objects.filter(handbook_key=handbook_key, passage_id=passage_id, in_use=True).first()
    page = record and SectionPage.objects.filter(key=record.section_key).only("pk").first()
    if not record or not page:
        return ""
    block = f"#block-{record.source}-section" if record.source else ""
    return reverse("wagtailadmin_pages:edit", args=[page.pk]) + block
