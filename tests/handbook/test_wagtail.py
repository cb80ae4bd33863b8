"""The living text in Wagtail's admin: previews, the word for Publish, and what may not be deleted."""

from __future__ import annotations

import pytest
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from consultation.people.models import User
from handbook.blocks import SectionBody
from handbook.models import HandbookPage, SectionPage
from tests.factories.texts import freeze, living_handbook


@pytest.fixture
def handbook(db: None) -> HandbookPage:
    return living_handbook()


@pytest.fixture
def editor(cas: User, signed_in) -> Client:
    return signed_in(cas)


@pytest.mark.parametrize("name", list(SectionBody().child_blocks))
def test_every_block_has_a_description_and_a_preview(name: str, editor: Client) -> None:
    block = SectionBody().child_blocks[name]
    assert block.get_description()
    assert block.is_previewable
    assert get_template(f"wagtailadmin/icons/{block.meta.icon}.svg")
    preview = block.render(block.get_preview_value())
    assert f'class="passage-text prose block-{"paragraph" if name == "text" else name}"' in preview
    response = editor.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert response.status_code == 200


def test_a_preview_shows_the_passages_that_freezing_will_make(handbook: HandbookPage) -> None:
    page = SectionPage.objects.get(title="Het gesprek")
    response = page.make_preview_request()
    assert response.status_code == 200
    html = response.content.decode()
    for passage in freeze(handbook, "0.1").sections.get(title="Het gesprek").passages.all():
        assert passage.html in html


def test_a_wide_table_of_a_preview_scrolls_by_keyboard_under_a_name_of_its_own() -> None:
    block = SectionBody().child_blocks["table"]
    named = block.get_preview_value()
    nameless = block.normalize({**named, "caption": ""})
    frame = '<div class="passage-text prose block-table" tabindex="0" role="region" aria-label="{}">'
    assert frame.format("Wie doet wat") in block.render(named)
    assert frame.format("Tabel in blok 3") in block.render(nameless, context={"forloop": {"counter": 3}})
    text = SectionBody().child_blocks["text"]
    assert "tabindex" not in text.render(text.get_preview_value())


def test_the_preview_of_a_handbook_shows_its_chapters(handbook: HandbookPage) -> None:
    html = handbook.make_preview_request().content.decode()
    assert "Het gesprek" in html


def test_what_an_editor_typed_is_previewed_before_it_is_saved(handbook: HandbookPage, editor: Client) -> None:
    page = SectionPage.objects.get(title="Wie meldt")
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    body = streamfield([("text", rich_text("<p>Nog niet opgeslagen.</p>"))])
    response = editor.post(address, nested_form_data({"title": page.title, "slug": page.slug, "body": body}))
    assert response.json()["is_valid"]
    assert "Nog niet opgeslagen." in editor.get(address).content.decode()


def test_publish_is_called_what_it_means(handbook: HandbookPage, editor: Client) -> None:
    section = SectionPage.objects.get(title="Melden")
    for page in (handbook, section):
        assert "Afspreken in de levende tekst" in editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    add = reverse("wagtailadmin_pages:add", args=["handbook", "sectionpage", handbook.pk])
    assert "Afspreken in de levende tekst" in editor.get(add).content.decode()
    other = editor.get(reverse("wagtailadmin_pages:edit", args=[handbook.get_parent().pk])).content.decode()
    assert "Afspreken in de levende tekst" not in other


def test_every_section_that_was_imported_opens_in_the_editor(handbook: HandbookPage, editor: Client) -> None:
    for page in SectionPage.objects.all():
        assert editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


def test_an_editor_can_write_and_publish_a_section(handbook: HandbookPage, editor: Client) -> None:
    form = nested_form_data(
        {
            "title": "Nieuw",
            "slug": "nieuw",
            "body": streamfield([("text", rich_text("<p>Een nieuwe alinea.</p>"))]),
            "action-publish": "1",
        }
    )
    response = editor.post(reverse("wagtailadmin_pages:add", args=["handbook", "sectionpage", handbook.pk]), form)
    assert response.status_code == 302
    assert freeze(handbook, "0.1").sections.get(title="Nieuw").text == "Een nieuwe alinea."


class TestDeleting:
    def delete(self, editor: Client, page: SectionPage | HandbookPage) -> str:
        response = editor.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)
        return response.content.decode()

    def test_a_handbook_with_versions_stays(self, handbook: HandbookPage, editor: Client) -> None:
        freeze(handbook, "0.1")
        assert "kan niet worden verwijderd" in self.delete(editor, handbook)
        assert HandbookPage.objects.exists()

    def test_a_section_that_was_frozen_stays_and_one_that_never_was_goes(self, handbook: HandbookPage, editor: Client) -> None:
        freeze(handbook, "0.1")
        new = handbook.add_child(instance=SectionPage(title="Nieuw", slug="nieuw"))
        self.delete(editor, SectionPage.objects.get(title="Melden"))
        self.delete(editor, new)
        assert SectionPage.objects.filter(title="Melden").exists()
        assert not SectionPage.objects.filter(title="Nieuw").exists()

    def test_a_page_that_holds_a_frozen_handbook_stays(self, handbook: HandbookPage, fatih: User, signed_in) -> None:
        freeze(handbook, "0.1")
        fatih.is_superuser = True
        fatih.save()
        self.delete(signed_in(fatih), handbook.get_parent())
        assert HandbookPage.objects.exists()

    def test_nor_can_they_be_deleted_by_the_handful(self, handbook: HandbookPage, editor: Client) -> None:
        freeze(handbook, "0.1")
        ids = SectionPage.objects.values_list("pk", flat=True)
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        editor.post(f"{address}?" + "&".join(f"id={pk}" for pk in ids))
        assert SectionPage.objects.count() == len(ids) == 5

    def test_a_handbook_without_versions_can_go(self, handbook: HandbookPage, editor: Client) -> None:
        self.delete(editor, handbook)
        assert not HandbookPage.objects.exists()
