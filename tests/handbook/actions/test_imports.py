"""Importing: what is matched with what, that only differences are written, and that it is all or nothing (T5)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.images import get_image_model
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.search.backends import get_search_backend

from consultation.people.models import User
from handbook.actions import import_document, preview_import
from handbook.errors import NothingToImport, SlugTaken, UnfitSlug
from handbook.exchange.document import Document
from handbook.exchange.markdown import read_markdown
from handbook.models import HandbookPage, PassageRecord, SectionPage
from home.models import StandardPage
from tests.factories.texts import TEXT, freeze, import_text, living_handbook

IMAGE = Path(__file__).resolve().parents[3] / "site/home/demo/handbook/fasen.png"


def outline() -> list[tuple[int, str]]:
    """Depth and title of the published sections, as Wagtail's own tree has them."""
    handbook = HandbookPage.objects.get()
    return [(page.depth - handbook.depth, page.title) for page in SectionPage.objects.live().order_by("path")]


def state() -> tuple[Any, ...]:
    """All that an import can touch."""
    pages = list(Page.objects.order_by("pk").values_list("pk", "path", "title", "live", "latest_revision_id"))
    return pages, list(PassageRecord.objects.order_by("pk").values()), Revision.objects.count(), PageLogEntry.objects.count()


class TestFirstImport:
    def test_headings_become_published_sections_in_their_place(self, db: None) -> None:
        report = import_text()
        assert report.new_handbook
        assert report.counts == {"created": 5, "kept": 0, "changed": 0, "moved": 0, "renamed": 0, "removed": 0}
        assert outline() == [(1, "Vooraf"), (1, "Melden"), (2, "Wie meldt"), (1, "Het gesprek"), (1, "Bijlage A: Begrippen")]
        assert HandbookPage.objects.get().title == "Handreiking verzuim"
        assert SectionPage.objects.get(preamble=True).title == "Vooraf"
        assert SectionPage.objects.get(appendix=True).title == "Bijlage A: Begrippen"

    def test_wagtail_finds_its_tree_whole(self, db: None) -> None:
        import_text()
        import_text(TEXT.replace("## Het gesprek", "## Ertussen\n\nNieuw.\n\n## Het gesprek"))
        problems = Page.find_problems()
        assert not any(problems), problems
        page = SectionPage.objects.get(title="Wie meldt")
        assert page.url_path.endswith("/verzuim/melden/wie-meldt/")
        assert page.get_parent().specific.title == "Melden"

    def test_every_page_has_one_published_revision_that_can_be_restored(self, db: None, cas: User) -> None:
        import_text(by=cas)
        for page in SectionPage.objects.all():
            [revision] = page.revisions.all()
            assert page.live_revision == page.latest_revision == revision
            assert (revision.user, page.has_unpublished_changes, page.owner) == (cas, False, cas)
            restored = revision.as_object()
            assert (restored.title, restored.key) == (page.title, page.key)
            assert list(restored.body.raw_data) == list(page.body.raw_data)

    def test_pages_are_in_history_search_and_reference_index(self, db: None) -> None:
        import_text(TEXT + "\n::: figure fasen.png | De fasen\nVijf cirkels.\n:::\n", images={"fasen.png": IMAGE.read_bytes()})
        page = SectionPage.objects.get(title="Wie meldt")
        assert set(PageLogEntry.objects.filter(page=page.pk).values_list("action", flat=True)) == {
            "wagtail.create",
            "wagtail.publish",
        }
        found = get_search_backend().search("verzuimcoördinator", SectionPage.objects.all())
        assert [page.title for page in found] == ["Wie meldt"]
        image = get_image_model().objects.get()
        assert ReferenceIndex.get_references_to(image).count() == 1

    def test_blocks_are_those_an_editor_would_have_made(self, db: None) -> None:
        import_text()
        body = SectionPage.objects.get(title="Het gesprek").body
        assert [block.block_type for block in body] == ["text", "callout", "step", "table"]
        step = body[2].value
        assert step["question"] == "Is er een zorgvraag?"
        assert [answer["target"] for answer in step["answers"]] == ["O1", "N2"]
        assert body.stream_block.clean(body) is not None

    def test_a_title_that_is_too_long_for_a_page_is_cut_and_its_words_are_kept(self, db: None) -> None:
        long = "Waarin staat " + "dat de school alles doet wat zij kan doen " * 8
        report = import_text(f"# Boek\n\n## {long}\n\nTekst.")
        page = SectionPage.objects.get()
        assert len(page.title) == 255
        assert "kan doen</p>" in page.body.raw_data[0]["value"]
        assert [oddity.code for oddity in report.oddities] == ["long-heading"]


