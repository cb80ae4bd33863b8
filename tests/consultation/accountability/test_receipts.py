"""One mail for each author and version: what became of each of her remarks, and the words before and after."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings as project
from django.contrib.auth.models import Group
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consultation.accountability.notices import RECEIPT, receipt_topic, tell_receipts
from consultation.accountability.receipts import receipts_of
from consultation.comments.actions import Place, Wording, place_comments, post_comment, redact_comment, withdraw_comment
from consultation.comments.quoting import selectors_at
from consultation.delivery.models import Email, Notice, Preference
from consultation.delivery.sending import send_due
from consultation.people.models import WORKING_GROUP
from consultation.publishing.actions import change_status, publish
from consultation.publishing.plan import PublicationPlan, RoundPlan
from consultation.weighing.actions import contest_answer, decide
from consultation.weighing.models import Decision
from handbook.actions import import_document
from handbook.exchange.markdown import read_markdown
from handbook.models import HandbookPage, Status, Version
from tests.factories.comments import accept_rules, make_comment, make_section
from tests.factories.handbook import SECTIONS, make_version
from tests.factories.rounds import make_round
from tests.factories.texts import make_site

pytestmark = pytest.mark.django_db

QUOTE = "binnen drie werkdagen"
NEW_FIRST = "Lees de melding binnen vijf schooldagen."
ADOPTED = Decision.Value.ADOPTED
LATER = timedelta(days=1)


def words(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def remark(anna, version, open_round, at):
    """Anna's, on three words of 2.1-1 of version 0.1."""
    section = make_section(version)
    start = section.text.index(QUOTE)
    selectors = tuple(selectors_at(section.text, start, start + len(QUOTE)))
    place = Place(section, section.passages.get(ordinal=1), selectors=selectors)
    return post_comment(user=accept_rules(anna, at), place=place, wording=Wording(body="Dat haalt niemand."), at=at)


def next_version(version: Version, at, *, label: str = "0.2", first: str = NEW_FIRST, round: bool = True) -> Version:
    sections = {**SECTIONS, "2.1": (SECTIONS["2.1"][0], [first, *SECTIONS["2.1"][1][1:]])}
    newer = make_version(label=label, handbook_key=version.handbook_key, sections=sections, at=at)
    place_comments(version=newer, at=at)
    if round:
        make_round(version=newer)
    return newer


def answer(remark, by, at, reason="Het worden er vijf.", publish=True):
    known = Decision.objects.filter(comment=remark).first()
    seen = known.decided_at if known else None
    return decide(comment=remark, value=ADOPTED, reason=reason, publish=publish, seen_at=seen, by=by, at=at)


def mail_to(person) -> str:
    return Email.objects.get(kind=RECEIPT, user=person).text


def test_each_author_hears_what_became_of_each_of_hers(remark, version, anna, eva, cas, at):
    open_one = make_comment(anna, make_section(version, "2.2"), body="Voeg een schema toe.", at=at)
    make_comment(eva, make_section(version), body="Goed zo.", at=at)
    answer(remark, cas, at)
    newer = next_version(version, at + LATER)
    assert tell_receipts(version=newer, hold_until=at + LATER, at=at + LATER) == 2
    text = mail_to(anna)
    assert f"R{remark.number}, 2.1" in text
    assert "(0.1): overgenomen" in text
    assert "Waarom: Het worden er vijf." in text
    assert "In versie 0.2 is deze tekst gewijzigd, bij 2.1-1." in text
    assert "Er stond: binnen drie werkdagen Er staat nu: binnen vijf schooldagen" in text
    assert f"R{open_one.number}, 2.2" in text
    assert "nog geen antwoord" in text
    assert "1 heeft nog geen antwoord." in text
    assert "Goed zo." not in text
    assert Notice.objects.get(kind=RECEIPT, user=anna).body.count("\n") == 1


def test_of_a_long_text_the_mail_shows_the_words_that_changed(version, open_round, anna, at):
    lead = "De leerplichtambtenaar leest elke melding. " * 8
    changed = {"2.1": ("De melding beoordelen", [f"{lead}Dat duurt drie dagen."])}
    older = make_version(label="0.2", sections=changed, at=at)
    make_round(version=older)
    make_comment(anna, make_section(older), body="Te kort.", at=at)
    changed = {"2.1": ("De melding beoordelen", [f"{lead}Dat duurt vijf dagen."])}
    newer = make_version(label="0.3", sections=changed, at=at + LATER)
    place_comments(version=newer, at=at + LATER)
    tell_receipts(version=newer, hold_until=at + LATER, at=at + LATER)
    text = mail_to(anna)
    assert re.search(r"Er stond: … [^…]{20,70}Dat duurt drie dagen\. Er staat nu: … [^…]{20,70}Dat duurt vijf dagen\.", text)


