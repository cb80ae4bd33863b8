"""Decided answers go out together: once to each author, with what stays back and why."""

from __future__ import annotations

import html
import re
import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from consultation.comments.actions import withdraw_comment
from consultation.delivery.models import Email, Notice
from consultation.delivery.sending import send_due
from consultation.jobs.models import Job
from consultation.people.models import WORKING_GROUP, Organisation
from consultation.weighing import errors, portions
from consultation.weighing.actions import Stance, decide, give_position, make_group, send_batch, take_out
from consultation.weighing.actions import sending as sending_action
from consultation.weighing.batches import Back, BatchPlan, Which, look_ahead
from consultation.weighing.models import Answer, Batch, Decision, Dissent, Position
from consultation.weighing.views import sending
from tests.factories.comments import make_comment, make_section
from tests.factories.handbook import make_handbook_page
from tests.factories.people import make_organisation, make_person

pytestmark = pytest.mark.django_db

BOARD = "/weging/mas/0.1/"
SEND = f"{BOARD}versturen/"
ADOPTED = Decision.Value.ADOPTED
LATER = timedelta(hours=1)


def words(response) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def hidden(response) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"tonen": ["organisatie"]}
    for tag in re.findall(r"<input[^>]*hidden[^>]*>", response.content.decode()):
        name, value = (re.search(rf'{part}="([^"]*)"', tag) for part in ("name", "value"))
        if name and value and name[1] in {"welke", "sleutel", "gezien", "reactie"}:
            found.setdefault(name[1], []).append(value[1])
    return found


@pytest.fixture
def remarks(version, open_round, anna, eva, cas, at):
    """Two of Anna's and one of Eva's, all decided and not sent."""
    section = make_section(version)
    made = [
        make_comment(anna, section, body="Drie dagen haalt niemand.", at=at),
        make_comment(anna, make_section(version, "2.2"), body="Voeg een stroomschema toe.", at=at),
        make_comment(eva, section, body="Het gesprek duurt langer.", at=at),
    ]
    for number, remark in enumerate(made):
        decide(comment=remark, value=ADOPTED, reason=f"Antwoord {number}.", by=cas, at=at)
    return made


def plan_of(at, **more) -> BatchPlan:
    return BatchPlan(**{"key": uuid.uuid4(), "seen_at": at} | more)


def test_each_author_hears_once_of_all_hers(remarks, version, anna, eva, cas, at):
    sent = send_batch(version=version, plan=plan_of(at), by=cas, at=at + LATER)
    assert (sent.answers, sent.people, sent.held) == (3, 2, 0)
    assert Decision.objects.published().count() == 3
    assert list(Email.objects.order_by("user__email").values_list("user", flat=True)) == [anna.pk, eva.pk]
    notice = Notice.objects.get(user=anna)
    assert notice.body.count("overgenomen") == 2
    send_due(at=at + LATER)
    (letter,) = [message for message in mail.outbox if anna.email in message.to[0]]
    assert "Antwoord 0." in letter.body
    assert "Antwoord 1." in letter.body
    assert "Antwoord 2." not in letter.body


def test_the_same_press_twice_and_two_editors_tell_nobody_twice(remarks, version, cas, at):
    second = make_person(name="Saskia", groups=["redactie"])
    plan = plan_of(at)
    first = send_batch(version=version, plan=plan, by=cas, at=at + LATER)
    assert send_batch(version=version, plan=plan, by=cas, at=at + 2 * LATER) == first
    other = send_batch(version=version, plan=plan_of(at), by=second, at=at + 2 * LATER)
    assert (other.answers, other.people) == (0, 0)
    assert (Email.objects.count(), Answer.objects.count(), Batch.objects.count()) == (2, 3, 1)


def test_a_crash_in_the_middle_leaves_nothing_half_done(remarks, version, cas, at, monkeypatch):
    plan = plan_of(at)

    def crash(**_given):
        raise RuntimeError("the worker is killed")

    monkeypatch.setattr("consultation.weighing.actions.sending.tell_batch", crash)
    with pytest.raises(RuntimeError):
        send_batch(version=version, plan=plan, by=cas, at=at + LATER)
    assert not Decision.objects.published().exists()
    assert not Answer.objects.exists()
    monkeypatch.undo()
    assert send_batch(version=version, plan=plan, by=cas, at=at + LATER).people == 2


