"""The response note: complete, counted from itself, silent about what was not sent, and true after words are taken out."""

from __future__ import annotations

import io
from datetime import timedelta

import docx
import pytest
from django.contrib.auth.models import Group
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from consultation.accountability.actions import publish_note, save_note
from consultation.accountability.errors import IntroductionTooLong, MayNotAccount, NobodyChosen, RoundStillRuns
from consultation.accountability.files import FORMATS, folder_of, forget_files, kept_file, make_file, write_note
from consultation.accountability.models import NoteEdition, Readers
from consultation.accountability.showing import introduction_html, shown_note
from consultation.accountability.snapshot import credited_as, take_snapshot
from consultation.accountability.wording import figure_sentences
from consultation.comments.actions import place_comments, redact_comment, withdraw_comment
from consultation.people.models import Organisation
from consultation.rounds.models import Round
from consultation.weighing.actions import Stance, decide, give_position
from consultation.weighing.models import Decision
from handbook.models.versions import PUBLIC_GROUP
from tests.factories.comments import make_comment, make_section
from tests.factories.handbook import SECTIONS, make_version
from tests.factories.pdf import heading_levels, is_accessible

pytestmark = pytest.mark.django_db


def snapshot(version, at, **options):
    return take_snapshot(version, **{"introduction": "", "readers": Readers.VERSION, "number": 1, "at": at, **options})


def entries_of(note):
    return [entry for section in note["sections"] for entry in section["entries"]]


class TestWhatIsInIt:
    def test_every_remark_once_by_section_and_what_says_the_same_together(self, version, remarks, after):
        note = snapshot(version, after)
        assert [section["number"] for section in note["sections"]] == ["2.1", "2.2"]
        together, *alone = entries_of(note)
        assert [remark["place"] for remark in together["remarks"]] == ["2.1", "2.2"]
        assert [len(entry["remarks"]) for entry in alone] == [1, 1, 1]
        keys = [remark["key"] for entry in entries_of(note) for remark in entry["remarks"]]
        assert sorted(keys) == sorted(str(remark.key) for remark in remarks)

    def test_what_was_not_sent_is_not_answered(self, version, remarks, after):
        note = snapshot(version, after)
        assert "NOG NIET VERSTUURD" not in str(note)
        assert [entry["value"] for entry in entries_of(note)] == ["overgenomen", "niet overgenomen", "", ""]

    def test_a_group_that_nobody_confirmed_stands_apart(self, version, remarks, after):
        remarks[0].grouped.group.__class__.objects.update(confirmed_at=None)
        assert [len(entry["remarks"]) for entry in entries_of(snapshot(version, after))] == [1] * 5

    def test_the_figures_add_up_in_sentences(self, version, remarks, after):
        note = snapshot(version, after)
        figures = note["figures"]
        assert figures["answered"] + figures["unanswered"] == figures["remarks"] == 5
        assert sum(count for _label, count in figures["values"]) == figures["answered"]
        with translation.override("nl"):
            said = " ".join(figure_sentences(note))
        assert "Er kwamen 5 reacties van 3 indieners." in said
        assert "3 zijn beantwoord: 2 overgenomen, 1 niet overgenomen." in said
        assert "2 hebben nog geen antwoord." in said
        assert "1 antwoord ging naar meer reacties" in said

    def test_withdrawn_and_removed_remarks_are_not_in_it(self, version, remarks, eva, at, after):
        withdraw_comment(user=eva, comment=remarks[4], at=at)
        assert "Wie doet dit?" not in str(snapshot(version, after))

    def test_a_version_without_remarks_says_so(self, version, open_round, after):
        note = snapshot(version, after)
        assert note["sections"] == []
        with translation.override("nl"):
            assert "Er kwamen geen reacties." in figure_sentences(note)

    def test_it_asks_as_often_for_many_remarks_as_for_few(self, version, remarks, anna, at, after):
        def count() -> int:
            with CaptureQueriesContext(connection) as queries:
                snapshot(version, after)
            return len(queries)

        few = count()
        for _turn in range(10):
            make_comment(anna, make_section(version, "2.2"), at=at)
        assert count() == few


