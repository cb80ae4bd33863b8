"""Nothing to add: said from a mail without signing in, or on one's own pages, and taken back."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from consultation.comments import errors
from consultation.comments.actions import say_nothing_to_add, take_back_pass
from consultation.comments.models import NothingToAdd
from consultation.comments.passing import make_token
from home.dashboard import dashboard_facts
from tests.factories.comments import make_comment, make_section
from tests.factories.handbook import make_handbook_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(open_round, anna) -> str:
    return reverse("nothing-to-add", args=[make_token(user_id=anna.pk, round_id=open_round.pk)])


def test_looking_changes_nothing_and_the_button_acts_without_signing_in(address, open_round, anna, visitor):
    page = visitor.get(address).content.decode()
    assert "Hebt u niets toe te voegen?" in page
    assert not NothingToAdd.objects.exists()
    done = visitor.post(address).content.decode()
    assert "U hebt niets toe te voegen" in done
    assert NothingToAdd.objects.get().submitter.user == anna
    visitor.post(address)
    assert NothingToAdd.objects.count() == 1
    assert "_auth_user_id" not in visitor.session


def test_it_can_be_taken_back_at_the_same_address(address, visitor):
    visitor.post(address)
    assert "Ik heb toch iets toe te voegen" in visitor.get(address).content.decode()
    visitor.post(address, {"again": "1"})
    assert not NothingToAdd.objects.exists()


def test_a_token_of_our_own_making_only_and_only_for_who_takes_part(address, open_round, dewi, anna, visitor):
    assert visitor.post(f"{address[:-3]}x/").status_code == 404
    stranger = reverse("nothing-to-add", args=[make_token(user_id=dewi.pk, round_id=open_round.pk)])
    assert visitor.post(stranger).status_code == 404
    anna.is_active = False
    anna.save()
    assert visitor.get(address).status_code == 404


def test_after_the_round_there_is_nothing_to_press(address, open_round, visitor, at):
    open_round.closes_at = at
    open_round.save()
    assert "Deze ronde is gesloten" in visitor.get(address).content.decode()
    assert "Deze ronde is gesloten" in visitor.post(address).content.decode()
    assert not NothingToAdd.objects.exists()


def test_a_form_from_another_site_is_refused(address):
    assert Client(enforce_csrf_checks=True).post(address).status_code == 403


def test_the_overview_and_the_version_have_the_button_and_say_so_quietly(version, open_round, anna, signed_in):
    make_handbook_page(version)
    browser, page = signed_in(anna), reverse("version", args=[version.slug, version.label])
    press = reverse("round-pass", args=[open_round.pk])
    for address in (reverse("my-overview"), page):
        assert press in browser.get(address).content.decode()
    assert browser.post(press, {"next": page}).url == page
    for address in (reverse("my-overview"), page):
        shown = browser.get(address).content.decode()
        assert "U hebt niets toe te voegen." in shown
        assert "Ik heb toch iets toe te voegen" in shown
    browser.post(press, {"again": "1"})
    assert not NothingToAdd.objects.exists()


def test_a_remark_after_all_undoes_it(version, open_round, anna, at):
    say_nothing_to_add(user=anna, round=open_round, at=at)
    make_comment(anna, make_section(version), at=at)
    assert not NothingToAdd.objects.exists()


def test_who_takes_no_part_cannot_say_it(open_round, olga, dewi, anna, at):
    for user in (olga, dewi):
        with pytest.raises(errors.TakesNoPart):
            say_nothing_to_add(user=user, round=open_round, at=at)
    for act in (say_nothing_to_add, take_back_pass):
        with pytest.raises(errors.RoundNotOpen):
            act(user=anna, round=open_round, at=open_round.closes_at)


def test_the_editors_see_them_apart_from_who_is_silent(open_round, anna, eva, bram, at):
    say_nothing_to_add(user=anna, round=open_round, at=at)
    make_comment(bram, make_section(open_round.version), at=at)
    (facts,) = dashboard_facts(at=at).rounds
    assert (facts.member_count, facts.active_count, facts.passed_count, facts.silent_count) == (3, 1, 1, 1)
    assert facts.silent == [eva]