def test_what_was_cut_off_between_two_portions_goes_on_and_tells_nobody_twice(remarks, version, anna, eva, cas, at, monkeypatch):
    plan, tell = plan_of(at), sending_action.tell_batch

    def tell_one_and_crash(**given):
        if Batch.objects.filter(people__gt=0).exists():
            raise RuntimeError("the worker is killed")
        return tell(**given)

    monkeypatch.setattr(portions, "PORTION", 1)
    monkeypatch.setattr(sending_action, "tell_batch", tell_one_and_crash)
    with pytest.raises(RuntimeError):
        send_batch(version=version, plan=plan, by=cas, at=at + LATER)
    assert set(Answer.objects.values_list("comment", flat=True)) == {remarks[0].pk, remarks[1].pk}, "all of anna's, none of eva's"
    assert list(Notice.objects.values_list("user", flat=True)) == [anna.pk]
    assert Batch.objects.get().ended_at is None
    monkeypatch.setattr(sending_action, "tell_batch", tell)
    sent = send_batch(version=version, plan=plan, by=cas, at=at + 2 * LATER)
    assert (sent.answers, sent.people) == (3, 2)
    assert sorted(Notice.objects.values_list("user", flat=True)) == sorted([anna.pk, eva.pk])
    assert Email.objects.count() == 2
    assert Batch.objects.get().ended_at == at + 2 * LATER
    assert ModelLogEntry.objects.get(action="klankbord.weighing.send_batch").data["answers"] == 3


def test_what_stays_back_and_why(remarks, version, anna, partner, cas, at):
    undecided = make_comment(anna, make_section(version), body="Ook drie dagen.", at=at)
    group = make_group(comments=[remarks[0], undecided], by=cas, at=at)
    give_position(comment=remarks[1], stance=Stance("bezwaar", "juridisch", "De wet zegt drie."), by=partner, at=at)
    late = Decision.objects.get(comment=remarks[2])
    decide(comment=remarks[2], value=ADOPTED, reason="Anders.", seen_at=late.decided_at, by=cas, at=at + LATER)
    outlook = look_ahead(version, plan_of(at))
    assert outlook.ready == []
    assert [(one.comment, one.why) for one in outlook.held] == [
        (remarks[0].pk, Back.GROUP),
        (remarks[2].pk, Back.CHANGED),
        (remarks[1].pk, Back.CONTESTED),
    ]
    take_out(group=group, comments=[undecided], seen_at=group.changed_at, by=cas, at=at)
    assert look_ahead(version, plan_of(at)).ready == [remarks[0].pk]


def test_a_contested_answer_goes_with_a_reason_and_keeps_the_minority_as_it_was(remarks, version, partner, cas, at):
    give_position(comment=remarks[0], stance=Stance("akkoord mits", "juridisch", "Mits de wet het toelaat."), by=partner, at=at)
    chosen = {"anyway": (remarks[0].key,)}
    with pytest.raises(errors.DespiteMissing):
        send_batch(version=version, plan=plan_of(at, **chosen), by=cas, at=at + LATER)
    assert not Answer.objects.exists()
    send_batch(version=version, plan=plan_of(at, **chosen, despite="Het overleg besloot zo."), by=cas, at=at + LATER)
    answer = Answer.objects.get(comment=remarks[0])
    assert answer.despite == "Het overleg besloot zo."
    assert not Answer.objects.exclude(pk=answer.pk).exclude(despite="").exists(), "only of what was contested"
    give_position(comment=remarks[0], stance=Stance("akkoord"), by=partner, at=at + 2 * LATER)
    (dissent,) = Dissent.objects.for_readers().by_comment([remarks[0].pk])[remarks[0].pk]
    assert dissent.words == f"{partner.organisation}: akkoord mits (juridisch)"


@pytest.mark.parametrize(
    ("shown", "seen"),
    [(Answer.Shown.WHOLE, "Mits het kan."), (Answer.Shown.NAMED, "akkoord mits (juridisch)"), (Answer.Shown.WEIGHERS, "")],
)
def test_readers_see_of_the_minority_what_the_editor_chose(remarks, version, anna, partner, cas, signed_in, at, shown, seen):
    give_position(comment=remarks[0], stance=Stance("akkoord mits", "juridisch", "Mits het kan."), by=partner, at=at)
    plan = plan_of(at, anyway=(remarks[0].key,), despite="Zo besloten.", shown=shown)
    send_batch(version=version, plan=plan, by=cas, at=at + LATER)
    make_handbook_page(version)
    for address in ("/mijn/reacties/", "/handreiking/mas/0.1/2.1/"):
        page = words(signed_in(anna).get(address))
        assert (str(partner.organisation) + ": akkoord mits" in page) == bool(seen)
        assert seen in page
        assert ("Mits het kan." in page) == (shown == Answer.Shown.WHOLE)
    weigher = words(signed_in(partner).get(f"/weging/reactie/{remarks[0].key}/"))
    assert "Mits het kan." in weigher
    assert "Zo besloten." in weigher