class TestWhoStandsBehindIt:
    def test_is_named_by_organisation_and_number_and_never_by_name(self, version, remarks, anna, eva, after):
        note = snapshot(version, after)
        assert anna.name not in str(note)
        assert eva.name not in str(note)
        said = {remark["who"] for entry in entries_of(note) for remark in entry["remarks"]}
        assert f"{anna.organisation}, indiener {remarks[0].submitter.number}" in said

    def test_is_a_number_only_where_members_do_not_appear_by_name(self, version, open_round, remarks):
        Round.objects.update(identity=Round.Identity.FUNCTION)
        open_round.refresh_from_db()
        with translation.override("nl"):
            assert credited_as(remarks[0].submitter, open_round) == f"indiener {remarks[0].submitter.number}"


class TestPositions:
    @pytest.fixture
    def partner(self, bram):
        organisation = Organisation.objects.create(name="Openbaar Ministerie Noord", is_partner=True)
        bram.organisation = organisation
        bram.save()
        return organisation

    def give(self, comment, bram, at, value="bezwaar"):
        stance = Stance(value=value, reason="Dit kan de keten niet aan.")
        give_position(comment=comment, stance=stance, by=bram, at=at)

    def test_stand_with_the_answer_they_speak_of(self, version, remarks, partner, bram, at, after):
        self.give(remarks[2], bram, at)
        (position,) = next(entry for entry in entries_of(snapshot(version, after)) if entry["positions"])["positions"]
        assert position["organisation"] == partner.name
        assert position["reason"] == "Dit kan de keten niet aan."

    def test_agreement_and_one_on_an_earlier_decision_do_not(self, version, remarks, partner, bram, cas, at, after):
        self.give(remarks[2], bram, at)
        later = at + timedelta(hours=1)
        known = Decision.objects.get(comment=remarks[2]).decided_at
        decide(comment=remarks[2], value="overgenomen", reason="Toch.", publish=True, seen_at=known, by=cas, at=later)
        assert not any(entry["positions"] for entry in entries_of(snapshot(version, after)))
        self.give(remarks[2], bram, later, value="akkoord")
        assert not any(entry["positions"] for entry in entries_of(snapshot(version, after)))


class TestTheEffect:
    @pytest.fixture
    def following(self, version, remarks, after):
        first = "Lees de melding binnen vijf werkdagen."
        sections = {**SECTIONS, "2.1": (SECTIONS["2.1"][0], [first, *SECTIONS["2.1"][1][1:]])}
        following = make_version(label="0.2", sections=sections)
        place_comments(version=following, at=after)
        return following

    def effect(self, note):
        return entries_of(note)[0]["remarks"][0]["effect"]

    def test_is_the_words_before_and_after_in_the_next_version(self, version, following, after):
        following.readers.set(version.readers.all())
        effect = self.effect(snapshot(version, after))
        assert (effect["before"], effect["after"], effect["label"]) == (
            "Lees de melding binnen drie werkdagen.",
            "Lees de melding binnen vijf werkdagen.",
            "0.2",
        )

    def test_is_not_told_to_who_may_not_read_the_next_version(self, version, following, after):
        following.readers.clear()
        assert self.effect(snapshot(version, after)) is None
        following.readers.set(version.readers.all())
        assert self.effect(snapshot(version, after, readers=Readers.EVERYBODY)) is None
        following.readers.set([Group.objects.get_or_create(name=PUBLIC_GROUP)[0]])
        assert self.effect(snapshot(version, after, readers=Readers.EVERYBODY))["label"] == "0.2"


