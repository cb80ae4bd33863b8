"""Moderation in the admin: what an editor sees and does, and nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from consultation.comments.actions import report_comment
from consultation.comments.models import Comment, Report
from tests.factories.comments import make_comment, make_draft, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(version, open_round):
    return make_section(version)


@pytest.fixture
def remark(section, anna, at):
    return make_comment(anna, section, "Over een gezin.", at=at)


def test_an_editor_lists_filters_and_searches_posted_remarks_and_never_a_draft(section, remark, anna, eva, cas, signed_in, at):
    make_draft(anna, section, "Nog geheim", at=at)
    make_comment(eva, section, "De termijn is te kort.", at=at)
    report_comment(user=eva, comment=remark, reason="Naam", at=at)
    browser = signed_in(cas)
    everything = browser.get(reverse("moderation:index")).content.decode()
    assert "Over een gezin." in everything
    assert "De termijn is te kort." in everything
    assert "Nog geheim" not in everything
    reported = browser.get(reverse("moderation:index"), {"state": "gemeld"}).content.decode()
    assert "Over een gezin." in reported
    assert "De termijn is te kort." not in reported
    found = browser.get(reverse("moderation:index"), {"q": "termijn"}).content.decode()
    assert "De termijn is te kort." in found
    assert "Over een gezin." not in found


def test_an_editor_removes_keeps_and_restores(remark, eva, cas, signed_in, at):
    report_comment(user=eva, comment=remark, reason="Naam", at=at)
    browser, page = signed_in(cas), reverse("moderation:one", args=[remark.key])
    assert "Naam" in browser.get(page).content.decode()
    browser.post(page, {"action": "keep"})
    assert Report.objects.get().outcome == "kept"
    without_reason = browser.post(page, {"action": "remove", "reason": ""})
    assert without_reason.status_code == 200
    assert Comment.objects.get(pk=remark.pk).removed_at is None
    browser.post(page, {"action": "remove", "reason": "Herkenbaar."})
    assert Comment.objects.get(pk=remark.pk).removed_reason == "Herkenbaar."
    browser.post(page, {"action": "restore"})
    assert Comment.objects.get(pk=remark.pk).removed_at is None


def test_a_late_draft_is_admitted_without_being_read(section, open_round, anna, cas, signed_in, at):
    draft = make_draft(anna, section, "Nog geheim", at=at)
    open_round.closes_at = at - timedelta(hours=1)
    open_round.save()
    browser = signed_in(cas)
    listing = browser.get(reverse("moderation:late")).content.decode()
    assert anna.name in listing
    assert "Nog geheim" not in listing
    page = reverse("moderation:admit", args=[draft.key])
    assert "Nog geheim" not in browser.get(page).content.decode()
    browser.post(page, {"reason": ""})
    assert Comment.objects.get(pk=draft.pk).admitted_at is None
    browser.post(page, {"reason": "Zij was ziek."})
    assert Comment.objects.get(pk=draft.pk).admitted_at is not None


def test_nobody_else_comes_in(remark, section, anna, bram, dewi, fatih, olga, signed_in, visitor, at):
    pages = [reverse("moderation:index"), reverse("moderation:one", args=[remark.key]), reverse("moderation:late")]
    for browser in [visitor, *map(signed_in, (anna, bram, dewi, fatih, olga))]:
        for page in pages:
            response = browser.get(page)
            assert response.status_code in {302, 403}
            assert "Over een gezin." not in response.content.decode()
