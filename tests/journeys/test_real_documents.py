"""A law, a standard and two guidelines, published version by version by the commands; a member comments in a browser."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import expect

from consultation.comments.models import Comment
from handbook.models import Section, Version
from tests.factories.comments import accept_rules
from tests.factories.corpora import corpora_folder, versions_of
from tests.factories.texts import make_site

pytestmark = [pytest.mark.endurance, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def site():
    make_site()


def publish(folder: str, label: str) -> Version:
    """Import one version of a document and open a round on it."""
    until = (localdate() + timedelta(days=21)).isoformat()
    call_command("import_handbook", str(corpora_folder() / folder / f"{label}.md"), "--handbook", folder, verbosity=0)
    call_command("publish_version", folder, "--label", label, "--round-until", until, verbosity=0)
    return Version.objects.get(slug=folder, label=label)


def comment_in_browser(page, version: Version, body: str) -> Comment:
    """Comment on the last passage of the longest section, from the section's own page."""
    section = Section.objects.filter(version=version).order_by("-word_count").first()
    page.goto(reverse("section", args=[version.slug, version.label, section.number]))
    passage = section.passages.last()
    page.locator(f"[id='b-{passage.passage_id}'] [data-comment]").first.click()
    form = page.locator("[data-remark-form]")
    form.locator("textarea[name=body]").fill(body)
    form.get_by_role("button", name="Plaats").click()
    expect(page.locator("[data-remark]").filter(has_text=body)).to_be_visible()
    comment = Comment.objects.get(body=body, posted_at__isnull=False)
    assert comment.passage == passage
    return comment


@pytest.mark.parametrize("folder", ["leerplichtwet-1969", "publiccode-standard", "richtlijn-sas", "aanwijzing-sas"])
def test_a_member_comments_on_the_oldest_and_on_the_newest_version(folder, anna, page, sign_in_browser, at):
    accept_rules(anna, at)
    labels = versions_of(folder)
    sign_in_browser(page, anna)
    first = comment_in_browser(page, publish(folder, labels[0]), "Hier is een voorbeeld nodig.")
    for label in labels[1:]:
        newest = publish(folder, label)
    last = comment_in_browser(page, newest, "Dit is nu duidelijk.")
    page.goto(reverse("my-comments"))
    for comment in (first, last):
        expect(page.get_by_text(comment.body)).to_be_visible()
