"""The living handbook that the test's version was frozen from: addresses are found through it."""

from __future__ import annotations

import pytest

from tests.factories.handbook import make_handbook_page
from tests.factories.texts import make_site


@pytest.fixture(autouse=True)
def handbook(version):
    make_site()
    return make_handbook_page(version)
