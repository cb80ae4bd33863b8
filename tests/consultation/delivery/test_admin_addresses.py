"""Editors see which addresses are suppressed and why, and change that with a reason that stands in the audit trail."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.urls import reverse
from wagtail.models import ModelLogEntry

from consultation.delivery.actions import erase_of, suppress_address
from consultation.delivery.models import Suppression

pytestmark = pytest.mark.django_db


@pytest.fixture
def suppressed(cas, at):
    return [suppress_address(address=f"lid{n}@town.example", reason="her mail comes back", by=cas, at=at) for n in range(3)]


def test_the_list_is_searched_by_address_and_an_erased_one_is_found_by_typing_it_whole(suppressed, cas, signed_in, at):
    browser = signed_in(cas)
    erase_of(user=None, addresses=["lid1@town.example"], at=at)
    page = browser.get(reverse("suppressions"), {"q": "lid0@"}).content.decode()
    assert "lid0@town.example" in page
    assert "lid2@town.example" not in page
    page = browser.get(reverse("suppressions"), {"q": "Lid1@town.example"}).content.decode()
    assert suppressed[1].fingerprint[:12] in page
    assert not Suppression.objects.filter(words="her mail comes back", pk=suppressed[1].pk).exists()


def test_it_costs_the_same_for_three_and_for_thirty(suppressed, cas, signed_in, at, django_assert_max_num_queries):
    browser = signed_in(cas)
    browser.get(reverse("suppressions"))
    with django_assert_max_num_queries(15) as few:
        browser.get(reverse("suppressions"))
    for number in range(3, 30):
        suppress_address(address=f"lid{number}@town.example", reason="x", by=cas, at=at)
    with django_assert_max_num_queries(len(few)):
        browser.get(reverse("suppressions"))


def test_an_address_is_put_on_the_list_and_taken_off_with_a_reason_each(cas, signed_in):
    browser = signed_in(cas)
    page = browser.post(reverse("suppress"), {"address": "dewi@onderzoek.example", "reason": ""})
    assert "dewi@onderzoek.example" in page.content.decode(), "what was typed is still there"
    browser.post(reverse("suppress"), {"address": "dewi@onderzoek.example", "reason": "bounced to us"})
    found = Suppression.objects.get()
    browser.get(reverse("suppression", args=[found.pk]))
    browser.post(reverse("suppression", args=[found.pk]), {"reason": ""})
    assert Suppression.objects.exists()
    browser.post(reverse("suppression", args=[found.pk]), {"reason": "she called"})
    assert not Suppression.objects.exists()
    trail = ModelLogEntry.objects.filter(action__startswith="klankbord.delivery.").order_by("timestamp")
    assert [entry.data["reason"] for entry in trail] == ["bounced to us", "she called"]
    assert "dewi" not in "".join(f"{entry.label}{entry.data}" for entry in trail)


@pytest.mark.parametrize("who", ["anna", "bram", "dewi"])
def test_nobody_else_sees_or_changes_the_list(who, suppressed, signed_in, request):
    browser = signed_in(request.getfixturevalue(who))
    one = reverse("suppression", args=[suppressed[0].pk])
    for address in (reverse("suppressions"), reverse("suppress"), one):
        assert browser.get(address).status_code != 200
    browser.post(one, {"reason": "please"})
    assert Suppression.objects.count() == 3


def test_who_confirms_her_address_anew_gets_mails_again(anna, cas, rf, at):
    suppress_address(address=anna.email, reason="x", by=cas, at=at)
    address, _is_new = EmailAddress.objects.get_or_create(user=anna, email=anna.email)
    email_confirmed.send(sender=EmailAddress, request=rf.get("/"), email_address=address)
    assert not Suppression.objects.exists()