def test_one_that_is_sent_alone_keeps_the_minority_too(remarks, partner, cas, at):
    give_position(comment=remarks[0], stance=Stance("bezwaar", "", "Nee."), by=partner, at=at)
    seen = Decision.objects.get(comment=remarks[0]).decided_at
    decide(comment=remarks[0], value=ADOPTED, reason="Toch.", publish=True, seen_at=seen, by=cas, at=at + LATER)
    assert Dissent.objects.standing().get().value == Position.Value.OBJECT


def test_only_what_all_partners_agree_with_goes_as_one_list(remarks, version, partner, cas, at):
    council = make_organisation("Raad voor de Kinderbescherming")
    Organisation.objects.filter(pk=council.pk).update(is_partner=True)
    karin = make_person(name="Karin", organisation=council.name, groups=[WORKING_GROUP])
    for person in (partner, karin):
        give_position(comment=remarks[1], stance=Stance("akkoord"), by=person, at=at)
    give_position(comment=remarks[0], stance=Stance("akkoord"), by=partner, at=at)
    sent = send_batch(version=version, plan=plan_of(at, which=Which.UNANIMOUS), by=cas, at=at + LATER)
    assert sent.answers == 1
    assert Decision.objects.published().get().comment == remarks[1]


def test_answers_of_which_none_stands_any_more_are_not_mailed(remarks, version, anna, eva, cas, at):
    send_batch(version=version, plan=plan_of(at), by=cas, at=at + LATER)
    withdraw_comment(user=eva, comment=remarks[2], at=at + LATER)
    withdraw_comment(user=anna, comment=remarks[0], at=at + LATER)
    send_due(at=at + LATER)
    assert [message.to[0].partition("<")[2] for message in mail.outbox] == [f"{anna.email}>"]


def test_who_may_not(remarks, version, bram, anna, cas, signed_in, at):
    with pytest.raises(errors.MayNotPublish):
        send_batch(version=version, plan=plan_of(at), by=bram, at=at)
    assert signed_in(anna).get(SEND).status_code == 404
    page = signed_in(bram).get(SEND, follow=True)
    assert "Alleen de redactie verstuurt antwoorden" in words(page)
    assert "Verstuur alle antwoorden" not in words(signed_in(bram).get(f"{BOARD}?toon=concept"))


def test_the_story_on_the_pages(remarks, version, partner, cas, signed_in, at):
    give_position(comment=remarks[2], stance=Stance("bezwaar", "juridisch", "De wet zegt drie."), by=partner, at=at)
    browser = signed_in(cas)
    assert "Verstuur alle antwoorden" in words(browser.get(f"{BOARD}?toon=concept"))
    page = browser.get(f"{SEND}?welke=alles")
    assert "2 antwoorden gaan de deur uit. 1 persoon hoort het" in words(page)
    assert "De wet zegt drie." in words(page)
    assert not Answer.objects.exists()
    refused = browser.post(SEND, hidden(page) | {"toch": str(remarks[2].key), "waarom": " "})
    assert refused.status_code == 422
    assert "Leg uit waarom" in words(refused)
    assert f'value="{remarks[2].key}" checked' in refused.content.decode()
    done = browser.post(SEND, hidden(page), follow=True)
    assert "2 antwoorden zijn verstuurd. 1 persoon hoort het. 1 antwoord blijft achter." in words(done)
    again = browser.post(SEND, hidden(page), follow=True)
    assert "2 antwoorden zijn verstuurd" in words(again), "the same press is the same sending"
    assert Email.objects.count() == 1


def test_every_contested_answer_is_ticked_at_once(remarks, partner, cas, signed_in, at):
    for one in remarks[1:]:
        give_position(comment=one, stance=Stance("bezwaar", "juridisch", "De wet zegt drie."), by=partner, at=at)
    browser = signed_in(cas)
    page = browser.get(f"{SEND}?welke=alles").content.decode()
    assert "checked" not in page[page.index('id="toch"') : page.index("waarom")]
    ticked = browser.get(f"{SEND}?{html.unescape(re.findall(r'[?](welke=alles[^#]*toch=alle)#', page)[0])}")
    keys = re.findall(r'name="toch" value="([^"]*)" checked', ticked.content.decode())
    assert set(keys) == {str(one.key) for one in remarks[1:]}
    assert "Vink niets aan" in words(ticked)
    assert not Answer.objects.exists()


