"""The archive that everybody reads, and the editors' side that lists nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.template.loader import get_template, render_to_string
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import ModelLogEntry, PageLogEntry

from consultation.newsletter.actions import send_issue
from consultation.newsletter.blocks import IssueBody
from consultation.newsletter.models import IssuePage, Mailing, Subscription
from consultation.newsletter.models.consents import number_of
from consultation.newsletter.pieces import image_url
from tests.factories.newsletter import make_issue, make_many_subscribers, make_subscriber

pytestmark = pytest.mark.django_db

GERDA = "gerda@zeewold.example"
ADMIN = "/beheer/nieuwsbrief/"


@pytest.fixture(autouse=True)
def editors_sign_in_with_one_factor(settings) -> None:
    settings.STAFF_SECOND_FACTOR = False
    cache.clear()


@pytest.fixture
def editor(cas, signed_in):
    return signed_in(cas)


class TestTheArchive:
    def test_an_issue_is_a_page_from_the_moment_that_its_sending_begins(self, cas, visitor, at) -> None:
        issue = make_issue()
        address = f"/nieuwsbrief/archief/{issue.slug}/"
        assert visitor.get(address).status_code == 404
        assert "Nog geen nieuwsbrief" in visitor.get("/nieuwsbrief/archief/").content.decode()
        send_issue(issue=issue, by=cas, at=at)
        assert "Lees mee." in visitor.get(address).content.decode()
        assert address in visitor.get("/nieuwsbrief/archief/").content.decode()
        assert visitor.get(f"/nieuwsbrief/{issue.slug}/")["Location"] == address
        IssuePage.objects.get().unpublish()
        assert visitor.get(address).status_code == 404

    def test_it_is_read_in_the_language_that_the_mail_asked_for(self, cas, visitor, at) -> None:
        issue = make_issue(subject_en="Draft 0.3 is ready", body_en=[("text", "<p>Read along.</p>")])
        send_issue(issue=issue, by=cas, at=at)
        address = f"/nieuwsbrief/archief/{issue.slug}/"
        assert "Read along." in visitor.get(f"{address}?taal=en").content.decode()
        assert 'href="?taal=en"' in visitor.get(address).content.decode()

    def test_the_list_costs_the_same_queries_for_one_issue_and_for_ten(self, cas, visitor, at, django_assert_num_queries) -> None:
        counted = []
        for count in (1, 9):
            for number in range(count):
                send_issue(issue=make_issue(title=f"Nummer {count}-{number}"), by=cas, at=at)
            with django_assert_num_queries(12, exact=False) as queries:
                visitor.get("/nieuwsbrief/archief/")
            counted.append(len(queries))
        assert counted[0] == counted[1]

    def test_an_image_is_seen_by_its_signed_address_and_no_other_image_is(self, cas, visitor, at) -> None:
        model = get_image_model()
        shown, hidden = (model.objects.create(title=name, file=get_test_image_file(f"{name}.png")) for name in ("a", "b"))
        issue = make_issue(body=[("image", {"image": shown.pk, "alt": "Acht mensen"})])
        send_issue(issue=issue, by=cas, at=at)
        assert 'alt="Acht mensen"' in visitor.get(f"/nieuwsbrief/archief/{issue.slug}/").content.decode()
        address = image_url(shown.pk).removeprefix("http://localhost:8000")
        assert visitor.get(address)["Content-Type"] == "image/png"
        assert visitor.get(address.replace(f"/{shown.pk}:", f"/{hidden.pk}:")).status_code == 404


class TestTheForm:
    def test_in_the_foot_of_a_page_it_costs_no_query_and_no_session(self, rf, django_assert_num_queries) -> None:
        request = rf.get("/")
        request.user = AnonymousUser()
        with django_assert_num_queries(0):
            page = render_to_string("base.html", request=request)
        assert 'action="/nieuwsbrief/"' in page
        assert not hasattr(request, "session")

    def test_a_member_finds_the_way_among_her_preferences_and_no_form_in_the_foot(self, anna, signed_in) -> None:
        page = signed_in(anna).get("/mijn/voorkeuren/").content.decode()
        assert 'href="/nieuwsbrief/"' in page
        assert 'action="/nieuwsbrief/"' not in page


class TestTheEditorsSide:
    def test_it_counts_and_names_nobody(self, editor, cas, at) -> None:
        make_many_subscribers(3, at=at)
        Subscription.objects.create(email="wacht@zeewold.example", place="/", asked_at=at)
        page = editor.get(ADMIN).content.decode()
        assert "3 adressen krijgen de nieuwsbrief" in page
        assert "1 moet nog bevestigen" in page
        assert "gemeente.example" not in page

    def test_the_counts_cost_the_same_queries_for_one_issue_and_for_ten(self, editor, cas, at, django_assert_num_queries) -> None:
        make_issue()
        editor.get(ADMIN)
        counted = []
        for count in (0, 9):
            for number in range(count):
                make_issue(title=f"Nummer {number}")
            with django_assert_num_queries(40, exact=False) as queries:
                editor.get(ADMIN)
            counted.append(len(queries))
        assert counted[0] == counted[1]

    def test_looking_one_up_and_ending_it_are_logged_without_the_address(self, editor, cas, at) -> None:
        subscription = make_subscriber(GERDA, name="Gerda", at=at)
        found = editor.post(f"{ADMIN}abonnement/", {"email": GERDA.upper()})["Location"]
        assert GERDA in editor.get(found).content.decode()
        editor.post(found)
        subscription.refresh_from_db()
        assert subscription.state == "unsubscribed"
        entries = ModelLogEntry.objects.filter(action__startswith="klankbord.newsletter").order_by("pk")
        assert [entry.action.rpartition(".")[2] for entry in entries] == ["look_up", "end"]
        assert {entry.label for entry in entries} == {number_of(GERDA)[:12]}
        assert GERDA not in str([(entry.label, entry.data) for entry in entries])
        assert editor.post(f"{ADMIN}abonnement/", {"email": "niemand@x.example"})["Location"] == ADMIN

    def test_planning_in_the_past_keeps_what_was_typed(self, editor, at) -> None:
        issue = make_issue()
        answer = editor.post(f"{ADMIN}{issue.pk}/", {"action": "plan", "send_at": "2020-01-01 09:00"})
        assert answer.status_code == 422
        assert "2020-01-01 09:00" in answer.content.decode()
        tomorrow = f"{at + timedelta(days=1):%Y-%m-%d %H:%M}"
        assert editor.post(f"{ADMIN}{issue.pk}/", {"action": "plan", "send_at": tomorrow}).status_code == 302
        assert Mailing.objects.get().begun_at is None
        assert PageLogEntry.objects.filter(action="klankbord.newsletter.plan").count() == 1
        editor.post(f"{ADMIN}{issue.pk}/", {"action": "take_back"})
        assert not Mailing.objects.exists()

    def test_the_mail_and_the_page_are_previewed_while_writing(self, editor, at) -> None:
        issue = make_issue()
        preview = reverse("wagtailadmin_pages:view_draft", args=[issue.pk])
        assert "Lees mee." in editor.get(preview).content.decode()
        assert "Beste lezer," in editor.get(f"{ADMIN}{issue.pk}/").content.decode()
        assert [str(label) for _mode, label in issue.preview_modes] == ["Op de site", "Als mail", "Als mail in het Engels"]

    def test_an_issue_is_sent_and_not_published(self, editor, cas, at) -> None:
        issue = make_issue()
        edit = reverse("wagtailadmin_pages:edit", args=[issue.pk])
        page = editor.get(edit).content.decode()
        assert 'name="action-publish"' not in page
        assert f'href="{ADMIN}{issue.pk}/"' in page
        send_issue(issue=issue, by=cas, at=at)
        assert 'name="action-publish"' in editor.get(edit).content.decode()

    @pytest.mark.parametrize("role", ["anna", "bram", "dewi", "eva", "fatih"])
    def test_nobody_but_an_editor_comes_in(self, role, signed_in, request, at) -> None:
        issue, subscription = make_issue(), make_subscriber(GERDA, at=at)
        browser = signed_in(request.getfixturevalue(role))
        for address in (ADMIN, f"{ADMIN}{issue.pk}/", f"{ADMIN}{issue.pk}/versturen/", f"{ADMIN}abonnement/{subscription.key}/"):
            assert browser.get(address).status_code in {302, 403}
            assert browser.post(address, {"action": "try"}).status_code in {302, 403, 405}
        assert not Mailing.objects.exists()
        subscription.refresh_from_db()
        assert subscription.is_active

    @pytest.mark.parametrize("name", list(IssueBody().child_blocks))
    def test_every_block_has_a_description_and_a_preview(self, name, editor) -> None:
        block = IssueBody().child_blocks[name]
        assert block.get_description()
        assert get_template(f"wagtailadmin/icons/{block.meta.icon}.svg")
        assert editor.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix}).status_code == 200
