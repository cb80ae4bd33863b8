"""A handbook with a mistake in it, its version with a round that runs, and the way to mend it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from consultation.publishing.actions import publish
from consultation.publishing.correcting import publish_correction
from consultation.publishing.plan import PublicationPlan, RoundPlan
from handbook.actions import import_document
from handbook.exchange.markdown import read_markdown
from handbook.models import HandbookPage, Status, Version
from tests.factories.corrections import MENDED, TEXT


@pytest.fixture
def handbook(cas, at) -> HandbookPage:
    import_document(handbook=None, slug="h", document=read_markdown(TEXT), by=cas, at=at)
    return HandbookPage.objects.get(slug="h")


@pytest.fixture
def first(handbook, anna, bram, cas, at) -> Version:
    """0.1 with a round that runs."""
    plan = RoundPlan(opens_at=at, closes_at=at + timedelta(days=20))
    return publish(handbook=handbook, plan=PublicationPlan("0.1", Status.CONSULTATION, round=plan), by=cas, at=at)


@pytest.fixture
def correct(handbook, cas, at):
    """`correct()` mends the text and publishes it as 0.1.1."""

    def publish_it(label: str = "0.1.1", text: str = MENDED, notes: str = "") -> Version:
        import_document(handbook=handbook, slug="h", document=read_markdown(text), by=cas, at=at)
        return publish_correction(handbook=handbook, label=label, notes=notes, by=cas, at=at)

    return publish_it
