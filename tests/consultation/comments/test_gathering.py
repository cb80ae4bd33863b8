"""The gathered reaction: who reads what is shared, what a coordinator may do with it, and when it is too late."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultation.comments import errors
from consultation.comments.actions import (
    Confirmation,
    Wording,
    ask_colleague,
    begin_gathering,
    carry_over,
    discard_draft,
    dissolve,
    edit_comment,
    leave_out,
    part_from_colleague,
    place_comments,
    put_back,
    reword,
    share_draft,
    submit_gathering,
    take_back,
    take_over,
    withdraw_comment,
)
from consultation.comments.guard import find
from consultation.comments.models import Comment, Contribution, Gathering
from consultation.delivery.models import Email
from consultation.people.actions import accept_invitation, erase_person
from consultation.people.models import GUESTS, TERMS_VERSION, Invitation, User
from consultation.rounds.actions import part_from_guests
from consultation.rounds.models import Round
from tests.factories.comments import accept_rules, make_comment, make_draft, make_section
from tests.factories.handbook import make_handbook_page, make_version
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(version, open_round):
    make_handbook_page(version)
    return make_section(version)


@pytest.fixture
def gathering(section, open_round, eva, at) -> Gathering:
    """What eva began for the municipality of Waterlo."""
    return begin_gathering(user=eva, round=open_round, at=at)


@pytest.fixture
def share(section, at):
    """``share(anna, "text")`` is a contribution of anna's."""

    def give(user: User, body: str = "Dit kan korter.", place=None) -> Contribution:
        accept_rules(user, at)
        return share_draft(user=user, draft=make_draft(user, place or section, body, at=at), at=at)

    return give


@pytest.fixture
def late_round(open_round, at):
    """The round closed an hour ago."""

    def close() -> Round:
        open_round.closes_at = at - timedelta(hours=1)
        open_round.save()
        return open_round

    return close


def sees(user: User, comment: Comment, at, **on) -> bool:
    return Comment.objects.visible_to(user, at, **on).filter(pk=comment.pk).exists()


def test_what_is_shared_is_read_by_the_organisation_and_by_nobody_else(gathering, share, version, anna, eva, bram, cas, dewi, at):
    draft = share(anna).comment
    stranger = make_person(organisation="Gemeente Zandhoven")
    for on in ({}, {"on": version}):
        assert [sees(one, draft, at, **on) for one in (anna, eva)] == [True, True]
        assert [sees(one, draft, at, **on) for one in (bram, cas, dewi, stranger)] == [False] * 4


def test_a_colleague_who_left_the_sounding_board_reads_it_no_more(gathering, share, anna, eva, at):
    draft = share(anna).comment
    eva.groups.clear()
    assert not sees(User.objects.get(pk=eva.pk), draft, at)
    anna.groups.clear()
    assert sees(User.objects.get(pk=anna.pk), draft, at), "one's own text stays one's own"


def test_in_a_blind_round_colleagues_still_read_each_other(gathering, share, open_round, version, anna, eva, at):
    Round.objects.update(blind=True)
    version.refresh_from_db()
    other = make_person(organisation="Gemeente Zandhoven")
    posted = make_comment(other, make_section(version), at=at)
    draft = share(anna).comment
    assert sees(eva, draft, at)
    assert not sees(eva, posted, at)
    submit_gathering(user=eva, gathering=take_over_all(eva, gathering, at), at=at)
    ours = Comment.objects.posted().get(submitter__collective=True)
    assert sees(anna, ours, at)
    assert not sees(other, ours, at)


def take_over_all(user: User, gathering: Gathering, at) -> Gathering:
    for one in gathering.contributions.all():
        take_over(user=user, contribution=one, at=at)
    return gathering


def test_only_who_coordinates_begins_and_chooses(section, open_round, share, anna, eva, cas, at):
    for user in (anna, cas):
        with pytest.raises(errors.NotCoordinator):
            begin_gathering(user=user, round=open_round, at=at)
    gathering = begin_gathering(user=eva, round=open_round, at=at)
    assert begin_gathering(user=eva, round=open_round, at=at) == gathering
    contribution = share(anna)
    other = make_person(organisation="Gemeente Zandhoven")
    User.objects.filter(pk=other.pk).update(is_coordinator=True)
    other.refresh_from_db()
    with pytest.raises(errors.NotCoordinator):
        take_over(user=anna, contribution=contribution, at=at)
    with pytest.raises(errors.NobodyGathers):
        take_over(user=other, contribution=contribution, at=at)
    with pytest.raises(errors.NotCoordinator):
        submit_gathering(user=other, gathering=gathering, at=at)


def test_without_a_gathering_nothing_can_be_shared(section, anna, at):
    accept_rules(anna, at)
    draft = make_draft(anna, section, at=at)
    with pytest.raises(errors.NobodyGathers):
        share_draft(user=anna, draft=draft, at=at)


