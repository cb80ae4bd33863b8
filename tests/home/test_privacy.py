"""The privacy statement says what the registries say, and each version that somebody agreed under is kept."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from consultation.newsletter.models import SubscriptionConsent
from consultation.people import registry, retention
from consultation.people.actions import keep_statement, privacy_version, record_consent, withdraw_consent
from consultation.people.actions.statement import in_words
from consultation.people.models import PrivacyStatement, User
from home.models import StandardPage
from tests.factories.newsletter import make_subscriber
from tests.factories.texts import make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(db: None) -> StandardPage:
    make_site()
    return StandardPage.objects.get(slug="privacy")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_place_and_every_period_stands_on_the_page(page: StandardPage, visitor: Client, language: str) -> None:
    visitor.post("/taal/", {"language": language, "next": "/privacy/"})
    words = html.unescape(visitor.get("/privacy/").content.decode())
    with translation.override(language):
        missing = [str(place.describe) for place in registry.places() if str(place.describe) not in words]
        for period in retention.periods():
            line = f'<td>{period.what}</td><td class="numeric">{in_words(period.days())}</td>'
            missing += [] if line in words else [line]
    assert missing == []


def test_a_period_that_is_set_otherwise_stands_there_otherwise(page: StandardPage, visitor: Client, settings: Any) -> None:
    assert '<td class="numeric">30 dagen</td>' in visitor.get("/privacy/").content.decode()
    before = privacy_version()
    settings.KEPT_DAYS = {**settings.KEPT_DAYS, "mail_texts": 17}
    assert '<td class="numeric">17 dagen</td>' in visitor.get("/privacy/").content.decode()
    assert privacy_version() != before


def test_other_standing_pages_say_nothing_of_it(page: StandardPage, visitor: Client) -> None:
    assert "Hoelang" not in visitor.get("/huisregels/").content.decode()


def test_it_costs_no_query_more(page: StandardPage, visitor: Client, django_assert_num_queries: Any) -> None:
    for address in ("/huisregels/", "/privacy/"):
        visitor.get(address)
    with django_assert_num_queries(20, exact=False) as other:
        visitor.get("/huisregels/")
    with django_assert_num_queries(len(other)):
        visitor.get("/privacy/")


def test_a_consent_names_a_version_of_which_the_text_is_kept(page: StandardPage, at: Any, settings: Any) -> None:
    make_subscriber("gerda@zeewold.example", at=at)
    first = SubscriptionConsent.objects.get().privacy_version
    settings.KEPT_DAYS = {**settings.KEPT_DAYS, "mail_texts": 17}
    page.body = "<p>Een andere tekst.</p>"
    page.save_revision().publish()
    make_subscriber("joke@zeewold.example", at=at)
    second = SubscriptionConsent.objects.latest("pk").privacy_version
    assert first != second
    old, new = (PrivacyStatement.objects.get(version=version).text for version in (first, second))
    assert "Wat wij bewaren en waarom" in old
    assert "De tekst van een mail die verstuurd is, of niet verstuurd kon worden. 30 dagen" in old
    assert "Een andere tekst." in new
    assert "17 dagen" in new


def test_who_becomes_a_member_is_proven_to_have_had_this_statement_before_her(anna: User, at: Any) -> None:
    given = record_consent(user=anna, purpose="membership", text_version="2026-11", place="/x/", at=at)
    assert PrivacyStatement.objects.filter(version=given.privacy_version).exists()
    assert withdraw_consent(user=anna, purpose="membership", place="/x/", at=at).privacy_version == given.privacy_version


def test_a_version_is_kept_once(page: StandardPage, at: Any) -> None:
    assert keep_statement(at=at) == keep_statement(at=at)
    assert PrivacyStatement.objects.count() == 1


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "1 dag"), (90, "90 dagen"), (365, "1 jaar"), (366, "1 jaar"), (400, "400 dagen"), (730, "2 jaar"), (1826, "5 jaar")],
)
def test_days_are_said_as_people_say_them(days: int, words: str) -> None:
    with translation.override("nl"):
        assert in_words(days) == words