class TestPublishing:
    def test_makes_edition_after_edition_and_changes_none(self, version, remarks, send_note, eva, cas, at, after):
        first = send_note(introduction="Eerst.")
        decide(comment=remarks[4], value="ter kennisgeving", reason="Dank.", publish=True, by=cas, at=after)
        second = send_note(introduction="Daarna.")
        assert (first.number, second.number) == (1, 2)
        first.refresh_from_db()
        assert first.snapshot["introduction"] == "Eerst."
        assert first.snapshot["figures"]["answered"] == second.snapshot["figures"]["answered"] - 1

    def test_an_edition_is_not_saved_again_nor_deleted_nor_counted_twice(self, version, remarks, send_note):
        edition = send_note()
        with pytest.raises(IntegrityError), transaction.atomic():
            edition.save()
        with pytest.raises(TypeError):
            edition.delete()
        with pytest.raises(IntegrityError), transaction.atomic():
            NoteEdition.objects.bulk_create([NoteEdition(**{**kept(edition), "number": 1})])

    def test_waits_until_the_round_has_closed(self, version, open_round, remarks, cas, at):
        save_note(version=version, introduction="", readers=Readers.VERSION, by=cas, at=at)
        with pytest.raises(RoundStillRuns):
            publish_note(version=version, by=cas, at=open_round.closes_at - timedelta(seconds=1))
        assert publish_note(version=version, by=cas, at=open_round.closes_at).number == 1

    def test_is_for_editors_who_chose_the_readers(self, version, open_round, bram, cas, after):
        for act in (
            lambda by: save_note(version=version, introduction="", readers="versie", by=by, at=after),
            lambda by: publish_note(version=version, by=by, at=after),
        ):
            with pytest.raises(MayNotAccount):
                act(bram)
        with pytest.raises(NobodyChosen):
            publish_note(version=version, by=cas, at=after)
        with pytest.raises(NobodyChosen):
            save_note(version=version, introduction="", readers="", by=cas, at=after)
        with pytest.raises(IntroductionTooLong):
            save_note(version=version, introduction="x" * 20_001, readers="versie", by=cas, at=after)

    def test_an_introduction_is_markup_and_never_script(self, version, remarks, send_note):
        note = send_note(introduction="**Vet** en\n\n- een lijst\n\n<script>alert(1)</script>").snapshot
        html = introduction_html(note)
        assert "<strong>Vet</strong>" in html
        assert "<li>een lijst</li>" in html
        assert "<script" not in html


def kept(edition):
    return {"version": edition.version, "readers": edition.readers, "snapshot": {}, "published_at": edition.published_at}


class TestAfterItWentOut:
    def test_words_that_are_blacked_out_go_from_the_note_and_its_files(self, version, remarks, send_note, cas, after):
        edition = send_note()
        make_file(edition, "json")
        redact_comment(comment=remarks[0], words=["Drie dagen"], reason="Herkenbaar.", by=cas, at=after)
        edition.refresh_from_db()
        assert "Drie dagen" not in str(edition.snapshot)
        assert default_storage.listdir(folder_of(edition.pk))[1] == []
        assert kept_file(edition, "json") is None
        make_file(edition, "json")
        with kept_file(edition, "json") as file:
            assert b"Drie dagen" not in file.read()

    def test_a_remark_that_is_withdrawn_leaves_its_place_and_its_answer(self, version, remarks, send_note, eva, after):
        edition = send_note()
        assert shown_note(edition) == edition.snapshot
        type(remarks[2]).objects.filter(pk=remarks[2].pk).update(withdrawn_at=after)
        shown = str(shown_note(edition))
        assert "Schrap dit." not in shown
        assert "Dit moet van de wet." in shown


class TestFiles:
    def test_the_pdf_is_accessible_and_has_a_heading_for_each_section_and_answer(self, version, remarks, after):
        pdf = write_note(snapshot(version, after, introduction="Vooraf."), "pdf")
        assert is_accessible(pdf)
        assert heading_levels(pdf) == [1, 1, 2, 1, 2, 2, 2]

    def test_the_word_file_has_headings_and_every_word_even_odd_ones(self, version, remarks, anna, at, after):
        make_comment(anna, make_section(version, "2.2"), "Stuur\x01teken & <b>", at=at)
        word = docx.Document(io.BytesIO(write_note(snapshot(version, after, introduction="- een\n- twee"), "docx")))
        styles = [paragraph.style.name for paragraph in word.paragraphs]
        assert styles.count("Heading 1") == 2
        assert styles.count("Heading 2") == 5
        assert styles.count("List Bullet") == 2
        text = "\n".join(paragraph.text for paragraph in word.paragraphs)
        for words in ("Drie dagen is kort.", "U hebt gelijk.", "vijf dagen", "Stuurteken & <b>"):
            assert words in text

    def test_a_file_is_made_once(self, version, remarks, send_note):
        edition = send_note()
        forget_files(folder_of(edition.pk))
        for file_format in [*FORMATS, *FORMATS]:
            make_file(edition, file_format)
        assert len(default_storage.listdir(folder_of(edition.pk))[1]) == len(FORMATS)