class TestNextImport:
    @pytest.fixture(autouse=True)
    def _there(self, db: None) -> None:
        living_handbook()

    def test_the_same_text_writes_nothing(self) -> None:
        before = state()
        report = import_text()
        assert report.unchanged
        assert report.counts["kept"] == 5
        after = state()
        assert after[:3] == before[:3]

    def test_a_changed_section_is_saved_with_one_revision_and_no_other(self) -> None:
        report = import_text(TEXT.replace("vijf dagen", "drie dagen"))
        assert report.counts == {"created": 0, "kept": 4, "changed": 1, "moved": 0, "renamed": 0, "removed": 0}
        assert [str(line) for line in report.lines["changed"]] == ["1 Melden"]
        assert Revision.objects.for_instance(SectionPage.objects.get(title="Melden")).count() == 2
        assert Revision.objects.count() == 7

    def test_white_space_capitals_and_markup_are_no_change_but_are_taken_over(self) -> None:
        report = import_text(TEXT.replace("De school meldt", "de **school** meldt"))
        assert report.unchanged
        assert [line.title for line in report.respelled] == ["Melden"]
        assert "de <strong>school</strong> meldt" in SectionPage.objects.get(title="Melden").body.raw_data[0]["value"]

    def test_a_renamed_section_stays_the_same_section(self) -> None:
        key = SectionPage.objects.get(title="Wie meldt").key
        report = import_text(TEXT.replace("### Wie meldt", "### Wie er meldt"))
        assert [str(line) for line in report.lines["renamed"]] == ["1.1 Wie er meldt (<- Wie meldt)"]
        page = SectionPage.objects.get(key=key)
        assert (page.title, page.draft_title) == ("Wie er meldt", "Wie er meldt")
        assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.rename").exists()

    def test_a_moved_section_takes_along_what_hangs_under_it_and_gets_no_revision(self) -> None:
        melden = TEXT[TEXT.index("## Melden") : TEXT.index("## Het gesprek")]
        revisions = Revision.objects.count()
        report = import_text(TEXT.replace(melden, "").replace("## Bijlage A", f"{melden}## Bijlage A"))
        assert report.counts["moved"] == 1
        assert outline() == [(1, "Vooraf"), (1, "Het gesprek"), (1, "Melden"), (2, "Wie meldt"), (1, "Bijlage A: Begrippen")]
        assert Revision.objects.count() == revisions
        assert not any(Page.find_problems())

    def test_a_section_that_changes_places_with_its_parent_is_moved(self) -> None:
        import_text("# Boek\n\n## Boven\n\nTekst van boven over melden.\n\n### Onder\n\nTekst van onder over het gesprek.\n")
        swapped = "# Boek\n\n## Onder\n\nTekst van onder over het gesprek.\n\n### Boven\n\nTekst van boven over melden.\n"
        keys = {page.title: page.key for page in SectionPage.objects.live()}
        import_text(swapped)
        assert outline() == [(1, "Onder"), (2, "Boven")]
        assert {page.title: page.key for page in SectionPage.objects.live()} == keys
        assert not any(Page.find_problems())

    def test_a_section_that_moves_to_where_its_address_is_taken_gets_another(self) -> None:
        one, two = "### Doel\n\nHet doel van een is dit.", "### Doel\n\nHet doel van twee is dat."
        import_text(f"# Boek\n\n## Een\n\nEerste.\n\n{one}\n\n## Twee\n\nTweede.\n\n{two}\n")
        import_text(f"# Boek\n\n## Een\n\nEerste.\n\n## Twee\n\nTweede.\n\n{one}\n\n{two}\n")
        parent = SectionPage.objects.get(title="Twee")
        assert len(set(parent.get_children().values_list("slug", flat=True))) == parent.get_children().count() == 2
        for page in SectionPage.objects.all():
            page.full_clean()

    def test_a_section_that_is_gone_is_unpublished_and_comes_back_as_itself(self) -> None:
        page = SectionPage.objects.get(title="Wie meldt")
        without = TEXT[: TEXT.index("### Wie meldt")] + TEXT[TEXT.index("## Het gesprek") :]
        report = import_text(without)
        assert [line.title for line in report.lines["removed"]] == ["Wie meldt"]
        page.refresh_from_db()
        assert not page.live
        report = import_text()
        assert [line.title for line in report.lines["created"]] == ["Wie meldt"]
        page.refresh_from_db()
        assert page.live
        assert SectionPage.objects.filter(title="Wie meldt").count() == 1

    def test_a_section_under_a_chapter_that_was_taken_out_comes_back_as_itself(self) -> None:
        page = SectionPage.objects.get(title="Wie meldt")
        SectionPage.objects.get(title="Melden").unpublish()
        report = import_text()
        assert [line.title for line in report.lines["created"]] == ["Melden", "Wie meldt"]
        assert SectionPage.objects.filter(title="Wie meldt").get() == page
        assert outline() == [(1, "Vooraf"), (1, "Melden"), (2, "Wie meldt"), (1, "Het gesprek"), (1, "Bijlage A: Begrippen")]

    def test_new_sections_come_between_the_ones_they_stand_between(self) -> None:
        text = TEXT.replace("## Melden", "## Eerst\n\nTekst van eerst.\n\n### Daaronder\n\nTekst daaronder.\n\n## Melden")
        import_text(text.replace("### Wie meldt", "### Daarvoor\n\nTekst van daarvoor.\n\n### Wie meldt"))
        assert outline() == [
            (1, "Vooraf"),
            (1, "Eerst"),
            (2, "Daaronder"),
            (1, "Melden"),
            (2, "Daarvoor"),
            (2, "Wie meldt"),
            (1, "Het gesprek"),
            (1, "Bijlage A: Begrippen"),
        ]
        assert not any(Page.find_problems())

    def test_the_editors_blocks_keep_their_ids_and_unchanged_ones_every_byte(self) -> None:
        page = SectionPage.objects.get(title="Het gesprek")
        before = list(page.body.raw_data)
        import_text(TEXT.replace("volg dan eerst", "volg dan altijd eerst"))
        after = list(SectionPage.objects.get(pk=page.pk).body.raw_data)
        assert [block["id"] for block in after] == [block["id"] for block in before]
        assert [new == old for new, old in zip(after, before, strict=True)] == [True, False, True, True]

    def test_a_draft_that_an_editor_never_published_stays(self) -> None:
        handbook = HandbookPage.objects.get()
        draft = SectionPage(title="Nog in de maak", slug="nog", live=False)
        handbook.add_child(instance=draft)
        report = import_text(TEXT.replace("vijf dagen", "drie dagen"))
        assert report.counts["removed"] == 0
        assert SectionPage.objects.get(pk=draft.pk).live is False

    def test_unpublished_edits_that_are_overtaken_are_told(self) -> None:
        page = SectionPage.objects.get(title="Melden")
        page.title = "Melden, maar anders"
        page.save_revision()
        report = import_text(TEXT.replace("vijf dagen", "drie dagen"))
        assert report.overtaken == ("Melden, maar anders",)
        assert import_text(TEXT.replace("vijf dagen", "drie dagen")).overtaken == ()

    def test_a_figure_without_its_file_keeps_the_image_that_is_there(self) -> None:
        text = TEXT + "\n::: figure fasen.png | De fasen\nVijf cirkels.\n:::\n"
        import_text(text, images={"fasen.png": IMAGE.read_bytes()})
        report = import_text(text.replace("Vijf cirkels", "Vijf cirkels op een rij"))
        assert report.counts["changed"] == 1
        figure = SectionPage.objects.get(appendix=True).body[-1]
        assert figure.value["image"] == get_image_model().objects.get()
        assert figure.value["alt"] == "Vijf cirkels op een rij."


