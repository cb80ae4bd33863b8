"""An author says once that the answer misses what she meant; the remark is weighed again, and the next answer is final."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from consultation.comments.actions import redact_comment, withdraw_comment
from consultation.delivery.models import Email, Notice
from consultation.delivery.sending import send_due
from consultation.weighing import errors
from consultation.weighing.actions import assign, contest_answer, decide, decide_group, make_group
from consultation.weighing.batches import BatchPlan, look_ahead
from consultation.weighing.models import AlikeGroup, Answer, Contest, Decision, Grouped
from tests.factories.comments import make_comment, make_section
from tests.factories.handbook import make_handbook_page
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db

BOARD = "/weging/mas/0.1/"
ADOPTED, REJECTED = Decision.Value.ADOPTED, Decision.Value.REJECTED
LATER = timedelta(hours=1)


def words(response) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.fixture
def remark(version, open_round, anna, cas, at):
    make_handbook_page(version)
    made = make_comment(anna, make_section(version), body="Drie dagen haalt niemand.", at=at)
    decide(comment=made, value=REJECTED, reason="Halt haalt het wel.", publish=True, by=cas, at=at)
    return made


def page_of(remark) -> str:
    return reverse("contest-answer", args=[remark.key])


def say(remark, by, at, reason="Ik bedoelde de school."):
    return contest_answer(comment=remark, reason=reason, by=by, at=at)


def test_it_reopens_the_remark_and_tells_who_looks_at_it_and_the_editors(remark, anna, bram, cas, version, at):
    assign(comments=[remark], to=bram, by=cas, at=at)
    send_due(at=at)
    mail.outbox.clear()
    say(remark, anna, at + LATER)
    assert not Decision.objects.published().exists()
    assert look_ahead(version, BatchPlan(key=remark.key, seen_at=at + LATER)).ready == [], "the old words do not go again"
    send_due(at=at + LATER)
    told = {message.to[0].partition("<")[2].rstrip(">") for message in mail.outbox}
    assert told == {bram.email, cas.email}
    assert all("Ik bedoelde de school." in message.body for message in mail.outbox)


def test_once_for_each_remark_whoever_asks(remark, anna, at):
    contest = say(remark, anna, at + LATER)
    with pytest.raises(errors.ContestedBefore):
        say(remark, anna, at + 2 * LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contest.objects.create(comment=remark, answer=contest.answer, by=anna, reason="Nog eens.", at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contest.objects.update(reason="")


def test_the_next_answer_is_final_and_the_first_stays_readable(remark, anna, bram, cas, signed_in, at):
    say(remark, anna, at + LATER)
    seen = Decision.objects.get().decided_at
    kept = decide(comment=remark, value=ADOPTED, reason="De school krijgt vijf.", seen_at=seen, by=bram, at=at + 2 * LATER)
    assert "Halt haalt het wel." in words(signed_in(anna).get("/mijn/reacties/")), "a draft changes nothing for her"
    decide(
        comment=remark,
        value=ADOPTED,
        reason="De school krijgt vijf.",
        publish=True,
        seen_at=kept.decided_at,
        by=cas,
        at=at + 3 * LATER,
    )
    assert list(Answer.objects.order_by("pk").values_list("reason", "is_final")) == [
        ("Halt haalt het wel.", False),
        ("De school krijgt vijf.", True),
    ]
    assert Contest.objects.get().settled_at == at + 3 * LATER
    page = words(signed_in(anna).get("/mijn/reacties/"))
    assert "De school krijgt vijf." in page
    assert "Dit antwoord is definitief." in page
    assert "Halt haalt het wel." in page
    assert "Niet wat ik bedoelde" not in page
    assert "Dit antwoord is definitief" in Email.objects.filter(user=anna).latest("pk").text
    with pytest.raises(errors.ContestedBefore):
        say(remark, anna, at + 4 * LATER)


def test_the_last_day_counts_to_its_end(remark, anna, at, settings):
    settings.CONTEST_DAYS = 3
    with pytest.raises(errors.TooLateToContest):
        say(remark, anna, at + timedelta(days=4, hours=1))
    say(remark, anna, at + timedelta(days=3))


def test_who_may_not_and_when_there_is_nothing_to_say(remark, anna, eva, cas, version, at):
    with pytest.raises(errors.NotYours):
        say(remark, eva, at)
    with pytest.raises(errors.WhatWasMeantMissing):
        say(remark, anna, at, "  ")
    open_one = make_comment(anna, make_section(version), body="Nog niets.", at=at)
    with pytest.raises(errors.NoAnswerYet):
        say(open_one, anna, at)
    withdraw_comment(user=anna, comment=remark, at=at)
    with pytest.raises(errors.NoAnswerYet):
        say(remark, anna, at)


def test_words_that_were_blacked_out_do_not_come_back(remark, anna, cas, at):
    redact_comment(comment=remark, words=["Drie"], reason="Een naam.", by=cas, at=at)
    with pytest.raises(errors.ContestNamesRedactedWords):
        say(remark, anna, at, "Ik bedoelde Drie.")


def test_of_a_group_each_author_speaks_for_hers(version, open_round, anna, eva, cas, at):
    section = make_section(version)
    members = [make_comment(person, section, body="Te kort.", at=at) for person in (anna, eva, cas)]
    group = make_group(comments=members, by=cas, at=at)
    decide_group(group=group, value=REJECTED, reason="Nee.", publish=True, seen_at=group.changed_at, by=cas, at=at)
    say(members[1], eva, at + LATER)
    assert set(AlikeGroup.objects.get().members.values_list("comment", flat=True)) == {members[0].pk, members[2].pk}
    assert Grouped.objects.get(comment=members[1]).group is None, "no later look puts it back"
    assert Decision.objects.published().count() == 2


def test_a_mail_about_it_does_not_go_once_it_is_answered(remark, anna, cas, at):
    say(remark, anna, at + LATER)
    seen = Decision.objects.get().decided_at
    decide(comment=remark, value=REJECTED, reason="Toch niet.", publish=True, seen_at=seen, by=cas, at=at + LATER)
    send_due(at=at + LATER)
    assert not [message for message in mail.outbox if cas.email in message.to[0]]


def test_the_story_on_the_pages(remark, anna, eva, cas, signed_in):
    author = signed_in(anna)
    for address in ("/mijn/reacties/", "/handreiking/mas/0.1/2.1/"):
        page = author.get(address)
        assert f'href="{page_of(remark)}"' in page.content.decode()
    assert page_of(remark) not in signed_in(eva).get("/handreiking/mas/0.1/2.1/").content.decode()
    form = author.get(page_of(remark))
    assert "één keer" in words(form)
    assert not Contest.objects.exists()
    refused = author.post(page_of(remark), {"reason": " "})
    assert refused.status_code == 422
    assert "Schrijf op wat u bedoelde" in words(refused)
    done = author.post(page_of(remark), {"reason": "Ik bedoelde de school."}, follow=True)
    assert "De werkgroep kijkt opnieuw naar uw reactie" in words(done)
    assert "Halt haalt het wel." in words(done), "she keeps her answer"
    again = author.post(page_of(remark), {"reason": "Nog eens."})
    assert again.status_code == 422
    assert "U hebt al één keer gezegd" in words(again)
    assert "Ik bedoelde de school." not in words(signed_in(eva).get("/handreiking/mas/0.1/2.1/"))

    editor = signed_in(cas)
    assert "Heropend 1" in words(editor.get(BOARD))
    assert "Drie dagen haalt niemand." in words(editor.get(f"{BOARD}?toon=heropend"))
    assert "Drie dagen haalt niemand." not in words(editor.get(f"{BOARD}?toon=concept"))
    weighed = words(editor.get(f"/weging/reactie/{remark.key}/"))
    assert "Ik bedoelde de school." in weighed
    assert "Halt haalt het wel." in weighed
    assert Notice.objects.filter(kind="weighing.contested", user=cas).count() == 1


def test_others_do_not_find_the_page(remark, eva, anna, visitor, signed_in, version, at):
    assert signed_in(eva).get(page_of(remark)).status_code == 404
    unanswered = make_comment(anna, make_section(version), body="Nog niets.", at=at)
    assert signed_in(anna).get(page_of(unanswered)).status_code == 404
    assert visitor.get(page_of(remark)).status_code == 302


def test_a_text_outlives_the_session(remark, anna, client):
    client.post(page_of(remark), {"reason": "Een lange uitleg."})
    client.force_login(anna)
    assert "Een lange uitleg." in words(client.get(page_of(remark)))


def test_a_colleague_of_the_author_does_not_speak_for_her(remark, anna, cas, at):
    colleague = make_person(name="Willemijn", organisation=anna.organisation.name, groups=["klankbordgroep"])
    with pytest.raises(errors.NotYours):
        say(remark, colleague, at)
