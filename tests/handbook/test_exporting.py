"""A version as files: JSON and Word are exact with keys and ids, Markdown is exact in text and structure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from handbook.actions import import_document
from handbook.exchange.archive import read_archive
from handbook.exchange.docx import read_docx
from handbook.exchange.markdown import read_markdown
from handbook.exporting import document_of, export_version
from handbook.living import bare
from handbook.models import HandbookPage, Passage, SectionPage, Version
from tests.factories.texts import TEXT, freeze, import_text

DEMO = Path(__file__).resolve().parents[2] / "site/home/demo/handbook"


@pytest.fixture
def demo(db: None) -> Version:
    """The first version of the demo's handbook: every kind of block, an image, appendices."""
    import_text(
        (DEMO / "0.1.md").read_text(encoding="utf-8"), slug="mas", images={"fasen.png": (DEMO / "fasen.png").read_bytes()}
    )
    return freeze(HandbookPage.objects.get(), "0.1")


def test_json_into_an_empty_site_gives_the_same_handbook(demo: Version) -> None:
    written = export_version(demo, "json")
    for page in (*SectionPage.objects.order_by("-path"), HandbookPage.objects.get()):
        type(page).objects.get(pk=page.pk).delete()
    import_document(handbook=None, slug="opnieuw", document=read_archive(written), by=None, at=demo.frozen_at)
    again = freeze(HandbookPage.objects.get(), "0.1")
    one, two = json.loads(written), json.loads(export_version(again, "json"))
    assert one["sections"] == two["sections"]
    assert one["title"] == two["title"]
    assert [block["image"]["sha256"] for s in one["sections"] for block in s["blocks"] if "image" in block]


def test_the_json_of_a_handbook_read_into_another_one_gets_keys_of_its_own(demo: Version) -> None:
    import_document(handbook=None, slug="kopie", document=read_archive(export_version(demo, "json")), by=None, at=demo.frozen_at)
    keys = list(SectionPage.objects.values_list("key", flat=True))
    assert len(keys) == len(set(keys)) == 2 * demo.sections.count()


def test_markdown_gives_the_same_text_and_structure(demo: Version) -> None:
    again = read_markdown(export_version(demo, "md").decode(), images={"fasen.png": (DEMO / "fasen.png").read_bytes()})
    document = document_of(demo)
    assert again.title == document.title
    for one, two in zip(document.sections, again.sections, strict=True):
        assert (one.title, one.level, one.number, one.appendix) == (two.title, two.level, two.number, two.appendix)
        assert bare(one.blocks) == bare(two.blocks)


def test_importing_the_exported_markdown_changes_nothing(demo: Version) -> None:
    report = import_text(export_version(demo, "md").decode(), slug="mas")
    assert report.unchanged
    assert report.respelled == ()


def test_importing_the_exported_word_file_changes_nothing_and_keeps_every_key_and_id(demo: Version) -> None:
    document = read_docx(export_version(demo, "docx"))
    report = import_document(handbook=None, slug="mas", document=document, by=None, at=demo.frozen_at)
    assert report.unchanged
    assert report.respelled == ()
    assert report.oddities == ()
    again = freeze(HandbookPage.objects.get(), "0.2")
    assert known_of(again) == known_of(demo)


def known_of(version: Version) -> list[tuple[object, ...]]:
    return list(
        Passage.objects.filter(section__version=version)
        .order_by("section__position", "ordinal")
        .values_list("section__key", "passage_id", "text")
    )


def test_a_version_is_read_back_in_as_many_queries_whatever_its_size(db: None, django_assert_num_queries) -> None:
    import_text(TEXT)
    version = freeze(HandbookPage.objects.get(), "0.1")
    with django_assert_num_queries(2):
        document_of(version)
