"""The editors' queue of remarks without a certain place."""

from __future__ import annotations

import pytest
from django.urls import reverse

from consultation.comments.actions import Place, Wording, confirm_placement, place_comments, post_comment
from consultation.comments.models import Placement
from consultation.delivery.models import Email
from consultation.delivery.sending import send_due
from handbook.anchoring.candidates import likely_places
from tests.factories.comments import accept_rules, make_section
from tests.factories.handbook import SECTIONS, make_version

pytestmark = pytest.mark.django_db

QUEUE = "/beheer/reacties/te-plaatsen/"


@pytest.fixture
def newer(anna, version, open_round, at):
    """Version 0.2, in which 2.1-1 went to 2.2 in other words; anna's remark on it is without a place."""
    section = make_section(version)
    place = Place(section, section.passages.get(ordinal=1))
    post_comment(user=accept_rules(anna, at), place=place, wording=Wording(body="Drie dagen is te kort."), at=at)
    sections = {
        **SECTIONS,
        "2.1": (SECTIONS["2.1"][0], list(SECTIONS["2.1"][1][1:])),
        "2.2": ("Het gesprek", ["Meldingen leest u uiterlijk na drie schooldagen.", *SECTIONS["2.2"][1]]),
    }
    made = make_version(label="0.2", handbook_key=version.handbook_key, sections=sections, at=at)
    place_comments(version=made, at=at)
    return made


def page(client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_remark_without_a_place_waits_with_its_candidates(newer, cas, signed_in):
    browser = signed_in(cas)
    queue = page(browser, QUEUE)
    assert "Drie dagen is te kort." in queue
    assert "Gemaakt op 0.1, 2.1; nu versie 0.2" in queue
    assert '<table class="listing' not in queue, "a table of five columns does not fit a phone"
    one = page(browser, reverse("moderation:place", args=[Placement.objects.get().pk]))
    assert "Lees de melding binnen drie werkdagen." in one
    assert "Meldingen leest u uiterlijk na drie schooldagen." in one


def test_a_choice_places_it_and_an_empty_queue_says_so(newer, cas, signed_in):
    browser, placement = signed_in(cas), Placement.objects.get()
    passage = make_section(newer, "2.2").passages.get(ordinal=1)
    answer = browser.post(reverse("moderation:place", args=[placement.pk]), {"place": str(passage.passage_id)})
    assert answer.url == QUEUE
    placement.refresh_from_db()
    assert (placement.passage, placement.confirmed_by) == (passage, cas)
    assert "Elke reactie heeft een plek." in page(browser, QUEUE)


@pytest.mark.parametrize(("choice", "status", "number"), [("weg", "gone", None), ("paragraaf-2.2", "moved", "2.2")])
def test_gone_and_a_whole_section_are_choices_too(newer, cas, signed_in, choice, status, number):
    placement = Placement.objects.get()
    signed_in(cas).post(reverse("moderation:place", args=[placement.pk]), {"place": choice})
    placement.refresh_from_db()
    assert (placement.status, placement.section and placement.section.number) == (status, number)


@pytest.mark.parametrize("choice", ["", "blijft", "paragraaf-9.9", "00000000-0000-0000-0000-000000000000"])
def test_no_choice_and_a_forged_one_change_nothing_and_are_told(newer, cas, signed_in, choice):
    browser, placement = signed_in(cas), Placement.objects.get()
    answer = browser.post(reverse("moderation:place", args=[placement.pk]), {"place": choice}, follow=True)
    assert "Kies eerst een plek" in answer.content.decode()
    placement.refresh_from_db()
    assert placement.confirmed_at is None


def test_only_the_newest_version_counts_and_only_editors_come_in(newer, anna, cas, signed_in, at):
    later = make_version(label="0.3", handbook_key=newer.handbook_key, at=at)
    place_comments(version=later, at=at)
    assert "Drie dagen is te kort." not in page(signed_in(cas), QUEUE)
    assert signed_in(anna).get(QUEUE).status_code in {302, 403, 404}


def test_candidates_come_likest_first_and_short_or_foreign_ones_not_at_all():
    texts = ["Iets anders.", "De school meldt binnen drie dagen.", "De school meldt het binnen vijf dagen aan u.", "dagen", ""]
    found = likely_places("meldt binnen drie dagen", "De school meldt binnen drie dagen.", texts)
    assert [index for index, _likeness in found] == [1, 2]
    assert 1 >= found[0][1] > found[1][1] > 0.35


def test_editors_hear_once_that_remarks_wait_and_not_any_more_when_they_have_a_place(cas, anna, newer, version, at):
    mail = Email.objects.get(kind="comments.place_needs_me")
    assert (mail.user, mail.topic) == (cas, f"placing:{newer.pk}")
    assert "1 reactie op een eerdere versie heeft nog geen zekere plaats" in mail.text
    place = Place(make_section(version), make_section(version).passages.get(ordinal=1))
    post_comment(user=anna, place=place, wording=Wording(body="Nog iets."), at=at)
    place_comments(version=newer, at=at)
    assert Email.objects.filter(kind="comments.place_needs_me").count() == 1
    for placement in Placement.objects.to_look_at():
        confirm_placement(placement=placement, section=None, passage=None, by=cas, at=at)
    send_due(at=at)
    mail.refresh_from_db()
    assert (mail.state, mail.reason) == ("withdrawn", "no comment waits for a place in this version any more")
