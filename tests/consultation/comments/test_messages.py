"""An editor's message to some of the people in a round: chosen, looked at, tried, sent once, stopped."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from consultation.comments.actions import note_opening, say_nothing_to_add, send_message, set_review
from consultation.comments.errors import NobodyChosen
from consultation.comments.models import Message
from consultation.comments.selecting import DRAFTS, PASSED, REACTED, SILENT, UNOPENED, Selection, people_of
from consultation.delivery.actions import set_pace
from consultation.delivery.messages import message_of
from consultation.delivery.models import Email, Notice
from tests.factories.comments import make_comment, make_draft, make_section

pytestmark = pytest.mark.django_db
SUBJECT, BODY = "Nog één week", "Beste lezer.\n\nLukt het u nog?"


@pytest.fixture
def busy(version, open_round, anna, bram, eva, at):
    """anna posted a remark, bram has a draft and read something, eva did nothing."""
    make_comment(anna, make_section(version), at=at)
    make_draft(bram, make_section(version), at=at)
    note_opening(user=bram, section=make_section(version), at=at)
    return open_round


@pytest.fixture
def page(open_round) -> str:
    return reverse("round-messages", args=[open_round.pk])


@pytest.mark.parametrize(
    ("selection", "names"),
    [
        (Selection(), "abe"),
        (Selection(only=(SILENT,)), "be"),
        (Selection(only=(DRAFTS,)), "b"),
        (Selection(only=(REACTED,)), "a"),
        (Selection(only=(UNOPENED,)), "e"),
        (Selection(only=(REACTED, DRAFTS)), "ab"),
        (Selection(only=(SILENT,), without=(DRAFTS,)), "e"),
        (Selection(without=(REACTED,)), "be"),
        (Selection(only=(PASSED,)), ""),
        (Selection(region="Landelijk"), "b"),
        (Selection(function="leerplichtambtenaar"), "a"),
    ],
)
def test_people_are_chosen_by_what_they_did_and_who_they_are(busy, selection, names):
    assert "".join(sorted(user.email[0] for user in people_of(busy, selection))) == names


def test_by_group_and_by_organisation_and_never_outside_the_round(busy, anna, bram, eva, dewi, cas):
    board, work = busy.audience.get(name="klankbordgroep"), busy.audience.get(name="werkgroep")
    assert list(people_of(busy, Selection(groups=(work.pk,)))) == [bram]
    assert list(people_of(busy, Selection(groups=(board.pk,), organisation=anna.organisation_id))) == [anna, eva]
    assert not people_of(busy, Selection(groups=(cas.groups.get().pk,))).exists()


def test_who_has_nothing_to_add_is_not_among_the_silent(busy, eva, bram, at):
    say_nothing_to_add(user=eva, round=busy, at=at)
    assert list(people_of(busy, Selection(only=(SILENT,)))) == [bram]
    assert list(people_of(busy, Selection(only=(PASSED,)))) == [eva]
    set_review(user=bram, section=make_section(busy.version), value="gelezen", at=at)
    assert not people_of(busy, Selection(only=(SILENT,))).exists()


def fields(browser, page, **more) -> dict:
    form = browser.get(page).context["form"]
    return {"key": str(form["key"].value()), "subject": SUBJECT, "body": BODY, **more}


def look(browser, page, **more):
    """What the editor filled in and looked at: the form that she sends."""
    data = fields(browser, page, **more)
    shown = browser.post(page, {**data, "action": "look"})
    return {**data, "seen": shown.context["seen"]}, shown.content.decode()


def test_the_editor_looks_first_and_sees_whom_and_what(busy, page, cas, signed_in):
    _data, shown = look(signed_in(cas), page, only=[SILENT])
    assert "2 mensen krijgen deze mail" in shown
    assert "Bram van den Oever" in shown
    assert "Anna Verschuren" not in shown
    assert "Antwoorden gaan naar Cas Terpstra, cas@ingrado.example" in shown
    assert not Email.objects.filter(kind="comments.message").exists()


def test_it_is_sent_once_with_her_own_address_and_a_way_out(busy, page, cas, signed_in):
    browser = signed_in(cas)
    data, _shown = look(browser, page, only=[DRAFTS])
    for _press in range(2):
        sent = browser.post(page, {**data, "action": "send"})
        assert sent.url == reverse("round-message", args=[Message.objects.get().pk])
    mail = Email.objects.get(kind="comments.message")
    assert (mail.to_address, mail.bulk, mail.subject) == ("bram@om.example", True, SUBJECT)
    assert "List-Unsubscribe" in mail.headers
    assert message_of(mail).reply_to == ["cas@ingrado.example"]
    assert Message.objects.get().count == 1
    assert Message.objects.get().selection["only"] == [DRAFTS]


def test_it_waits_two_minutes_and_can_be_stopped(busy, page, cas, signed_in):
    browser = signed_in(cas)
    data, _shown = look(browser, page)
    address = browser.post(page, {**data, "action": "send"}).url
    assert "3 mails wachten" in browser.get(address).content.decode()
    message = Message.objects.get()
    mail = Email.objects.filter(kind="comments.message").first()
    assert mail.next_try_at == message.sent_at + timedelta(minutes=2)
    browser.post(reverse("round-message-stop", args=[message.pk]))
    assert "Verstuurd: 0. Gestopt: 3." in browser.get(address).content.decode()
    assert "0 van 3 verstuurd" in browser.get(page).content.decode()


def test_what_changed_after_the_look_is_looked_at_again(busy, page, cas, signed_in):
    browser = signed_in(cas)
    data, _shown = look(browser, page)
    shown = browser.post(page, {**data, "body": "Iets anders.", "action": "send"}).content.decode()
    assert "Er is iets veranderd sinds u keek." in shown
    assert "Iets anders." in shown
    assert not Message.objects.exists()


def test_another_text_from_the_same_form_is_another_message(busy, page, cas, signed_in):
    browser = signed_in(cas)
    data, _shown = look(browser, page)
    browser.post(page, {**data, "action": "send"})
    again = {**data, "body": "Iets anders."}
    seen = browser.post(page, {**again, "action": "look"}).context["seen"]
    browser.post(page, {**again, "seen": seen, "action": "send"})
    assert Message.objects.count() == 2


def test_a_try_goes_to_the_editor_alone(busy, page, cas, signed_in, at):
    browser = signed_in(cas)
    data, _shown = look(browser, page)
    assert "De mail is onderweg naar cas@ingrado.example." in browser.post(page, {**data, "action": "try"}).content.decode()
    assert Email.objects.get(kind="comments.message").to_address == "cas@ingrado.example"
    assert not Message.objects.exists()
    set_pace(user_id=cas.pk, kind="comments.message", pace="never", at=at)
    assert "voor uzelf uitgezet" in browser.post(page, {**data, "action": "try"}).content.decode()


def test_nobody_and_nothing_come_back_with_what_was_typed(busy, page, cas, signed_in):
    browser = signed_in(cas)
    refused = browser.post(page, {**fields(browser, page, only=[PASSED]), "action": "look"})
    assert refused.status_code == 422
    assert "Niemand in deze ronde past bij uw keuze." in refused.content.decode()
    assert "Lukt het u nog?" in refused.content.decode()
    empty = browser.post(page, {**fields(browser, page, body="  "), "action": "send"})
    assert empty.status_code == 422
    assert SUBJECT in empty.content.decode()
    assert not Message.objects.exists()


def test_the_action_refuses_nobody_and_a_second_press_tells_nobody_twice(busy, cas, at):
    words = {"round": busy, "subject": SUBJECT, "body": BODY, "by": cas, "at": at}
    with pytest.raises(NobodyChosen):
        send_message(selection=Selection(only=(PASSED,)), key=uuid.uuid4(), **words)
    key = uuid.uuid4()
    first = send_message(selection=Selection(), key=key, **words)
    again = send_message(selection=Selection(), key=key, **{**words, "at": at + timedelta(seconds=1)})
    assert (first, Notice.objects.filter(kind="comments.message").count()) == (again, 3)
    assert ModelLogEntry.objects.filter(action="klankbord.comments.message").count() == 1


def test_only_who_may_change_a_round_comes_in(page, anna, bram, fatih, signed_in, visitor):
    for browser in [visitor, *map(signed_in, (anna, bram, fatih))]:
        assert browser.get(page).status_code in {302, 403}