def test_nobody_hears_twice_of_one_version(remark, version, anna, cas, at):
    newer = next_version(version, at + LATER)
    tell_receipts(version=newer, hold_until=at + LATER, at=at + LATER)
    answer(remark, cas, at + LATER)
    assert tell_receipts(version=newer, hold_until=at + LATER, at=at + 2 * LATER) == 0
    send_due(at=at + LATER)
    send_due(at=at + 2 * LATER)
    assert Email.objects.filter(kind=RECEIPT).count() == 1


def test_a_decision_that_was_not_sent_is_no_answer_yet(remark, version, anna, bram, at):
    answer(remark, bram, at, publish=False)
    newer = next_version(version, at + LATER)
    tell_receipts(version=newer, hold_until=at + LATER, at=at + LATER)
    assert "nog geen antwoord" in mail_to(anna)
    assert "Het worden er vijf." not in mail_to(anna)


def test_what_is_weighed_again_says_so_and_keeps_its_answer(remark, version, anna, cas, at):
    answer(remark, cas, at)
    contest_answer(comment=remark, reason="Ik bedoelde iets anders.", by=anna, at=at)
    newer = next_version(version, at + LATER)
    tell_receipts(version=newer, hold_until=at + LATER, at=at + LATER)
    assert "wordt opnieuw bekeken" in mail_to(anna)
    assert "Het worden er vijf." in mail_to(anna)


def test_an_answered_one_is_told_once_more_and_an_open_one_until_it_is(remark, version, anna, cas, at):
    other = make_comment(anna, make_section(version, "2.2"), body="Voeg een schema toe.", at=at)
    answer(remark, cas, at)
    second = next_version(version, at + LATER)
    third = next_version(version, at + 2 * LATER, label="0.3", round=False)
    (receipt,) = receipts_of(second)
    assert [one.comment for one in receipt.remarks] == [remark, other]
    (receipt,) = receipts_of(third)
    assert [one.comment for one in receipt.remarks] == [other]
    answer(other, cas, at + 2 * LATER)
    (receipt,) = receipts_of(third)
    assert [one.answer is not None for one in receipt.remarks] == [True]


def test_a_remark_on_a_whole_section_tells_what_changed_in_it(version, open_round, anna, at):
    make_comment(anna, make_section(version), body="Deze paragraaf is te streng.", at=at)
    (receipt,) = receipts_of(next_version(version, at + LATER))
    now = receipt.remarks[0].now
    assert now is not None
    assert (now.before, now.after) == (SECTIONS["2.1"][1][0], NEW_FIRST)
    assert "gewijzigd" in now.words


def test_who_cannot_read_the_version_hears_nothing(remark, version, anna, at):
    newer = next_version(version, at + LATER)
    newer.readers.set(Group.objects.filter(name=WORKING_GROUP))
    assert receipts_of(newer) == []


@pytest.mark.parametrize("reason", ["withdrawn remark", "withdrawn version", "left"])
def test_a_receipt_that_waits_does_not_go_when_it_is_pointless(remark, version, anna, cas, at, reason):
    newer = next_version(version, at + LATER)
    tell_receipts(version=newer, hold_until=at + LATER, at=at + LATER)
    if reason == "withdrawn remark":
        withdraw_comment(user=anna, comment=remark, at=at + LATER)
    elif reason == "withdrawn version":
        change_status(version=newer, status=Status.WITHDRAWN, reason="Fout.", by=cas, at=at + LATER)
    else:
        anna.groups.clear()
    send_due(at=at + LATER)
    assert not [message for message in mail.outbox if "met uw reacties" in message.subject]
    assert Email.objects.get(kind=RECEIPT).state == Email.State.WITHDRAWN


def test_who_wants_no_mail_has_it_in_her_inbox(remark, version, anna, at):
    Preference.objects.create(user=anna, kind=RECEIPT, pace="never")
    tell_receipts(version=next_version(version, at + LATER), hold_until=at + LATER, at=at + LATER)
    send_due(at=at + LATER)
    assert not mail.outbox
    assert Notice.objects.get(kind=RECEIPT).user == anna


def test_words_that_are_blacked_out_later_go_from_the_receipt_too(remark, version, anna, cas, at):
    tell_receipts(version=next_version(version, at + LATER), hold_until=at + 2 * LATER, at=at + LATER)
    assert "haalt niemand" in mail_to(anna)
    redact_comment(comment=remark, words=["haalt niemand"], reason="Te herleiden.", by=cas, at=at + LATER)
    assert "haalt niemand" not in mail_to(anna)


