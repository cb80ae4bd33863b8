"""The inbox, the preferences, and the way out that needs no account."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from consultation.delivery import kinds
from consultation.delivery.forms import paces_for
from consultation.delivery.models import Email, Notice, Preference, Rhythm
from consultation.delivery.sending import send_due
from consultation.delivery.unsubscribing import make_token

pytestmark = pytest.mark.django_db
RHYTHM = {"hour": "8", "weekday": "0", "most_a_day": "2", "paused_until": "", "language": "nl"}


@pytest.fixture
def way_out(anna):
    return reverse("unsubscribe", args=[make_token(user_id=anna.pk, kind="tests.news")])


def test_the_inbox_shows_ones_own_notices_newest_first(tell_news, anna, bram, signed_in, at):
    tell_news(anna, topic="news:1", title="Eerste bericht")
    tell_news(anna, topic="news:2", title="Tweede bericht", at=at + timedelta(hours=1))
    tell_news(bram, topic="news:3", title="Niet voor Anna")
    page = signed_in(anna).get(reverse("inbox")).content.decode()
    assert page.index("Tweede bericht") < page.index("Eerste bericht")
    assert "Niet voor Anna" not in page
    assert "2 nieuwe berichten" in page


def test_looking_at_the_inbox_marks_nothing_and_a_button_marks_one_or_all(tell_news, anna, signed_in):
    for number in range(3):
        tell_news(anna, topic=f"news:{number}")
    browser = signed_in(anna)
    browser.get(reverse("inbox"))
    assert Notice.objects.unread().count() == 3
    browser.post(reverse("inbox-read"), {"notice": Notice.objects.first().pk})
    assert Notice.objects.unread().count() == 2
    browser.post(reverse("inbox-read"))
    assert Notice.objects.unread().count() == 0


def test_nobody_marks_the_notices_of_another(tell_news, anna, bram, signed_in):
    tell_news(anna)
    signed_in(bram).post(reverse("inbox-read"), {"notice": Notice.objects.get().pk})
    assert Notice.objects.unread().count() == 1


def test_the_inbox_costs_the_same_with_two_notices_and_with_twenty(tell_news, anna, signed_in, django_assert_max_num_queries):
    browser = signed_in(anna)
    for number in range(20):
        tell_news(anna, topic=f"news:{number}")
    with django_assert_max_num_queries(9):
        browser.get(reverse("inbox"))


@pytest.mark.parametrize("name", ["inbox", "preferences"])
def test_a_visitor_is_sent_to_sign_in(visitor, name):
    assert visitor.get(reverse(name)).status_code == 302


def anything_but_never(person):
    """The first pace that one may choose for each kind."""
    return {kind.name: paces_for(kind)[0][0] for kind in kinds.all_kinds() if kind.is_for(person)}


def test_a_member_chooses_a_pace_for_each_kind_she_may_get(anna, signed_in):
    browser = signed_in(anna)
    page = browser.get(reverse("preferences")).content.decode()
    assert "News" in page
    assert 'name="tests.code"' not in page
    offered = [kind.name for kind in kinds.all_kinds() if kind.is_for(anna)]
    browser.post(reverse("preferences"), RHYTHM | dict.fromkeys(offered, "never"))
    assert set(Preference.objects.filter(user=anna).values_list("kind", "pace")) == {(name, "never") for name in offered}
    browser.post(reverse("preferences"), RHYTHM | anything_but_never(anna))
    assert not Preference.objects.filter(pace="never").exists()


def test_she_chooses_when_and_how_many_and_in_which_language(anna, signed_in):
    browser = signed_in(anna)
    paces = anything_but_never(anna) | {"tests.news": "weekly"}
    changed = {"hour": "17", "weekday": "4", "most_a_day": "1", "paused_until": "2099-01-01", "language": "en"}
    page = browser.post(reverse("preferences"), RHYTHM | paces | changed).content.decode()
    assert "binnen twee jaar" in page
    assert 'value="17" selected' in page
    assert not Rhythm.objects.exists()
    browser.post(reverse("preferences"), RHYTHM | paces | changed | {"paused_until": ""})
    anna.refresh_from_db()
    assert (anna.rhythm.hour, anna.rhythm.weekday, anna.rhythm.most_a_day, anna.rhythm.paused_until) == (17, 4, 1, None)
    assert anna.language == "en"
    assert "My preferences" in browser.get(reverse("preferences")).content.decode()


def test_the_link_in_a_mail_opens_the_preferences_without_signing_in(tell_news, anna, bram, visitor):
    tell_news(anna)
    link = re.search(r"http\S+/mijn/voorkeuren/\S+", Email.objects.get().text)[0]
    page = visitor.get(link).content.decode()
    assert "a•••@waterlo.example" in page
    assert anna.email not in page
    paces = {kind.name: "never" for kind in kinds.all_kinds() if kind.is_for(anna)}
    assert visitor.get(link, RHYTHM | paces).status_code == 200
    assert not Preference.objects.exists()
    assert visitor.post(link, RHYTHM | paces).status_code == 302
    assert set(Preference.objects.values_list("user", "pace")) == {(anna.pk, "never")}
    assert visitor.get(reverse("preferences")).status_code == 302
    assert visitor.get(reverse("preferences-by-link", args=[make_token(user_id=bram.pk, kind="tests.news")])).status_code == 404


def test_a_scanner_that_opens_the_way_out_changes_nothing(way_out, visitor):
    page = visitor.get(way_out)
    assert page.status_code == 200
    assert "News" in page.content.decode()
    assert not Preference.objects.exists()


def test_a_mail_program_unsubscribes_with_one_post_and_without_cookie_or_token(tell_news, way_out, anna, at):
    strict = Client(enforce_csrf_checks=True)
    tell_news(anna)
    response = strict.post(way_out, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert "sessionid" not in response.cookies
    assert Preference.objects.get(user=anna).pace == "never"
    assert send_due(at=at) == 0


def test_who_changes_her_mind_switches_it_on_again_on_the_same_page(way_out, visitor, anna):
    visitor.post(way_out)
    visitor.post(way_out, {"again": "1"})
    assert Preference.objects.get(user=anna).pace == "at_once"


@pytest.mark.parametrize("token", ["x", "WzEsIng:abc", "WzEsInRlc3RzLm5ld3MiXQ:AAAA"])
def test_a_token_that_we_did_not_make_is_a_page_that_does_not_exist(visitor, token):
    assert visitor.post(reverse("unsubscribe", args=[token])).status_code == 404


def test_a_token_is_good_for_its_own_kind_and_person_only(anna, bram, visitor):
    visitor.post(reverse("unsubscribe", args=[make_token(user_id=anna.pk, kind="tests.news")]))
    assert list(Preference.objects.values_list("user", "kind")) == [(anna.pk, "tests.news")]


def test_the_way_out_of_somebody_who_is_gone_does_not_fail(visitor):
    assert visitor.post(reverse("unsubscribe", args=[make_token(user_id=999999, kind="tests.news")])).status_code == 404
