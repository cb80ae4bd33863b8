"""What counts over a round counts over its version and the corrections together."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from consultation.comments.models import Comment
from consultation.publishing.actions import change_status
from consultation.reading.progress import progress_of
from consultation.rounds.models import Round
from handbook.models import Section, Status, Version
from home.dashboard import dashboard_facts
from tests.factories.comments import make_comment, make_draft
from tests.factories.corrections import section

pytestmark = pytest.mark.django_db


def counts_of(user, version: Version, at) -> dict[str, tuple[str, int, int]]:
    sections = list(Section.objects.filter(version=version).order_by("position"))
    found = progress_of(user=user, version=version, sections=sections, at=at).by_section
    return {one.number: (found[one.pk].state, found[one.pk].mine, found[one.pk].others) for one in sections}


def test_a_remark_from_before_counts_in_the_contents_and_for_its_writer_as_read(first, correct, anna, eva, at):
    make_comment(anna, section(first), at=at)
    corrected = correct()
    make_comment(anna, section(corrected), at=at)
    assert counts_of(anna, corrected, at) == {"1": ("read", 2, 0), "2": ("unread", 0, 0)}
    assert counts_of(eva, corrected, at)["1"] == ("unread", 0, 2)
    Round.objects.update(blind=True)
    assert counts_of(eva, corrected, at)["1"] == ("unread", 0, 0)


def test_the_dashboard_counts_them_together(first, correct, anna, eva, at):
    make_comment(anna, section(first), at=at)
    corrected = correct()
    make_comment(eva, section(corrected), at=at)
    (facts,) = dashboard_facts(at=at).rounds
    assert (facts.comment_count, facts.active_count) == (2, 2)


def test_a_correction_is_no_next_version_that_accounts_for_the_remarks_on_the_one_before(first, correct, anna, signed_in, at):
    make_comment(anna, section(first), at=at)
    correct()
    page = signed_in(anna).get(reverse("version", args=["h", "0.1.1"])).content.decode()
    assert "reactie op versie 0.1" not in page


def test_a_withdrawn_correction_leads_back_to_the_text_before_it_and_the_round_goes_on(first, correct, anna, cas, signed_in, at):
    corrected, browser = correct(), signed_in(anna)
    assert "/handreiking/h/0.1.1/" in browser.get(reverse("my-overview")).content.decode()
    change_status(version=corrected, status=Status.WITHDRAWN, reason="Verkeerd hersteld.", by=cas, at=at)
    overview = browser.get(reverse("my-overview")).content.decode()
    assert "/handreiking/h/0.1/" in overview
    assert "/handreiking/h/0.1.1/" not in overview
    assert Round.objects.get().is_open(at)


def test_a_draft_that_moved_can_be_admitted_when_the_round_has_closed(first, correct, anna, cas, signed_in, at):
    draft = make_draft(anna, section(first), at=at)
    correct()
    Round.objects.update(opens_at=at - timedelta(days=9), closes_at=at - timedelta(days=3))
    browser = signed_in(cas)
    assert anna.name in browser.get(reverse("moderation:late")).content.decode()
    browser.post(reverse("moderation:admit", args=[draft.key]), {"reason": "Zij was ziek."})
    assert Comment.objects.get().admitted_at is not None


def test_the_round_is_announced_once_on_the_page_of_the_handbook(first, correct, anna, signed_in):
    correct()
    page = signed_in(anna).get(reverse("handbook", args=["h"])).content.decode()
    assert "Versie 0.1.1 is in consultatie" in page
    assert "Versie 0.1 is in consultatie" not in page