def test_what_is_ticked_on_the_board_goes_and_nothing_else(remarks, cas, signed_in):
    browser = signed_in(cas)
    ticked = {"reactie": [str(remarks[1].key)], "action": "send"}
    page = browser.post(f"{BOARD}samen/?toon=concept", ticked, follow=True)
    assert "1 antwoord gaat de deur uit" in words(page)
    browser.post(SEND, hidden(page))
    assert Decision.objects.published().get().comment == remarks[1]
    empty = words(browser.get(f"{SEND}?welke=aangevinkt&reactie={remarks[1].key}&reactie=onzin"))
    assert "Niets te versturen" in empty


def test_many_that_lack_a_reason_are_refused_on_the_page_and_never_as_a_job(remarks, partner, cas, signed_in, monkeypatch, at):
    monkeypatch.setattr(sending, "AT_ONCE", 1)
    give_position(comment=remarks[2], stance=Stance("bezwaar", "juridisch", "De wet zegt drie."), by=partner, at=at)
    browser = signed_in(cas)
    refused = browser.post(SEND, hidden(browser.get(SEND)) | {"toch": str(remarks[2].key), "waarom": " "})
    assert refused.status_code == 422
    assert f'value="{remarks[2].key}" checked' in refused.content.decode()
    assert not Job.objects.exists()


def test_many_are_a_job_that_a_second_run_does_not_repeat(remarks, cas, signed_in, monkeypatch):
    monkeypatch.setattr(sending, "AT_ONCE", 1)
    browser = signed_in(cas)
    page = browser.get(f"{SEND}?welke=alles")
    status = browser.post(SEND, hidden(page)).url
    assert status == browser.post(SEND, hidden(page)).url
    assert not Answer.objects.exists()
    call_command("run_due", "--once", verbosity=0)
    assert Answer.objects.count() == 3
    assert f'href="{BOARD}?toon=concept"' in browser.get(status).content.decode()
    call_command("run_due", "--once", verbosity=0)
    assert Notice.objects.filter(kind="weighing.batch").count() == 2


def test_twenty_answers_cost_no_more_queries_than_three(remarks, version, anna, eva, cas, signed_in, at):
    browser = signed_in(cas)

    def count() -> int:
        browser.get(SEND)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(SEND).status_code == 200
        return len(queries)

    def sending() -> int:
        now = timezone.now()
        with CaptureQueriesContext(connection) as queries:
            send_batch(version=version, plan=plan_of(now), by=cas, at=now)
        return len(queries)

    few, few_sent = count(), sending()
    for number in range(20):
        remark = make_comment(anna if number % 2 else eva, make_section(version), body=f"Punt {number}", at=at)
        decide(comment=remark, value=ADOPTED, reason="Ja.", by=cas, at=at)
    assert count() == few
    assert sending() <= few_sent


def test_what_a_partner_objects_to_in_a_group_stays_back_for_all_of_it_and_goes_with_the_minority(
    remarks, version, partner, cas, signed_in, at
):
    group = make_group(comments=remarks[:2], by=cas, at=at)
    give_position(comment=remarks[0], stance=Stance("bezwaar", "juridisch", "De wet zegt drie."), by=partner, at=at)
    outlook = look_ahead(version, plan_of(at))
    assert outlook.ready == [remarks[2].pk], "nobody of the group hears what is contested"
    assert [(one.comment, more) for one, more in outlook.contested_held] == [(remarks[0].pk, 1)]
    page = words(signed_in(cas).get(SEND))
    assert "Omstreden: 2 antwoorden blijven achter" in page
    assert "toch en nog 1" in page
    chosen = plan_of(at, anyway=(remarks[0].key,), despite="Het overleg besloot zo.")
    assert send_batch(version=version, plan=chosen, by=cas, at=at + LATER).answers == 3
    assert set(Dissent.objects.values_list("answer__comment", flat=True)) == {remarks[0].pk, remarks[1].pk}
    assert Answer.objects.filter(comment__grouped__group=group, despite="Het overleg besloot zo.").count() == 2
