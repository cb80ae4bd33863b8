"""Where the partners stand: blind at first, recorded for one who said it elsewhere, unanimous or contested."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from consultation.people.models import WORKING_GROUP, Organisation
from consultation.weighing import errors
from consultation.weighing.actions import Stance, confirm_position, decide, give_position, open_positions, record_position
from consultation.weighing.models import Decision, Position
from consultation.weighing.positions import contested, positions_on, unanimous
from consultation.weighing.weighed import remarks_of
from tests.factories.comments import make_comment, make_section
from tests.factories.people import make_organisation, make_person

pytestmark = pytest.mark.django_db

AGREE, IF, OBJECT = Position.Value.AGREE, Position.Value.AGREE_IF, Position.Value.OBJECT
MEETING = Position.Source.MEETING


def words(response) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.fixture
def remark(version, open_round, anna, at):
    return make_comment(anna, make_section(version), body="Drie dagen haalt niemand.", at=at)


@pytest.fixture
def karin(bram, db):
    """Bram speaks for the OM, Karin for the RvdK; both organisations weigh along."""
    council = make_organisation("Raad voor de Kinderbescherming")
    Organisation.objects.filter(pk__in=[bram.organisation_id, council.pk]).update(is_partner=True)
    bram.organisation.refresh_from_db()
    council.refresh_from_db()
    return make_person(name="Karin Dortmans", organisation=council.name, groups=[WORKING_GROUP])


def test_in_the_first_round_one_sees_the_others_after_ones_own(remark, bram, karin, cas, at):
    give_position(comment=remark, stance=Stance(OBJECT, "juridisch", "De wet zegt drie."), by=bram, at=at)
    seen = positions_on(remark, user=karin)
    assert (seen.is_blind, seen.others, seen.missing) == (True, [], [])
    assert [one.value for one in positions_on(remark, user=cas).others] == [OBJECT], "the editors see all"
    give_position(comment=remark, stance=Stance(AGREE), by=karin, at=at)
    seen = positions_on(remark, user=karin)
    assert (seen.is_blind, [one.organisation for one in seen.others]) == (False, [bram.organisation])


def test_an_editor_ends_the_first_round_for_everybody(remark, version, bram, karin, cas, at):
    give_position(comment=remark, stance=Stance(AGREE), by=bram, at=at)
    with pytest.raises(errors.MayNotPublish):
        open_positions(version=version, by=karin, at=at)
    assert open_positions(version=version, by=cas, at=at) == open_positions(version=version, by=cas, at=at)
    seen = positions_on(remark, user=karin)
    assert (seen.is_blind, len(seen.others), seen.missing) == (False, 1, [karin.organisation])


def test_a_position_is_that_of_the_organisation_and_the_newest_holds(remark, bram, karin, at):
    colleague = make_person(name="Willemijn", organisation=bram.organisation.name, groups=[WORKING_GROUP])
    give_position(comment=remark, stance=Stance(OBJECT, reason="Nee."), by=bram, at=at)
    give_position(comment=remark, stance=Stance(AGREE), by=colleague, at=at + timedelta(minutes=1))
    position = Position.objects.get()
    assert (position.value, position.reason, position.given_by) == (AGREE, "", colleague)


def test_who_does_not_simply_agree_says_why(remark, bram, karin, at):
    with pytest.raises(errors.PositionReasonMissing):
        give_position(comment=remark, stance=Stance(IF, reason="  "), by=bram, at=at)
    with pytest.raises(errors.PositionValueMissing):
        give_position(comment=remark, stance=Stance("misschien"), by=bram, at=at)
    give_position(comment=remark, stance=Stance(AGREE), by=bram, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Position.objects.update(value=OBJECT)


def test_only_partners_take_a_position(remark, anna, bram, cas, at):
    for person in (anna, bram, cas):
        with pytest.raises(errors.NotAPartner):
            give_position(comment=remark, stance=Stance(AGREE), by=person, at=at)


def test_what_a_partner_said_elsewhere_counts_when_she_confirms_it(remark, version, bram, karin, cas, at):
    given = {"comment": remark, "organisation": karin.organisation, "stance": Stance(OBJECT, reason="Te kort.")}
    with pytest.raises(errors.DayMissing):
        record_position(**given, source=MEETING, on=None, by=cas, at=at)
    with pytest.raises(errors.MayNotPublish):
        record_position(**given, source=MEETING, on=date(2026, 11, 20), by=bram, at=at)
    position = record_position(**given, source=MEETING, on=date(2026, 11, 20), by=cas, at=at)
    assert not contested(remarks_of(version)).exists()
    with pytest.raises(errors.NotAPartner):
        confirm_position(position=position, by=bram, at=at)
    confirm_position(position=position, by=karin, at=at)
    assert list(contested(remarks_of(version))) == [remark]
    record_position(**given, source=MEETING, on=date(2026, 11, 21), by=cas, at=at + timedelta(minutes=1))
    with pytest.raises(errors.PositionGone):
        confirm_position(position=position, by=karin, at=at)


def test_unanimous_is_what_every_partner_agrees_with_as_it_is_decided_now(remark, version, bram, karin, cas, at):
    remarks = remarks_of(version)
    decide(comment=remark, value=Decision.Value.ADOPTED, reason="Het worden er vijf.", by=cas, at=at)
    give_position(comment=remark, stance=Stance(AGREE), by=bram, at=at)
    assert not unanimous(remarks).exists()
    give_position(comment=remark, stance=Stance(AGREE), by=karin, at=at)
    assert list(unanimous(remarks)) == [remark]
    seen = Decision.objects.get().decided_at
    decide(comment=remark, value=Decision.Value.REJECTED, reason="Toch niet.", seen_at=seen, by=cas, at=at + timedelta(hours=1))
    assert not unanimous(remarks).exists(), "they agreed with something else"


def test_no_partners_agree_with_nothing(remark, version, cas, at):
    decide(comment=remark, value=Decision.Value.ADOPTED, reason="Ja.", by=cas, at=at)
    assert not unanimous(remarks_of(version)).exists()


def test_the_story_on_the_pages(remark, bram, karin, cas, signed_in):
    page = f"/weging/reactie/{remark.key}/"
    partner = signed_in(bram)
    assert "Waar staat uw organisatie?" in words(partner.get(page))
    refused = partner.post(f"{page}standpunt/", {"own-value": OBJECT, "own-reason": ""})
    assert refused.status_code == 422
    assert "Leg uit waarom: de anderen moeten het kunnen wegen." in words(refused)
    partner.post(f"{page}standpunt/", {"own-value": OBJECT, "own-ground": "juridisch", "own-reason": "De wet zegt drie."})
    hidden = words(signed_in(karin).get(page))
    assert "De wet zegt drie." not in hidden
    assert "zodra u hebt gezegd waar uw organisatie staat" in hidden

    editor = signed_in(cas)
    given = {"partner-organisation": karin.organisation_id, "partner-source": "overleg", "partner-value": IF}
    late = editor.post(f"{page}standpunt/partner/", given | {"partner-on": "2026-11-20"})
    assert late.status_code == 422
    editor.post(f"{page}standpunt/partner/", given | {"partner-on": "2026-11-20", "partner-reason": "Mits vijf dagen."})
    assert "nog niet bevestigd" in words(editor.get(page))
    council = signed_in(karin)
    assert "De redactie schreef op wat uw organisatie in een overleg zei op 20 november 2026" in words(council.get(page))
    council.post(f"{page}standpunt/{Position.objects.get(organisation=karin.organisation).pk}/bevestigen/")
    assert "De wet zegt drie." in words(council.get(page))
    board = words(editor.get("/weging/mas/0.1/?toon=omstreden"))
    assert "Omstreden 1" in board
    assert "Drie dagen haalt niemand." in board
    editor.post("/weging/mas/0.1/standpunten/")
    assert "Beëindig de eerste ronde" not in words(editor.get("/weging/mas/0.1/"))


def test_a_member_has_none_of_it(remark, anna, karin, signed_in):
    page = f"/weging/reactie/{remark.key}/"
    browser = signed_in(anna)
    for address in (
        f"{page}standpunt/",
        f"{page}standpunt/partner/",
        f"{page}standpunt/1/bevestigen/",
        "/weging/mas/0.1/standpunten/",
    ):
        assert browser.post(address).status_code == 404