def test_sharing_asks_what_posting_asks(gathering, section, anna, eva, at):
    draft = make_draft(anna, section, "Leerling met BSN 123456782.", at=at)
    with pytest.raises(errors.HouseRulesFirst):
        share_draft(user=anna, draft=draft, at=at)
    accept_rules(anna, at)
    with pytest.raises(errors.PersonalDataFound):
        share_draft(user=anna, draft=draft, at=at)
    with pytest.raises(errors.NotYours):
        share_draft(user=eva, draft=draft, at=at)
    assert not Contribution.objects.exists()


def test_what_is_shared_can_be_taken_back_thrown_away_or_posted(gathering, share, section, anna, at):
    back, gone, posted = share(anna, "een").comment, share(anna, "twee").comment, share(anna, "drie").comment
    assert take_back(user=anna, draft=back, at=at).is_draft
    discard_draft(user=anna, comment=gone, at=at)
    make_comment(anna, section, "drie", key=posted.key, at=at)
    assert not Contribution.objects.exists()
    assert set(Comment.objects.values_list("body", flat=True)) == {"een", "drie"}


def test_what_was_taken_over_stays_traceable(gathering, share, section, anna, eva, at):
    contribution = share(anna)
    take_over(user=eva, contribution=contribution, at=at)
    for refused in (
        lambda: take_back(user=anna, draft=contribution.comment, at=at),
        lambda: discard_draft(user=anna, comment=contribution.comment, at=at),
        lambda: make_comment(anna, section, "toch zelf", key=contribution.comment.key, at=at),
    ):
        with pytest.raises(errors.AlreadyGathered):
            refused()
    assert Contribution.objects.get().comment.is_draft


def test_taking_over_twice_is_once_and_dissolving_puts_all_back(gathering, share, anna, eva, at):
    first, second = share(anna, "een"), share(anna, "twee")
    remark = take_over(user=eva, contribution=first, at=at)
    assert take_over(user=eva, contribution=first, at=at) == remark
    assert take_over(user=eva, contribution=second, into=remark, at=at) == remark
    assert Comment.objects.get(pk=remark.pk).body == "een\n\ntwee"
    dissolve(user=eva, gathering=gathering, remark=remark, at=at)
    assert not Comment.objects.filter(pk=remark.pk).exists()
    assert all(one.waits for one in Contribution.objects.all())


def test_texts_of_two_sections_do_not_become_one(gathering, share, version, anna, eva, at):
    remark = take_over(user=eva, contribution=share(anna), at=at)
    elsewhere = share(anna, "ergens anders", place=make_section(version, "1"))
    with pytest.raises(errors.OtherPlace):
        take_over(user=eva, contribution=elsewhere, into=remark, at=at)


def test_leaving_out_has_a_reason_that_can_be_reconsidered(gathering, share, anna, eva, at):
    contribution = share(anna)
    with pytest.raises(errors.LeavingOutNeedsReason):
        leave_out(user=eva, contribution=contribution, reason=" ", at=at)
    assert leave_out(user=eva, contribution=contribution, reason="Staat al in 2.2.", at=at).left_out_at == at
    assert put_back(user=eva, contribution=contribution, at=at).waits


def test_the_guard_reads_what_is_submitted(gathering, share, anna, eva, at):
    remark = take_over(user=eva, contribution=share(anna), at=at)
    text = "Zie dossier van leerling, BSN 123456782."
    reword(user=eva, gathering=gathering, remark=remark, wording=Wording(text), at=at)
    with pytest.raises(errors.PersonalDataFound) as refused:
        submit_gathering(user=eva, gathering=gathering, at=at)
    assert not Comment.objects.posted().exists()
    marks = [one.mark for one in refused.value.findings]
    assert marks == [one.mark for one in find(text)]
    confirmed = Confirmation.from_marks(marks, "Een voorbeeldnummer.")
    assert len(submit_gathering(user=eva, gathering=gathering, confirmation=confirmed, at=at)) == 1


def test_it_can_be_submitted_late_for_48_hours_and_not_after(gathering, share, late_round, anna, eva, at):
    first, second = share(anna, "op tijd"), share(anna, "ook op tijd")
    late_round()
    take_over(user=eva, contribution=first, at=at)
    assert [one.late for one in submit_gathering(user=eva, gathering=gathering, at=at)] == [True]
    after = at + timedelta(hours=48)
    with pytest.raises(errors.RoundNotOpen):
        take_over(user=eva, contribution=second, at=after)
    with pytest.raises(errors.RoundNotOpen):
        submit_gathering(user=eva, gathering=gathering, at=after)
    with pytest.raises(errors.NobodyGathers):
        share_draft(user=anna, draft=make_draft(anna, first.comment.section, at=after), at=after)


def test_nothing_to_submit_is_said(gathering, eva, at):
    with pytest.raises(errors.NothingGathered):
        submit_gathering(user=eva, gathering=gathering, at=at)


def test_what_was_submitted_is_the_coordinators_to_change_and_withdraw(gathering, share, anna, eva, at):
    take_over(user=eva, contribution=share(anna), at=at)
    [posted] = submit_gathering(user=eva, gathering=gathering, at=at)
    with pytest.raises(errors.NotYours):
        edit_comment(user=anna, comment=posted, wording=Wording("anders"), at=at)
    assert edit_comment(user=eva, comment=posted, wording=Wording("anders"), at=at).body == "anders"
    assert withdraw_comment(user=eva, comment=posted, at=at).withdrawn_at == at


