"""The living handbook that the test's version was frozen from: addresses are found through it."""

from __future__ import annotations

import pytest

from tests.factories.handbook import make_handbook_page


@pytest.fixture(autouse=True)
def handbook(version):
    return make_handbook_page(version)
