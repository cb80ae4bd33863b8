"""The cast (contract.md) and the few things that most tests stand on: an instant, a version, an open round."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from consultation.people.models import User
from consultation.rounds.models import Round
from handbook.models.versions import Version
from tests.factories.handbook import make_version
from tests.factories.people import make_cast_member
from tests.factories.rounds import make_round

# A busy machine must not fail a test that says nothing about time.
hypothesis_settings.register_profile("klankbord", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("klankbord")

pytest_plugins = [
    "tests.fixtures.required",
    "tests.fixtures.passed",
    "tests.fixtures.sharing",
    "tests.fixtures.caches",
    "tests.fixtures.database",
    "tests.fixtures.frozen",
    "tests.fixtures.storage",
    "tests.fixtures.browser",
    "tests.fixtures.smtp",
    "tests.fixtures.children",
    "tests.fixtures.conference_rush",
    "tests.fixtures.partners",
    "tests.fixtures.benchmarks",
]


@pytest.fixture
def at() -> datetime:
    """The instant of the test, to the second; the same one goes into every action."""
    return timezone.now().replace(microsecond=0)


@pytest.fixture
def anna(db: None) -> User:
    """Member of the sounding board, municipality of Waterlo."""
    return make_cast_member("anna")


@pytest.fixture
def bram(db: None) -> User:
    """Working group, Public Prosecution Service."""
    return make_cast_member("bram")


@pytest.fixture
def cas(db: None) -> User:
    """Editor at Ingrado."""
    return make_cast_member("cas")


@pytest.fixture
def dewi(db: None) -> User:
    """Has an account and belongs to no group."""
    return make_cast_member("dewi")


@pytest.fixture
def eva(db: None) -> User:
    """Member and coordinator of anna's organisation."""
    return make_cast_member("eva")


@pytest.fixture
def fatih(db: None) -> User:
    """Administrator."""
    return make_cast_member("fatih")


@pytest.fixture
def olga(db: None) -> User:
    """Observer at the ministry: reads, records nothing."""
    return make_cast_member("olga")


@pytest.fixture
def visitor(db: None) -> Client:
    """A browser that is not signed in."""
    return Client()


@pytest.fixture
def signed_in():
    """``signed_in(anna)`` is a browser in which anna is signed in."""

    def browser(user: User, **headers: str) -> Client:
        client = Client(**headers)
        client.force_login(user)
        return client

    return browser


@pytest.fixture
def version(db: None) -> Version:
    """Version 0.1 of a small handbook, read by sounding board and working group."""
    return make_version()


@pytest.fixture
def open_round(version: Version) -> Round:
    """An open round on ``version``."""
    return make_round(version=version)
