"""Which partners weigh along is chosen for each handbook."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest
from wagtail.models import ModelLogEntry

from consultation.delivery.models import Notice
from consultation.people.models import WORKING_GROUP
from consultation.weighing import errors
from consultation.weighing.actions import (
    Stance,
    Verdict,
    ask_partners,
    choose_partners,
    decide,
    give_go_ahead,
    give_position,
    go_aheads_for,
    record_position,
    waiting_for,
)
from consultation.weighing.lines import bring_up_to_date
from consultation.weighing.models import BoardLine, Position, StandsAside
from consultation.weighing.permissions import partners_of
from consultation.weighing.positions import contested, positions_on, unanimous
from consultation.weighing.weighed import remarks_of
from handbook.models import Status
from tests.factories.comments import make_comment, make_section
from tests.factories.handbook import make_handbook_page, make_version
from tests.factories.weighing import object_to

pytestmark = pytest.mark.django_db

AGREE = Stance(Position.Value.AGREE)
PAGE = "/weging/mas/0.1/partners/"


def words(response) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.fixture
def remark(version, open_round, anna, cas, at):
    found = make_comment(anna, make_section(version), body="Drie dagen haalt niemand.", at=at)
    decide(comment=found, value="overgenomen", reason="Goed punt.", by=cas, at=at)
    return found


def is_kept_as_unanimous(remark) -> bool:
    bring_up_to_date()
    return BoardLine.objects.get(pk=remark.pk).is_unanimous


def test_a_handbook_without_a_choice_has_all_partners_and_another_keeps_its_own(version, partner, council, cas, at):
    assert set(partners_of(version.handbook_key)) == {partner.organisation, council.organisation}
    choose_partners(version=version, along=[partner.organisation], by=cas)
    assert set(partners_of(version.handbook_key)) == {partner.organisation}
    other = make_version(slug="ander", label="1.0", at=at)
    assert set(partners_of(other.handbook_key)) == {partner.organisation, council.organisation}


def test_who_stands_aside_is_not_waited_for(remark, version, partner, council, cas, at):
    give_position(comment=remark, stance=AGREE, by=partner, at=at)
    assert not unanimous(remarks_of(version)).exists()
    assert not is_kept_as_unanimous(remark)
    choose_partners(version=version, along=[partner.organisation], by=cas)
    assert unanimous(remarks_of(version)).get() == remark
    assert is_kept_as_unanimous(remark)
    assert positions_on(remark, user=cas).missing == []
    choose_partners(version=version, along=[partner.organisation, council.organisation], by=cas)
    assert not is_kept_as_unanimous(remark), "who comes back is waited for again"


def test_an_agreement_of_who_stands_aside_is_none_and_an_objection_stands(remark, version, partner, council, cas, at):
    give_position(comment=remark, stance=AGREE, by=council, at=at)
    choose_partners(version=version, along=[partner.organisation], by=cas)
    assert not unanimous(remarks_of(version)).exists()
    choose_partners(version=version, along=[partner.organisation, council.organisation], by=cas)
    object_to(remark, by=council, at=at)
    choose_partners(version=version, along=[partner.organisation], by=cas)
    give_position(comment=remark, stance=AGREE, by=partner, at=at)
    assert contested(remarks_of(version)).get() == remark
    assert not is_kept_as_unanimous(remark)


def test_who_stands_aside_gives_no_position_and_none_is_recorded_for_her(remark, version, partner, council, cas, signed_in, at):
    choose_partners(version=version, along=[partner.organisation], by=cas)
    with pytest.raises(errors.NotAPartner):
        give_position(comment=remark, stance=AGREE, by=council, at=at)
    with pytest.raises(errors.NotAPartner):
        record_position(
            comment=remark,
            organisation=council.organisation,
            stance=AGREE,
            source=Position.Source.MEETING,
            on=date(2026, 10, 1),
            by=cas,
            at=at,
        )
    page = signed_in(cas).get(f"/weging/reactie/{remark.key}/").content.decode()
    choices = page[page.index('name="partner-organisation"') :]
    assert "Raad voor" not in choices[: choices.index("</select>")]
    assert signed_in(council).get("/weging/mas/0.1/instemmen/").status_code == 404


def test_who_stands_aside_is_not_asked_for_a_go_ahead(version, open_round, partner, council, cas, at):
    working = make_version(label="0.2", readers=[WORKING_GROUP], status=Status.WORKING, at=at)
    choose_partners(version=working, along=[partner.organisation], by=cas)
    assert go_aheads_for(working.handbook_key).silent == [partner.organisation]
    assert (waiting_for(council), waiting_for(partner)) == ([], [working])
    assert ask_partners(version=working, at=at) == 1
    assert Notice.objects.get(kind="weighing.go_ahead").user == partner
    with pytest.raises(errors.NotAPartner):
        give_go_ahead(version=working, verdict=Verdict("mag in consultatie"), by=council, at=at + timedelta(hours=1))


def test_where_all_stand_aside_nobody_is_asked_and_no_page_says_so(version, open_round, partner, cas, signed_in, at):
    working = make_version(label="0.2", readers=[WORKING_GROUP], status=Status.WORKING, at=at)
    make_handbook_page(working)
    asked = "/weging/mas/0.2/in-consultatie/"
    assert asked in signed_in(partner).get("/handreiking/mas/0.2/").content.decode()
    choose_partners(version=working, along=[], by=cas)
    assert go_aheads_for(working.handbook_key) is None
    assert asked not in signed_in(partner).get("/handreiking/mas/0.2/").content.decode()
    assert signed_in(partner).get(asked).status_code == 404


def test_editors_choose_on_a_page_that_others_do_not_find(version, open_round, partner, council, anna, cas, signed_in):
    for user in (anna, partner):
        assert signed_in(user).get(PAGE).status_code == 404
        assert signed_in(user).post(PAGE, {"along": []}).status_code == 404
    with pytest.raises(errors.MayNotPublish):
        choose_partners(version=version, along=[], by=partner)
    browser = signed_in(cas)
    assert f'href="{PAGE}"' in browser.get("/weging/mas/0.1/").content.decode()
    page = browser.get(PAGE).content.decode()
    ticked = re.findall(r'name="along" value="(\d+)"[^>]* checked', page)
    assert {int(pk) for pk in ticked} == {partner.organisation_id, council.organisation_id}
    assert not StandsAside.objects.exists()
    done = browser.post(PAGE, {"along": [partner.organisation_id]}, follow=True)
    assert "Bewaard. Wie meeweegt" in words(done)
    assert StandsAside.objects.get().organisation == council.organisation
    assert ModelLogEntry.objects.filter(action="klankbord.weighing.choose_partners").count() == 1
    browser.post(PAGE, {"along": [partner.organisation_id]})
    assert ModelLogEntry.objects.filter(action="klankbord.weighing.choose_partners").count() == 1, "no change is no entry"
    wrong = browser.post(PAGE, {"along": [anna.organisation_id]})
    assert wrong.status_code == 422
    assert StandsAside.objects.count() == 1


def test_a_page_without_partners_says_where_they_come_from(version, open_round, cas, signed_in):
    assert "Nog geen partners" in words(signed_in(cas).get(PAGE))
