"""Posting, numbering, replying, answering and being late."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from consultation.comments import errors
from consultation.comments.actions import (
    Confirmation,
    Place,
    Wording,
    accept_house_rules,
    admit_late,
    answer_question,
    post_comment,
    withdraw_comment,
)
from consultation.comments.actions.posting import PACE
from consultation.comments.guard import find
from consultation.comments.models import Comment, Submitter
from consultation.delivery.models import Email
from consultation.people.models import Consent
from tests.factories.comments import accept_rules, make_comment, make_draft, make_section
from tests.factories.handbook import make_version
from tests.factories.people import make_person
from tests.factories.rounds import make_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(version, open_round):
    return make_section(version)


def test_remarks_are_numbered_per_version_and_submitters_per_handbook(section, anna, eva, at):
    numbers = [make_comment(user, section, at=at).number for user in (anna, eva, anna)]
    assert numbers == [1, 2, 3]
    other = make_version(label="0.2")
    make_round(version=other, opens_at=at, closes_at=at + timedelta(days=90))
    later = make_comment(eva, make_section(other), at=at)
    assert later.number == 1
    assert list(Submitter.objects.order_by("number").values_list("number", "user__name")) == [(1, anna.name), (2, eva.name)]


def test_a_refused_post_takes_no_number(section, anna, at):
    accept_rules(anna, at)
    with pytest.raises(errors.PersonalDataFound):
        post_comment(user=anna, place=Place(section), wording=Wording("BSN 123456782"), at=at)
    assert make_comment(anna, section, at=at).number == 1


def test_a_double_click_posts_once(section, anna, at):
    key = uuid.uuid4()
    first = make_comment(anna, section, key=key, at=at)
    second = make_comment(anna, section, key=key, at=at)
    assert first.pk == second.pk
    assert Comment.objects.count() == 1


def test_a_draft_becomes_the_remark(section, anna, at):
    draft = make_draft(anna, section, "Nog niet", at=at)
    posted = make_comment(anna, section, "Nu wel", key=draft.key, at=at)
    assert posted.pk == draft.pk
    assert posted.body == "Nu wel"


@pytest.mark.parametrize("body", ["", "   \n "])
def test_nothing_is_no_remark(section, anna, at, body):
    with pytest.raises(errors.NothingWritten):
        make_comment(anna, section, body, at=at)


def test_a_proposed_wording_alone_is_enough(section, anna, at):
    assert make_comment(anna, section, "", proposed="Binnen vijf werkdagen.", at=at).proposed == "Binnen vijf werkdagen."


def test_a_text_that_does_not_fit_is_refused_whole(section, anna, at):
    with pytest.raises(errors.TooLong):
        make_comment(anna, section, "x" * 10_001, at=at)


def test_the_house_rules_come_before_the_first_remark(section, anna, at):
    with pytest.raises(errors.HouseRulesFirst):
        post_comment(user=anna, place=Place(section), wording=Wording("Dit klopt niet."), at=at)
    accept_house_rules(user=anna, place="/reacties/huisregels/", at=at)
    accept_house_rules(user=anna, place="/reacties/huisregels/", at=at)
    assert post_comment(user=anna, place=Place(section), wording=Wording("Dit klopt niet."), at=at).number == 1
    assert Consent.objects.filter(purpose="house_rules").count() == 1


def test_who_takes_no_part_posts_nothing(section, dewi, olga, fatih, at):
    for user in (dewi, olga, fatih):
        with pytest.raises(errors.TakesNoPart):
            make_comment(user, section, at=at)


def test_before_and_after_the_round_nothing_new_is_posted(section, open_round, anna, at):
    with pytest.raises(errors.RoundNotOpen, match="vanaf dan"):
        make_comment(anna, section, at=open_round.opens_at - timedelta(minutes=1))
    with pytest.raises(errors.RoundNotOpen):
        make_comment(anna, section, at=open_round.closes_at)


def test_what_was_a_draft_is_posted_late_within_48_hours(section, open_round, anna, at):
    in_time = make_draft(anna, section, at=open_round.closes_at - timedelta(minutes=1))
    posted = make_comment(anna, section, "Net te laat", key=in_time.key, at=open_round.closes_at + timedelta(hours=47))
    assert posted.late
    after_it = make_draft(anna, section, at=open_round.closes_at + timedelta(minutes=1))
    with pytest.raises(errors.RoundNotOpen):
        make_comment(anna, section, key=after_it.key, at=open_round.closes_at + timedelta(hours=47))


def test_later_only_an_editor_admits_a_draft_and_its_author_posts_it(section, open_round, anna, cas, at):
    draft = make_draft(anna, section, "Alsnog", at=open_round.closes_at - timedelta(minutes=1))
    much_later = open_round.closes_at + timedelta(days=5)
    with pytest.raises(errors.RoundNotOpen):
        make_comment(anna, section, "Alsnog", key=draft.key, at=much_later)
    admit_late(comment=draft, by=cas, reason="Zij was ziek.", at=much_later)
    assert Email.objects.filter(kind="comments.admitted", user=anna).count() == 1
    assert make_comment(anna, section, "Alsnog", key=draft.key, at=much_later).late


def test_a_reply_to_a_reply_stands_under_the_same_remark_and_has_no_number(section, anna, eva, at):
    remark = make_comment(anna, section, at=at)
    reply = make_comment(eva, section, "Eens.", parent=remark, at=at)
    again = make_comment(anna, section, "Dank.", parent=reply, at=at)
    assert (reply.parent, again.parent) == (remark, remark)
    assert reply.number is None


def test_the_author_hears_of_a_reply_once_and_not_of_her_own(section, anna, eva, at):
    remark = make_comment(anna, section, "De termijn is te kort.", at=at)
    make_comment(anna, section, "Ik bedoel drie dagen.", parent=remark, at=at)
    assert not Email.objects.filter(kind="comments.reply").exists()
    make_comment(eva, section, "Bij ons ook.", parent=remark, at=at)
    mail = Email.objects.get(kind="comments.reply")
    assert mail.user == anna
    assert "Bij ons ook." in mail.text
    assert "De termijn is te kort." in mail.text
    assert "#r-" in mail.text


def test_a_mail_about_a_reply_that_was_withdrawn_does_not_go(section, anna, eva, at):
    remark = make_comment(anna, section, at=at)
    reply = make_comment(eva, section, "Vergissing", parent=remark, at=at)
    withdraw_comment(user=eva, comment=reply, at=at)
    assert Email.objects.get(kind="comments.reply").state == Email.State.WITHDRAWN


def test_nobody_replies_in_a_blind_round_or_to_what_is_gone(version, section, open_round, anna, bram, at):
    remark = make_comment(anna, section, at=at)
    withdraw_comment(user=anna, comment=remark, at=at)
    remark.refresh_from_db()
    with pytest.raises(errors.NoLongerThere):
        make_comment(bram, section, parent=remark, at=at)
    open_round.blind = True
    open_round.save()
    blind = make_section(version)
    other = make_comment(anna, blind, at=at)
    with pytest.raises(errors.WaitsForClosing):
        make_comment(bram, blind, parent=other, at=at)


def test_a_place_must_be_in_the_section(section, version, anna, at):
    elsewhere = make_section(version, "1")
    with pytest.raises(errors.WrongPlace):
        Place(section, passage=elsewhere.passages.first()).refuse_unfit()
    remark = make_comment(anna, elsewhere, at=at)
    with pytest.raises(errors.WrongPlace):
        make_comment(anna, section, parent=remark, at=at)


def test_what_the_guard_found_is_posted_only_when_confirmed_and_leaves_no_digits_in_the_audit(section, anna, at):
    accept_rules(anna, at)
    text = "Het gaat om zaak 123456782 en mail kevin@school.example."
    marks = [finding.mark for finding in find(text)]
    post = {"user": anna, "place": Place(section), "wording": Wording(text), "at": at}
    with pytest.raises(errors.PersonalDataFound) as refusal:
        post_comment(**post)
    assert [finding.words for finding in refusal.value.findings] == ["123456782", "kevin@school.example"]
    with pytest.raises(errors.PersonalDataFound) as refusal:
        post_comment(**post, confirmation=Confirmation.from_marks(marks))
    assert [finding.kind for finding in refusal.value.findings] == ["bsn"]
    posted = post_comment(**post, confirmation=Confirmation.from_marks(marks, "een rolnummer, 123456782"))
    entry = ModelLogEntry.objects.get(action="klankbord.comments.post", object_id=str(posted.pk))
    assert entry.data["confirmed"] == {"bsn": 1, "email": 1}
    assert "123456782" not in str(entry.data)


def test_a_script_that_ran_wild_stops(section, anna, at):
    most, span = PACE
    for _ in range(most):
        make_comment(anna, section, at=at)
    with pytest.raises(errors.TooManyAtOnce):
        make_comment(anna, section, at=at)
    assert make_comment(anna, section, at=at + span).number == most + 1


def test_a_question_has_one_answer_per_person_which_she_may_change(section, version, open_round, anna, eva, at):
    accept_rules(anna, at), accept_rules(eva, at)
    question = open_round.questions.create(ordinal=1, text="Haalt u dit?", section_key=section.key)
    first = answer_question(user=anna, question=question, body="Nee.", at=at)
    again = answer_question(user=anna, question=question, body="Ja, met hulp.", at=at)
    other = answer_question(user=eva, question=question, body="Nee.", at=at)
    assert again.pk == first.pk
    assert (again.kind, again.body, again.section) == ("antwoord", "Ja, met hulp.", section)
    assert other.number == 2
    withdraw_comment(user=anna, comment=again, at=at)
    assert answer_question(user=anna, question=question, body="Toch wel.", at=at).pk != first.pk


def test_a_question_about_the_whole_is_answered_at_the_first_section(section, version, open_round, anna, at):
    accept_rules(anna, at)
    question = open_round.questions.create(ordinal=1, text="Kunt u hiermee werken?")
    assert answer_question(user=anna, question=question, body="Ja.", at=at).section.position == 1


def test_the_database_itself_holds_the_numbers_and_the_kinds(section, anna, at):
    remark = make_comment(anna, section, at=at)
    for wrong in ({"number": None}, {"kind": "antwoord"}, {"body": ""}, {"removed_at": at}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Comment.objects.filter(pk=remark.pk).update(**wrong)
    twin = make_comment(make_person(), section, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=twin.pk).update(number=remark.number)


def test_posting_costs_the_same_with_fifty_remarks_as_with_two(section, anna, eva, at):
    make_comment(anna, section, at=at)
    counts = []
    for crowd in (1, 50):
        for _ in range(crowd):
            make_comment(make_person(), section, at=at)
        with CaptureQueriesContext(connection) as queries:
            make_comment(eva, section, at=at)
        counts.append(len(queries))
    make_comment(eva, section, at=at)
    assert counts[1] <= counts[0]
