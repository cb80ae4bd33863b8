"""The living handbook that the test's version was frozen from: addresses are found through it."""

from __future__ import annotations

import pytest

from handbook.models import HandbookPage
from home.models import HomePage


@pytest.fixture(autouse=True)
def handbook(version):
    page = HandbookPage(title=version.title, slug=version.slug, key=version.handbook_key, summary="Kort gezegd.")
    return HomePage.objects.get().add_child(instance=page)
