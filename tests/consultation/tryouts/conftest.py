"""A try-out with one case, and a member who agreed with the house rules."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.factories.handbook import make_handbook_page
from tests.factories.rounds import make_round
from tests.factories.texts import make_site
from tests.factories.tryouts import make_case, make_tryout, make_version_with_steps


@pytest.fixture
def case():
    version = make_version_with_steps()
    make_site()
    make_handbook_page(version)
    return make_case(make_tryout(make_round(version=version)))


@pytest.fixture
def browser(anna, signed_in):
    anna.house_rules_accepted_at = timezone.now()
    anna.save()
    return signed_in(anna)