def test_a_reply_reaches_the_coordinator(gathering, share, anna, eva, bram, section, at):
    take_over(user=eva, contribution=share(anna), at=at)
    [posted] = submit_gathering(user=eva, gathering=gathering, at=at)
    make_comment(bram, section, "Dank, dit helpt.", parent=posted, at=at)
    assert [email.to_address for email in Email.objects.filter(kind="comments.reply")] == [eva.email]


def test_erasing_a_colleague_leaves_what_the_organisation_submitted(gathering, share, anna, eva, at):
    take_over(user=eva, contribution=share(anna, "van anna"), at=at)
    share(anna, "nog niet gekozen")
    [posted] = submit_gathering(user=eva, gathering=gathering, at=at)
    erase_person(email=anna.email, at=at)
    assert list(Comment.objects.values_list("pk", flat=True)) == [posted.pk]
    assert str(Comment.objects.get().submitter.organisation) == "Gemeente Waterlo"


def test_a_guest_leaves_when_the_round_is_over_or_when_she_is_parted_from(gathering, open_round, late_round, eva, at):
    invitations = [
        ask_colleague(user=eva, gathering=gathering, name=name, email=f"{name}@waterlo.example", at=at) for name in "abc"
    ]
    with pytest.raises(errors.TakesPartAlready):
        ask_colleague(user=eva, gathering=gathering, name="a", email="A@waterlo.example", at=at)
    guests = [
        accept_invitation(
            invitation=one, name=one.name, organisation_name="", function="", region="", terms_version=TERMS_VERSION, at=at
        )
        for one in invitations[:2]
    ]
    part_from_colleague(user=eva, gathering=gathering, guest=guests[0], at=at)
    assert [one.groups.filter(name__startswith=GUESTS).exists() for one in guests] == [False, True]
    late_round()
    assert part_from_guests(at=at) == 0
    assert part_from_guests(at=at + timedelta(hours=48)) == 1
    assert part_from_guests(at=at + timedelta(hours=48)) == 0
    assert not guests[1].groups.exists()
    assert Invitation.objects.get(pk=invitations[2].pk).withdrawn_at is not None


def test_somebody_of_another_organisation_is_not_asked_along(gathering, anna, bram, eva, at):
    with pytest.raises(errors.OtherOrganisation):
        ask_colleague(user=eva, gathering=gathering, name="Bram", email=bram.email, at=at)
    with pytest.raises(errors.TakesPartAlready):
        ask_colleague(user=eva, gathering=gathering, name="Anna", email=anna.email, at=at)
    with pytest.raises(errors.NotCoordinator):
        ask_colleague(user=anna, gathering=gathering, name="Gerda", email="gerda@waterlo.example", at=at)


def test_the_page_asks_the_same_number_of_queries_for_two_texts_and_for_twenty(
    gathering, share, open_round, anna, eva, signed_in, django_assert_num_queries, at
):
    address = reverse("gathering", args=[open_round.pk])
    browser = signed_in(eva)
    for number in range(2):
        take_over(user=eva, contribution=share(anna, f"tekst {number}"), at=at)
        share(anna, f"wacht {number}")
    browser.get(address)
    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    for number in range(18):
        take_over(user=eva, contribution=share(anna, f"nog een {number}"), at=at)
        share(anna, f"wacht ook {number}")
    with django_assert_num_queries(len(few)):
        browser.get(address)


def test_a_refused_choice_loses_nothing_and_says_what_to_do(gathering, share, open_round, anna, eva, signed_in, at):
    contribution = share(anna)
    address = reverse("gathering-choose", kwargs={"round": open_round.pk, "key": contribution.comment.key})
    told = signed_in(eva).post(address, {"action": "leave", "reason": ""}, follow=True).content.decode()
    assert "Zeg waarom u dit weglaat" in told
    assert contribution.comment.body in told
    assert signed_in(eva).post(address, {"action": "onzin"}).status_code == 404
    assert signed_in(anna).post(address, {"action": "take"}, follow=True).status_code == 200
    assert not Comment.objects.filter(submitter__collective=True).exists()


def test_a_correction_takes_what_is_shared_and_what_is_ready_along(gathering, share, version, anna, eva, at):
    taken, waiting = share(anna, "overgenomen"), share(anna, "wacht nog")
    take_over(user=eva, contribution=taken, at=at)
    correction = make_version(label="0.1.1", corrects=version, at=at)
    place_comments(version=correction, at=at)
    carry_over(version=correction, at=at)
    assert sees(eva, Comment.objects.get(pk=waiting.comment_id), at, on=correction)
    take_over(user=eva, contribution=waiting, at=at)
    posted = submit_gathering(user=eva, gathering=gathering, at=at)
    assert [(one.body, one.version, one.number) for one in posted] == [
        ("overgenomen", correction, 1),
        ("wacht nog", correction, 2),
    ]
