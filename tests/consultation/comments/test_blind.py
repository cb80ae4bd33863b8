"""A blind round: nothing of a peer's remark shows, not on any page, not in a count, a number, a mark or a mail.

Two worlds are made in the same way, but for one thing: in the second a colleague posts, replies to nobody, marks and
saves. Every page that anna can open is then the same to the byte.
"""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from consultation.comments.actions import set_review
from consultation.comments.models import Comment
from consultation.delivery.models import Email, Notice
from consultation.people.models import User
from consultation.rounds.models import Round
from tests.factories.comments import make_comment, make_draft, make_section
from tests.factories.handbook import make_handbook_page
from tests.factories.rounds import make_round

pytestmark = pytest.mark.django_db

ONCE = (
    (r'name="csrfmiddlewaretoken" value="[^"]+"', "csrf"),
    (r'name="writer" value="[^"]+"', "writer"),
    (r'name="key" value="[^"]+"', "key"),
    (r'name="opened" value="[^"]+"', "opened"),
    (r"[?]getoond=[^\"]+", "made-at"),
    (r"hx-headers=\'[^\']+\'", "headers"),
)
"""What differs between two requests for the same page, for everybody: tokens against forgery, fresh keys, when it was made."""


@pytest.fixture
def blind(version, at):
    make_handbook_page(version)
    return make_round(version=version, blind=True, opens_at=at - timedelta(days=1), closes_at=at + timedelta(days=3))


@pytest.fixture
def own(version, blind, anna, at):
    return make_comment(anna, make_section(version), "Mijn eigen reactie.", key=uuid.UUID(int=7), at=at)


def pages(version, own, round):
    section = own.section
    question = round.questions.first()
    return [
        "/",
        reverse("handbook", args=[version.slug]),
        reverse("version", args=[version.slug, version.label]),
        reverse("version", args=[version.slug, version.label]) + "?weergave=geheel",
        reverse("version", args=[version.slug, version.label]) + "?toon=reacties",
        reverse("section", args=[version.slug, version.label, section.number]),
        reverse("section", args=[version.slug, version.label, section.number]) + f"?reactie={own.key}",
        reverse("section", args=[version.slug, version.label, "1"]),
        reverse("my-comments"),
        "/mijn/",
        "/mijn/berichten/",
        reverse("comment-post", args=[section.pk]),
        reverse("comment-edit", args=[own.key]),
        reverse("comment-withdraw", args=[own.key]),
        reverse("question-answer", args=[question.pk]),
    ]


def seen(user: User, addresses: list[str]) -> dict[str, str]:
    browser = Client()
    browser.force_login(user)
    found = {}
    for address in addresses:
        response = browser.get(address)
        text = f"{response.status_code} " + response.content.decode()
        for pattern, name in ONCE:
            text = re.sub(pattern, name, text)
        found[address] = text
    return found


def let_a_colleague_react(eva: User, bram: User, version, at) -> None:
    for number in ("2.1", "2.1", "1"):
        make_comment(eva, make_section(version, number), "Van een collega.", at=at)
    make_draft(eva, make_section(version), at=at)
    set_review(user=eva, section=make_section(version), value="akkoord", at=at)
    make_comment(bram, make_section(version), "Van de werkgroep.", at=at)


def test_every_page_is_the_same_to_the_byte_with_and_without_a_peers_remark(version, blind, own, anna, eva, bram, at):
    blind.questions.create(ordinal=1, text="Haalt u dit?", section_key=own.section.key)
    addresses = pages(version, own, blind)
    before = seen(anna, addresses)
    let_a_colleague_react(eva, bram, version, at)
    later_number = make_comment(anna, make_section(version, "2.2"), "Nog een.", at=at).number
    Comment.objects.filter(number=later_number).update(body="Nog een.")
    assert later_number == 6, "numbers do tell what colleagues did, so that they are not shown"
    Comment.objects.filter(number=later_number).delete()
    after = seen(anna, addresses)
    assert {address for address in addresses if before[address] != after[address]} == set()
    assert {address: text[:3] for address, text in after.items() if not text.startswith("200 ")} == {}
    assert "Mijn eigen reactie." in after[reverse("my-comments")]


def test_the_comparison_sees_a_difference_when_the_round_is_open(version, blind, own, anna, eva, bram, at):
    """The negative control: without the blindness the same pages do differ."""
    blind.questions.create(ordinal=1, text="Haalt u dit?", section_key=own.section.key)
    Round.objects.update(blind=False)
    addresses = pages(version, own, blind)
    before = seen(anna, addresses)
    let_a_colleague_react(eva, bram, version, at)
    after = seen(anna, addresses)
    assert before[addresses[5]] != after[addresses[5]]


def test_a_peers_addresses_do_not_exist_and_nobody_is_told(version, blind, own, anna, eva, bram, signed_in, at):
    told = Email.objects.count(), Notice.objects.count()
    let_a_colleague_react(eva, bram, version, at)
    peer = Comment.objects.filter(body="Van een collega.").first()
    browser = signed_in(anna)
    for name in ("comment-reply", "comment-report", "comment-object", "comment-edit", "comment-withdraw"):
        assert browser.get(reverse(name, args=[peer.key])).status_code == 404
    assert browser.post(reverse("comment-support", args=[peer.key])).status_code == 404
    assert (Email.objects.count(), Notice.objects.count()) == told


def test_numbers_come_into_sight_when_the_round_closes(version, blind, own, anna, eva, bram, at):
    address = reverse("section", args=[version.slug, version.label, own.section.number])
    assert ">R1<" not in seen(anna, [address])[address]
    let_a_colleague_react(eva, bram, version, at)
    Round.objects.update(closes_at=at - timedelta(seconds=1))
    page = seen(anna, [address])[address]
    assert ">R1<" in page
    assert "Van een collega." in page
