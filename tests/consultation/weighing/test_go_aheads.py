"""A working version goes to the partners first: go or no go, before the sounding board reads it."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from consultation.delivery.models import Email, Notice
from consultation.delivery.sending import send_due
from consultation.people.models import WORKING_GROUP, Organisation
from consultation.weighing import errors
from consultation.weighing.actions import (
    Verdict,
    ask_partners,
    confirm_go_ahead,
    give_go_ahead,
    go_aheads_for,
    record_go_ahead,
    waiting_for,
)
from consultation.weighing.models import GoAhead
from handbook.models import Status
from tests.factories.handbook import make_version
from tests.factories.people import make_organisation, make_person

pytestmark = pytest.mark.django_db

GO, OBJECT = GoAhead.Value.GO, GoAhead.Value.OBJECT
OBJECTION = Verdict(OBJECT, "juridisch", "De wet zegt drie dagen.")
MEETING = GoAhead.Source.MEETING
PAGE = "/weging/mas/0.2/in-consultatie/"


def words(response) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.fixture
def karin(bram, db):
    """Bram speaks for the OM, Karin for the RvdK."""
    council = make_organisation("Raad voor de Kinderbescherming")
    Organisation.objects.filter(pk__in=[bram.organisation_id, council.pk]).update(is_partner=True)
    bram.organisation.refresh_from_db()
    council.refresh_from_db()
    return make_person(name="Karin Dortmans", organisation=council.name, groups=[WORKING_GROUP])


@pytest.fixture
def working(version, open_round, karin, at):
    """0.2, which the working group reads; 0.1 has a round."""
    return make_version(label="0.2", readers=[WORKING_GROUP], status=Status.WORKING, at=at)


def test_every_partner_is_silent_until_it_speaks(working, bram, karin, at):
    assert [str(one) for one in go_aheads_for(working.handbook_key).silent] == sorted(
        [str(bram.organisation), str(karin.organisation)]
    )
    give_go_ahead(version=working, verdict=Verdict(GO), by=bram, at=at)
    give_go_ahead(version=working, verdict=OBJECTION, by=karin, at=at)
    partners = go_aheads_for(working.handbook_key)
    assert (partners.silent, [one.organisation for one in partners.objecting]) == ([], [karin.organisation])
    assert not partners.all_let_it
    give_go_ahead(version=working, verdict=Verdict(GO), by=karin, at=at)
    assert go_aheads_for(working.handbook_key).all_let_it
    assert GoAhead.objects.count() == 2


def test_an_objection_has_its_ground_and_reason(working, bram, at):
    for unfit in (Verdict(OBJECT, "juridisch", " "), Verdict(OBJECT, "", "Nee."), Verdict(OBJECT, "zomaar", "Nee.")):
        with pytest.raises(errors.ObjectionUnfounded):
            give_go_ahead(version=working, verdict=unfit, by=bram, at=at)
    with pytest.raises(errors.GoAheadMissing):
        give_go_ahead(version=working, verdict=Verdict("misschien"), by=bram, at=at)
    give_go_ahead(version=working, verdict=Verdict(GO), by=bram, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        GoAhead.objects.update(value=OBJECT)


def test_what_an_editor_recorded_counts_when_the_partner_confirms_it(working, bram, karin, cas, at):
    council = karin.organisation
    given = {"version": working, "organisation": council, "verdict": Verdict(GO), "source": MEETING}
    with pytest.raises(errors.DayMissing):
        record_go_ahead(**given, on=None, by=cas, at=at)
    with pytest.raises(errors.MayNotPublish):
        record_go_ahead(**given, on=at.date(), by=bram, at=at)
    row = record_go_ahead(**given, on=at.date(), by=cas, at=at)
    assert council in go_aheads_for(working.handbook_key).silent
    with pytest.raises(errors.NotAPartner):
        confirm_go_ahead(go_ahead=row, by=bram, at=at)
    confirm_go_ahead(go_ahead=row, by=karin, at=at)
    assert council not in go_aheads_for(working.handbook_key).silent


def test_nobody_is_asked_about_a_version_with_a_round_or_one_that_was_followed(version, working, anna, bram, at):
    with pytest.raises(errors.NotAPartner):
        give_go_ahead(version=working, verdict=Verdict(GO), by=anna, at=at)
    with pytest.raises(errors.GoAheadOver):
        give_go_ahead(version=version, verdict=Verdict(GO), by=bram, at=at)
    make_version(label="0.3", readers=[WORKING_GROUP], status=Status.WORKING, at=at + timedelta(days=1))
    with pytest.raises(errors.GoAheadOver):
        give_go_ahead(version=working, verdict=Verdict(GO), by=bram, at=at)
    assert [one.label for one in waiting_for(bram)] == ["0.3"]


def test_without_partners_nothing_is_asked(working):
    Organisation.objects.update(is_partner=False)
    assert go_aheads_for(working.handbook_key) is None


def test_partners_hear_once_and_not_any_more_when_their_organisation_answered(working, anna, bram, karin, cas, at):
    assert (ask_partners(version=working, at=at), ask_partners(version=working, at=at)) == (2, 0)
    assert set(Notice.objects.values_list("user", flat=True)) == {bram.pk, karin.pk}
    give_go_ahead(version=working, verdict=Verdict(GO), by=bram, at=at)
    send_due(at=at)
    assert dict(Email.objects.values_list("user", "state")) == {bram.pk: "withdrawn", karin.pk: "sent"}


def test_the_page_says_where_all_stand_and_takes_ones_own_word(working, anna, bram, karin, cas, signed_in, at):
    browser = signed_in(karin)
    assert "Nog niet gehoord" in words(browser.get(PAGE))
    refused = browser.post(PAGE, {"own-value": OBJECT, "own-reason": "Nee."})
    assert (refused.status_code, "op welke grond" in words(refused)) == (422, True)
    assert browser.post(PAGE, {"own-value": OBJECT, "own-ground": "privacy", "own-reason": "Te veel namen."}).status_code == 302
    assert "Te veel namen." in words(signed_in(bram).get(PAGE))
    assert signed_in(anna).get(PAGE).status_code == 404
    assert signed_in(bram).get("/weging/mas/0.1/in-consultatie/").status_code == 404


def test_recording_and_confirming_on_the_page(working, karin, cas, signed_in, at):
    given = {
        "partner-organisation": karin.organisation_id,
        "partner-source": MEETING,
        "partner-on": at.date().isoformat(),
        "partner-value": GO,
    }
    assert signed_in(cas).post(f"{PAGE}partner/", given).status_code == 302
    row = GoAhead.objects.get()
    assert "Ja, dat is ons standpunt" in words(signed_in(karin).get(PAGE))
    assert signed_in(karin).post(f"{PAGE}{row.pk}/bevestigen/").status_code == 302
    row.refresh_from_db()
    assert row.confirmed_at is not None
