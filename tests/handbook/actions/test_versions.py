"""Freezing a version: what it holds, what stays the same from version to version, and that it happens once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from consultation.people.models import User
from handbook.actions import freeze_version
from handbook.errors import LabelTaken, NothingToFreeze, ReasonMissing, UnfitLabel, UnknownStatus
from handbook.living import unpublished_edits
from handbook.models import HandbookPage, Passage, PassageRecord, SectionLineage, SectionPage, Status, Version
from tests.factories.texts import TEXT, freeze, import_text, living_handbook


def ids(version: Version) -> dict[str, str]:
    return {p.text: str(p.passage_id) for p in Passage.objects.filter(section__version=version)}


def lineage(version: Version) -> list[tuple[str, str, str, bool]]:
    """(kind, old title, new title, text changed) of every line of descent."""
    titles = {(s.version_id, s.key): s.title for v in Version.objects.all() for s in v.sections.all()}
    return [
        (
            row.kind,
            titles.get((row.old_version_id, row.old_key), ""),
            titles.get((row.new_version_id, row.new_key), ""),
            row.text_changed,
        )
        for row in SectionLineage.objects.filter(new_version=version)
    ]


@pytest.fixture
def handbook(db: None) -> HandbookPage:
    return living_handbook()


def edit(page: SectionPage, change: Callable[[list[dict[str, Any]]], None], *, publish: bool = True) -> None:
    """What an editor does in the admin: change the raw blocks, save, and perhaps publish."""
    raw = [dict(block) for block in page.body.raw_data]
    change(raw)
    page.body = page.body.stream_block.to_python(raw)
    revision = page.save_revision()
    if publish:
        revision.publish()


class TestContent:
    def test_it_holds_the_text_numbered_and_in_reading_order(self, handbook: HandbookPage) -> None:
        version = freeze(handbook, "0.1", notes="Eerste versie.")
        assert [(s.number, s.level, s.title, s.position) for s in version.sections.all()] == [
            ("0", 1, "Vooraf", 1),
            ("1", 1, "Melden", 2),
            ("1.1", 2, "Wie meldt", 3),
            ("2", 1, "Het gesprek", 4),
            ("A", 1, "Bijlage A: Begrippen", 5),
        ]
        assert version.sections.get(number="1.1").parent.number == "1"
        assert version.notes == "Eerste versie."
        assert version.word_count == sum(s.word_count for s in version.sections.all()) > 50

    def test_a_passage_has_the_size_of_a_paragraph_list_table_or_block(self, handbook: HandbookPage) -> None:
        version = freeze(handbook, "0.1")
        assert [(p.ordinal, p.type) for p in version.sections.get(number="1").passages.all()] == [
            (1, "paragraph"),
            (2, "paragraph"),
            (3, "list"),
        ]
        assert [p.type for p in version.sections.get(number="2").passages.all()] == ["paragraph", "callout", "step", "table"]

    def test_a_passage_shows_all_that_its_text_says(self, handbook: HandbookPage) -> None:
        version = freeze(handbook, "0.1")
        callout = version.sections.get(number="2").passages.get(type="callout")
        assert callout.html.startswith("<p><strong>Veiligheid eerst</strong></p>")
        assert callout.text.startswith("Veiligheid eerst\n")
        step = version.sections.get(number="2").passages.get(type="step")
        assert step.data["answers"][1] == {"answer": "nee", "target": "N2", "note": "Schrijf op waarom niet."}

    def test_a_link_to_another_section_stays_inside_the_version(self, handbook: HandbookPage) -> None:
        target = SectionPage.objects.get(title="Het gesprek")
        link = f'<p>Zie <a linktype="page" id="{target.pk}">het gesprek</a>.</p>'
        edit(SectionPage.objects.get(title="Wie meldt"), lambda raw: raw.append({"type": "text", "value": link, "id": "x"}))
        version = freeze(handbook, "0.1")
        [passage] = Passage.objects.filter(section__version=version, html__contains="<a ")
        assert 'href="/handreiking/verzuim/0.1/2/"' in passage.html

    def test_the_content_hash_tells_whether_the_text_is_the_same(self, handbook: HandbookPage) -> None:
        first, again = freeze(handbook, "0.1"), freeze(handbook, "0.2")
        import_text(TEXT.replace("vijf dagen", "drie dagen"))
        other = freeze(handbook, "0.3")
        assert first.content_hash == again.content_hash != other.content_hash

    def test_who_froze_it_stands_in_the_audit_trail(self, handbook: HandbookPage, cas: User, at: datetime) -> None:
        freeze_version(handbook=handbook, label="0.1", by=cas, at=at)
        entry = ModelLogEntry.objects.get(action="klankbord.handbook.freeze")
        assert (entry.user, entry.timestamp, entry.data["label"]) == (cas, at, "0.1")


class TestAgreedTextOnly:
    def test_an_unpublished_edit_stays_out_and_is_listed(self, handbook: HandbookPage) -> None:
        page = SectionPage.objects.get(title="Wie meldt")
        new = {"type": "text", "value": "<p>Nog niet afgesproken.</p>", "id": "x"}
        edit(page, lambda raw: raw.append(new), publish=False)
        assert [(e.title, e.kind) for e in unpublished_edits(handbook)] == [("Wie meldt", "edited")]
        assert not Passage.objects.filter(section__version=freeze(handbook, "0.1"), text="Nog niet afgesproken.").exists()

    def test_an_unpublished_section_takes_what_hangs_under_it_along(self, handbook: HandbookPage) -> None:
        SectionPage.objects.get(title="Melden").unpublish()
        assert [(e.title, e.kind) for e in unpublished_edits(handbook)] == [("Melden", "unpublished"), ("Wie meldt", "hidden")]
        assert [s.title for s in freeze(handbook, "0.1").sections.all()] == ["Vooraf", "Het gesprek", "Bijlage A: Begrippen"]

    def test_what_was_taken_out_and_is_written_again_is_an_edit(self, handbook: HandbookPage) -> None:
        SectionPage.objects.get(title="Wie meldt").unpublish()
        assert [(e.title, e.kind) for e in unpublished_edits(handbook)] == [("Wie meldt", "unpublished")]
        page = SectionPage.objects.get(title="Wie meldt")
        edit(page, lambda raw: raw.append({"type": "text", "value": "<p>Toch weer.</p>", "id": "x"}), publish=False)
        assert [(e.title, e.kind) for e in unpublished_edits(handbook)] == [("Wie meldt", "edited")]

    def test_a_handbook_without_agreed_text_cannot_be_frozen(self, handbook: HandbookPage) -> None:
        for page in SectionPage.objects.all():
            page.unpublish()
        with pytest.raises(NothingToFreeze):
            freeze(handbook, "0.1")
        assert not Version.objects.exists()


class TestIds:
    def test_an_unchanged_text_keeps_every_id(self, handbook: HandbookPage) -> None:
        assert ids(freeze(handbook, "0.1")) == ids(freeze(handbook, "0.2"))

    def test_a_paragraph_that_was_edited_or_moved_keeps_its_id(self, handbook: HandbookPage) -> None:
        first = ids(freeze(handbook, "0.1"))
        text = TEXT.replace("binnen vijf dagen na de zestiende uur", "binnen drie dagen na het zestiende uur")
        moved = "De leerplichtambtenaar leest de melding dezelfde week."
        text = text.replace(f"{moved}\n\n", "").replace("## Bijlage A", f"{moved}\n\n## Bijlage A")
        import_text(text)
        second = ids(freeze(handbook, "0.2"))
        assert second[moved] == first[moved]
        old, new = (
            "De school meldt het verzuim binnen vijf dagen na de zestiende uur.",
            "De school meldt het verzuim binnen drie dagen na het zestiende uur.",
        )
        assert second[new] == first[old]

    def test_paragraphs_in_one_block_of_the_editor_keep_theirs_when_one_is_put_between(self, handbook: HandbookPage) -> None:
        first = ids(freeze(handbook, "0.1"))
        page = SectionPage.objects.get(title="Melden")
        assert [block["type"] for block in page.body.raw_data] == ["text"]

        def insert(raw: list[dict[str, Any]]) -> None:
            raw[0]["value"] = raw[0]["value"].replace("<p>De leerplicht", "<p>Bellen mag ook.</p><p>De leerplicht")

        edit(page, insert)
        second = ids(freeze(handbook, "0.2"))
        new = second.pop("Bellen mag ook.")
        assert second == first
        assert new not in first.values()

    def test_a_passage_that_comes_back_word_for_word_gets_its_id_back(self, handbook: HandbookPage) -> None:
        moved = "De leerplichtambtenaar leest de melding dezelfde week."
        first = ids(freeze(handbook, "0.1"))
        import_text(TEXT.replace(f"{moved}\n\n", ""))
        assert moved not in ids(freeze(handbook, "0.2"))
        import_text(TEXT)
        assert ids(freeze(handbook, "0.3")) == first

    def test_a_copied_section_gets_a_key_and_ids_of_its_own(self, handbook: HandbookPage) -> None:
        page = SectionPage.objects.get(title="Wie meldt")
        copy = page.copy(update_attrs={"slug": "kopie", "title": "Kopie"}, keep_live=True, copy_revisions=True)
        copy.get_latest_revision().publish()
        assert SectionPage.objects.get(pk=copy.pk).key != page.key
        version = freeze(handbook, "0.1")
        passages = list(Passage.objects.filter(section__version=version).values_list("passage_id", flat=True))
        assert len(passages) == len(set(passages))
        original = version.sections.get(title="Wie meldt").passages.get()
        assert original.passage_id == PassageRecord.objects.get(section_key=page.key).passage_id

    def test_the_register_knows_where_every_passage_stands(self, handbook: HandbookPage) -> None:
        version = freeze(handbook, "0.1")
        standing = set(PassageRecord.objects.filter(in_use=True).values_list("passage_id", "section_key", "ordinal", "text"))
        frozen = Passage.objects.filter(section__version=version).values_list("passage_id", "section__key", "ordinal", "text")
        assert standing == set(frozen)


class TestLineage:
    def test_the_first_version_comes_from_nothing(self, handbook: HandbookPage) -> None:
        assert lineage(freeze(handbook, "0.1")) == []

    def test_every_section_says_what_became_of_it(self, handbook: HandbookPage) -> None:
        freeze(handbook, "0.1")
        text = TEXT.replace("### Wie meldt", "### Wie er meldt").replace("vijf dagen", "drie dagen")
        text = text.replace("## Bijlage A", "## Afsluiten\n\nU sluit af met een brief aan de ouders.\n\n## Bijlage A")
        import_text(text)
        assert lineage(freeze(handbook, "0.2")) == [
            ("kept", "Vooraf", "Vooraf", False),
            ("kept", "Melden", "Melden", True),
            ("renamed", "Wie meldt", "Wie er meldt", False),
            ("kept", "Het gesprek", "Het gesprek", False),
            ("added", "", "Afsluiten", False),
            ("kept", "Bijlage A: Begrippen", "Bijlage A: Begrippen", False),
        ]
        import_text(text.replace("## Afsluiten\n\nU sluit af met een brief aan de ouders.\n\n", ""))
        assert ("removed", "Afsluiten", "", False) in lineage(freeze(handbook, "0.3"))


class TestOnce:
    def test_a_label_that_exists_is_refused_and_the_version_that_has_it_is_told(self, handbook: HandbookPage) -> None:
        version = freeze(handbook, "0.1")
        with pytest.raises(LabelTaken) as refusal:
            freeze(handbook, "0.1")
        assert refusal.value.version == version
        assert Version.objects.count() == 1

    @pytest.mark.parametrize("label", ["", "0 1", "0/1", "wijzigingen?", ".", "..", "-1", "x" * 21])
    def test_a_label_that_cannot_be_an_address_is_refused(self, handbook: HandbookPage, label: str) -> None:
        with pytest.raises(UnfitLabel):
            freeze(handbook, label)

    def test_an_unknown_or_withdrawn_status_is_refused(self, handbook: HandbookPage) -> None:
        with pytest.raises(UnknownStatus):
            freeze(handbook, "0.1", status="concept")
        with pytest.raises(ReasonMissing):
            freeze(handbook, "0.1", status=Status.WITHDRAWN)

    @pytest.mark.django_db(transaction=True)
    def test_two_editors_at_once_publish_once(self, handbook: HandbookPage) -> None:
        outcomes: list[str] = []
        gate = threading.Barrier(4)

        def publish() -> None:
            try:
                gate.wait()
                freeze_version(handbook=handbook, label="0.1", by=None, at=timezone.now())
                outcomes.append("published")
            except LabelTaken:
                outcomes.append("refused")
            finally:
                close_old_connections()
                connection.close()

        threads = [threading.Thread(target=publish) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) == ["published", "refused", "refused", "refused"]
        assert Version.objects.count() == 1


class TestReaders:
    def test_a_draft_is_read_by_nobody_until_readers_are_named(self, handbook: HandbookPage, anna: User) -> None:
        freeze(handbook, "0.1")
        assert not Version.objects.visible_to(anna).exists()
        assert not Version.objects.visible_to(AnonymousUser()).exists()

    def test_a_version_that_is_adopted_at_once_is_public(self, handbook: HandbookPage) -> None:
        version = freeze(handbook, "1.0", status=Status.ADOPTED)
        assert version in Version.objects.visible_to(AnonymousUser())


def test_the_number_of_queries_does_not_grow_with_the_sections(db: None) -> None:
    def queries(sections: int) -> int:
        parts = [f"## Paragraaf {n}\n\nTekst van paragraaf {n} over verzuim." for n in range(sections)]
        handbook = living_handbook("# Boek\n\n" + "\n\n".join(parts), slug=f"boek-{sections}")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            freeze(handbook, "0.1")
        return len(captured)

    assert queries(20) == queries(2)


def test_progress_counts_sections(handbook: HandbookPage) -> None:
    told: list[tuple[int, int]] = []
    freeze(handbook, "0.1", progress=lambda done, total: told.append((done, total)))
    assert told == [(n, 5) for n in range(1, 6)]