def test_publishing_sends_receipts_once_and_stop_stops_them(anna, cas, signed_in, at):
    make_site()
    plans = {"0.1": "Binnen drie dagen.", "0.2": "Binnen vijf dagen."}
    made = []
    for number, (label, text) in enumerate(plans.items()):
        when = at - (2 - number) * LATER
        handbook = HandbookPage.objects.filter(slug="h").first()
        document = read_markdown(f"# Handreiking\n\n## Melden\n\n{text}\n")
        import_document(handbook=handbook, slug="h", document=document, by=cas, at=when)
        round = RoundPlan(opens_at=when, closes_at=at + 9 * LATER)
        plan = PublicationPlan(label=label, status=Status.CONSULTATION, round=round, gate_reason="De antwoorden volgen.")
        made.append(publish(handbook=HandbookPage.objects.get(slug="h"), plan=plan, by=cas, at=when))
        if number == 0:
            make_comment(anna, make_section(made[0], "1"), body="Te kort.", at=when)
    assert Email.objects.filter(kind=RECEIPT).values_list("user", "topic").get() == (anna.pk, receipt_topic(made[1].pk))
    waits = Email.objects.get(kind=RECEIPT).next_try_at
    assert waits == made[1].frozen_at + project.SEND_DELAY
    signed_in(cas).post(reverse("publishing-stop", args=[made[1].pk]))
    assert set(Email.objects.filter(topic=receipt_topic(made[1].pk)).values_list("state", flat=True)) == {"withdrawn"}


def test_a_version_that_is_adopted_tells_who_can_read_it_only_now(remark, version, anna, cas, at):
    newer = next_version(version, at + LATER, round=False)
    newer.readers.set(Group.objects.filter(name=WORKING_GROUP))
    change_status(version=newer, status=Status.ADOPTED, reason="", by=cas, at=at + LATER)
    assert Email.objects.get(kind=RECEIPT).user == anna


def test_twenty_remarks_cost_no_more_queries_than_two(remark, version, anna, eva, cas, at):
    make_comment(eva, make_section(version), body="Ook.", at=at)

    def count(label: str) -> int:
        newer = next_version(version, at + LATER, label=label, round=False)
        with CaptureQueriesContext(connection) as queries:
            assert receipts_of(newer)
        return len(queries)

    few = count("0.2")
    for number in range(18):
        made = make_comment(anna if number % 2 else eva, make_section(version), body=f"Punt {number}", at=at)
        answer(made, cas, at)
    assert count("0.3") == few


def test_her_own_page_says_that_there_is_no_answer_yet(remark, version, anna, cas, signed_in, at):
    assert "Er is nog geen antwoord." not in words(signed_in(anna).get("/mijn/reacties/")), "the round still runs"
    next_version(version, at)
    assert "Er is nog geen antwoord." in words(signed_in(anna).get("/mijn/reacties/"))
    answer(remark, cas, at)
    assert "Er is nog geen antwoord." not in words(signed_in(anna).get("/mijn/reacties/"))


def test_a_decision_that_points_at_another_section_tells_what_changed_there(remark, version, anna, bram, cas, signed_in, at):
    section = make_section(version)
    asked = make_comment(anna, make_section(version, "2.2"), body="Geef de school langer.", at=at)
    browser = signed_in(cas)
    given = {"value": ADOPTED, "reason": "Zie 2.1.", "points_at": str(section.key), "action": "publish"}
    assert browser.post(reverse("weigh", args=[asked.key]), given).status_code == 302
    assert Decision.objects.get(comment=asked).points_at == section.key
    assert re.search(f'value="{section.key}" selected', browser.get(reverse("weigh", args=[asked.key])).content.decode())
    newer = next_version(version, timezone.now())
    (told,) = [one for one in receipts_of(newer)[0].remarks if one.comment == asked]
    assert told.now is not None
    assert told.now.words == f"In versie 0.2 veranderde hierdoor 2.1 {section.title}."
    assert (told.now.before, told.now.after) == (SECTIONS["2.1"][1][0], NEW_FIRST)
    assert told.now.words in words(signed_in(anna).get("/mijn/reacties/"))


def test_a_section_that_did_not_change_is_said_to_be_the_same(version, open_round, anna, cas, at):
    asked = make_comment(anna, make_section(version), body="Dit staat elders beter.", at=at)
    section = make_section(version, "2.2")
    decide(comment=asked, value=ADOPTED, reason="Zie 2.2.", points_at=section.key, publish=True, by=cas, at=at)
    (receipt,) = receipts_of(next_version(version, at + LATER))
    now = receipt.remarks[0].now
    assert now is not None
    assert now.words == f"Het antwoord wijst naar 2.2 {section.title}; de tekst daar is in versie 0.2 hetzelfde."
    assert now.parts == ()
