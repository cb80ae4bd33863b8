"""A decision with a reason on one remark, and the answer to its author."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from consultation.comments.actions import withdraw_comment
from consultation.delivery.models import Email
from consultation.delivery.sending import send_due
from consultation.weighing import errors
from consultation.weighing.actions import decide
from consultation.weighing.models import Decision
from tests.factories.comments import make_comment, make_section
from tests.factories.handbook import make_handbook_page, make_version

pytestmark = pytest.mark.django_db

ADOPTED, REJECTED = Decision.Value.ADOPTED, Decision.Value.REJECTED
SECTION = "/handreiking/mas/0.1/2.1/"


@pytest.fixture
def remark(anna, version, open_round, at):
    make_handbook_page(version)
    return make_comment(anna, make_section(version), body="Drie dagen haalt niemand.", at=at)


def words(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_decision_is_the_working_groups_until_an_editor_sends_it(remark, anna, bram, cas, signed_in, at):
    decide(comment=remark, value=ADOPTED, reason="U hebt gelijk.", by=bram, at=at)
    assert "U hebt gelijk." not in words(signed_in(anna).get(SECTION))
    assert not Email.objects.exists()
    decision = Decision.objects.get()
    decide(comment=remark, value=ADOPTED, reason="U hebt gelijk.", publish=True, seen_at=decision.decided_at, by=cas, at=at)
    for address in (SECTION, "/mijn/reacties/"):
        page = words(signed_in(anna).get(address))
        assert "U hebt gelijk." in page
        assert "overgenomen" in page
    send_due(at=at)
    (message,) = mail.outbox
    assert message.to == [f"{anna.name} <{anna.email}>"] or anna.email in message.to[0]
    assert "overgenomen" in message.body
    assert "U hebt gelijk." in message.body


def test_the_way_to_weighing_leads_to_the_newest_board_with_remarks(remark, version, at, anna, bram, signed_in):
    make_version(label="0.2", at=at)
    board = reverse("weighing", kwargs={"slug": version.slug, "label": version.label})
    assert signed_in(bram).get(reverse("weighing-newest")).url == board
    assert signed_in(anna).get(reverse("weighing-newest")).status_code == 404


def test_the_same_again_tells_nothing_and_a_changed_answer_is_told_again(remark, cas, at):
    first = decide(comment=remark, value=REJECTED, reason="De wet zegt drie.", publish=True, by=cas, at=at)
    again = {"seen_at": first.decided_at, "by": cas, "at": at + timedelta(minutes=1)}
    decide(comment=remark, value=REJECTED, reason="De wet zegt drie.", publish=True, **again)
    assert Email.objects.count() == 1
    decide(comment=remark, value=ADOPTED, reason="De wet zegt toch vijf.", **again)
    assert list(Email.objects.order_by("pk").values_list("state", flat=True)) == ["withdrawn", "queued"]
    assert Decision.objects.get().is_published


def test_two_who_decide_at_once_lose_nothing(remark, bram, cas, signed_in, at):
    shown = decide(comment=remark, value=ADOPTED, reason="Ja.", by=bram, at=at)
    with pytest.raises(errors.ChangedMeanwhile):
        decide(comment=remark, value=REJECTED, reason="Nee.", by=cas, at=at)
    address = reverse("weigh", args=[remark.key])
    answer = signed_in(cas).post(address, {"value": REJECTED, "reason": "Nee.", "seen_at": "", "action": "publish"})
    assert answer.status_code == 422
    page = words(answer)
    assert "Een collega wijzigde deze beslissing" in page
    assert "Ja." in page
    assert "Nee." in page
    token = re.search(r'name="seen_at" value="([^"]+)"', page)
    assert token is not None
    assert token.group(1) == shown.decided_at.isoformat()


@pytest.mark.parametrize(
    ("words_given", "error"),
    [
        ({"value": ADOPTED, "reason": "  "}, errors.ReasonMissing),
        ({"value": "misschien", "reason": "Ja."}, errors.ValueMissing),
    ],
)
def test_a_decision_without_a_reason_or_a_value_is_refused(remark, cas, at, words_given, error):
    with pytest.raises(error):
        decide(comment=remark, by=cas, at=at, **words_given)
    assert not Decision.objects.exists()


def test_the_database_refuses_a_decision_without_a_reason(remark, at):
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(comment=remark, value=ADOPTED, reason="", decided_at=at)


def test_who_may_not_and_what_is_not_weighed(remark, anna, eva, bram, cas, at):
    given = {"value": ADOPTED, "reason": "Ja.", "at": at}
    with pytest.raises(errors.MayNotDecide):
        decide(comment=remark, by=anna, **given)
    with pytest.raises(errors.MayNotPublish):
        decide(comment=remark, publish=True, by=bram, **given)
    reply = make_comment(eva, remark.section, parent=remark, at=at)
    with pytest.raises(errors.NothingToWeigh):
        decide(comment=reply, by=cas, **given)
    withdraw_comment(user=anna, comment=remark, at=at)
    with pytest.raises(errors.NothingToWeigh):
        decide(comment=remark, by=cas, **given)


def test_an_answer_to_a_remark_that_was_withdrawn_meanwhile_is_not_sent(remark, anna, cas, at):
    decide(comment=remark, value=ADOPTED, reason="Ja.", publish=True, by=cas, at=at)
    withdraw_comment(user=anna, comment=remark, at=at)
    send_due(at=at)
    assert mail.outbox == []
    assert Email.objects.get().state != Email.State.SENT


def test_the_board_opens_at_what_is_left_and_leads_from_one_to_the_next(remark, eva, version, cas, bram, signed_in, at):
    other = make_comment(eva, make_section(version, "2.2"), body="Het gesprek duurt langer.", at=at)
    browser = signed_in(cas)
    board = words(browser.get("/weging/mas/0.1/"))
    assert "2 losse reacties, 2 zonder behandelaar" in board
    assert board.index("Drie dagen haalt niemand.") < board.index("Het gesprek duurt langer.")
    answer = browser.post(reverse("weigh", args=[remark.key]), {"value": ADOPTED, "reason": "Ja.", "action": "publish"})
    assert answer.url == f"{reverse('weigh', args=[other.key])}?toon=open#reactie"
    answer = browser.post(answer.url, {"value": REJECTED, "reason": "Nee.", "action": "keep"})
    assert answer.url == "/weging/mas/0.1/?toon=open#inhoud"
    assert "Op elke reactie is beslist" in words(browser.get("/weging/mas/0.1/"))
    assert "Het gesprek duurt langer." in words(browser.get("/weging/mas/0.1/?toon=concept"))
    assert "Drie dagen haalt niemand." in words(browser.get("/weging/mas/0.1/?toon=beantwoord"))
    assert signed_in(bram).get("/weging/mas/0.1/").status_code == 200


def test_a_form_with_a_mistake_keeps_the_words(remark, cas, signed_in):
    answer = signed_in(cas).post(
        reverse("weigh", args=[remark.key]), {"value": "", "reason": "Mijn lange uitleg.", "action": "keep"}
    )
    assert answer.status_code == 422
    assert "Kies eerst wat er met de reactie gebeurt." in words(answer)
    assert "Mijn lange uitleg." in words(answer)


def test_others_do_not_find_the_board(remark, anna, dewi, visitor, signed_in):
    for address in ("/weging/mas/0.1/", reverse("weigh", args=[remark.key])):
        assert signed_in(anna).get(address).status_code == 404
        assert signed_in(dewi).get(address).status_code == 404
        assert visitor.get(address).status_code == 302