class TestAllOrNothing:
    def test_a_dry_run_reports_the_same_and_writes_nothing(self, db: None) -> None:
        dry = import_text(dry_run=True)
        assert dry.new_handbook
        assert not HandbookPage.objects.exists()
        import_text()
        before = state()
        changed = TEXT.replace("vijf dagen", "drie dagen").replace("### Wie meldt", "### Wie er meldt")
        with CaptureQueriesContext(connection) as queries:
            dry = import_text(changed, dry_run=True)
        assert state() == before
        assert not [query["sql"] for query in queries if not query["sql"].startswith("SELECT")]
        assert dry.lines == import_text(changed).lines
        assert dry.dry_run

    def test_a_preview_is_a_dry_run(self, db: None) -> None:
        handbook = living_handbook()
        report = preview_import(handbook=handbook, document=read_markdown(TEXT.replace("vijf dagen", "drie dagen")))
        assert [line.title for line in report.lines["changed"]] == ["Melden"]

    def test_an_error_halfway_changes_nothing_and_leaves_no_file(self, db: None) -> None:
        living_handbook()
        before = state()
        files = set(default_storage.listdir("original_images")[1]) if default_storage.exists("original_images") else set()

        def stop(done: int, total: int) -> None:
            raise KeyboardInterrupt

        text = TEXT.replace("vijf", "drie") + "\n::: figure fasen.png\nVijf cirkels.\n:::\n"
        with pytest.raises(KeyboardInterrupt):
            import_text(text, progress=stop, images={"fasen.png": IMAGE.read_bytes()})
        assert state() == before
        assert set(default_storage.listdir("original_images")[1]) == files

    def test_a_document_without_text_is_refused(self, db: None, at: Any) -> None:
        with pytest.raises(NothingToImport):
            import_document(handbook=None, slug="leeg", document=Document("Leeg"), by=None, at=at)

    def test_an_address_that_is_taken_or_cannot_be_one_is_refused(self, db: None) -> None:
        import_text()
        taken = StandardPage.objects.first()
        with pytest.raises(SlugTaken):
            import_text(slug=taken.slug)
        for slug in ("", "Met Spatie", "a/b", "-a", "x" * 81):
            with pytest.raises(UnfitSlug):
                import_text(slug=slug)

    def test_a_file_that_only_looks_like_an_image_is_left_out_and_told(self, db: None) -> None:
        text = TEXT + "\n::: figure fasen.png\nVijf cirkels.\n:::\n"
        report = import_text(text, images={"fasen.png": b"\x89PNG\r\n\x1a\n" + b"x" * 50})
        assert "image-unreadable" in [oddity.code for oddity in report.oddities]
        assert freeze(HandbookPage.objects.get(), "0.1").sections.get(number="A").passages.last().html == (
            "<figure><p>Vijf cirkels.</p></figure>"
        )


def test_the_number_of_queries_does_not_grow_with_the_sections(db: None) -> None:
    def text(count: int) -> str:
        return "# Boek\n\n" + "\n\n".join(f"## Paragraaf {n}\n\nTekst van paragraaf {n} over verzuim." for n in range(count))

    def queries(count: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            import_text(text(count), slug=f"boek-{count}")
        return len(captured)

    living_handbook()
    few, many = queries(20), queries(60)
    # One query for a page's editorial comments, which modelcluster reads for each revision, and two for its search terms.
    assert many - few <= 3 * 40
