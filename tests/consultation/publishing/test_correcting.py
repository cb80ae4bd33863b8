"""A correction: a few words mended in the newest version, in the same round, and nobody is mailed or set back."""

from __future__ import annotations

import uuid
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consultation.comments.actions import (
    Place,
    Wording,
    edit_comment,
    note_opening,
    post_comment,
    save_draft,
    set_review,
    set_support,
    toggle_review,
)
from consultation.comments.models import Comment, Opening, Placement, Review, Support
from consultation.comments.quoting import quote_in
from consultation.delivery.models import Email, Notice
from consultation.jobs.running import run_jobs
from consultation.publishing import errors
from consultation.publishing.actions import publish
from consultation.publishing.correcting import MOST_WORDS
from consultation.publishing.plan import PublicationPlan, RoundPlan
from consultation.rounds.models import Round, round_of
from handbook.actions import import_document
from handbook.errors import LabelTaken
from handbook.exchange.markdown import read_markdown
from handbook.models import Status, Version
from handbook.models.versions import current_status
from tests.factories.comments import accept_rules, make_comment
from tests.factories.corrections import MENDED, TEXT, page_of, section

pytestmark = pytest.mark.django_db


class TestPublishing:
    def test_the_round_goes_on_with_the_status_and_the_readers_and_nobody_hears(self, first, correct, anna, at):
        told = (Email.objects.count(), Notice.objects.count())
        corrected = correct()
        assert corrected.corrects == first
        assert round_of(corrected) == Round.objects.get()
        assert Round.objects.get().is_open(at + timedelta(minutes=2))
        assert current_status(corrected) == Status.CONSULTATION
        assert set(corrected.readers.all()) == set(first.readers.all())
        assert (Email.objects.count(), Notice.objects.count()) == told

    def test_the_notes_begin_with_what_was_mended(self, first, correct):
        assert correct(notes="Met dank aan Eva.").notes == "Er is een fout hersteld in 1.\n\nMet dank aan Eva."

    def test_the_label_is_the_versions_with_one_more_number(self, first, correct, at):
        for wrong in ("0.2", "0.1", "0.1.a", "0.1.1.1", "0.10.1"):
            with pytest.raises(errors.WrongCorrectionLabel) as refusal:
                correct(wrong)
            assert "0.1.1" in str(refusal.value)
        correct()
        with pytest.raises(LabelTaken):
            correct("0.1.1", MENDED.replace("leest", "las"))
        second = correct("0.1.2", MENDED.replace("leest", "las"))
        assert second.corrects == first

    def test_more_than_a_few_words_is_refused_with_the_sections_named(self, first, correct):
        many = " ".join(f"woord{number}" for number in range(MOST_WORDS + 1))
        for text in (
            TEXT.replace("de leerling.", f"de leerling {many}."),
            TEXT + "\n\nEen alinea erbij.\n",
            TEXT + "\n## Nazorg\n\nBel na.\n",
            TEXT.partition("## Spreken")[0],
        ):
            with pytest.raises(errors.TooMuchChanged) as refusal:
                correct(text=text)
            assert "2 Spreken" in str(refusal.value) or "3 Nazorg" in str(refusal.value)
        assert Version.objects.count() == 1

    def test_as_many_words_as_allowed_pass(self, first, correct):
        few = " ".join(f"woord{number}" for number in range(MOST_WORDS))
        assert correct(text=TEXT.replace("de leerling.", f"de leerling {few}."))

    def test_without_a_mended_word_or_a_version_there_is_nothing_to_correct(self, handbook, correct, cas, at, request):
        with pytest.raises(errors.NothingToCorrect):
            correct(text=TEXT)
        request.getfixturevalue("first")
        with pytest.raises(errors.NothingMended):
            correct(text=TEXT)

    def test_an_adopted_text_stays_in_force_by_its_correction(self, handbook, correct, cas, at):
        publish(handbook=handbook, plan=PublicationPlan("1.0", Status.ADOPTED), by=cas, at=at)
        corrected = correct("1.0.1")
        assert current_status(corrected) == Status.ADOPTED
        assert current_status(Version.objects.get(label="1.0")) == Status.SUPERSEDED

    def test_the_next_version_is_an_ordinary_one(self, handbook, first, correct, anna, cas, at, signed_in):
        correct()
        assert 'value="0.2"' in signed_in(cas).get(reverse("publishing-publish", args=[handbook.pk])).content.decode()
        later = at + timedelta(days=1)
        plan = RoundPlan(opens_at=later, closes_at=later + timedelta(days=20))
        publish(handbook=handbook, plan=PublicationPlan("0.2", Status.CONSULTATION, round=plan), by=cas, at=later)
        assert not Round.objects.get(version=first).is_open(later)


class TestCarriedOver:
    def test_a_draft_moves_and_is_posted_from_the_form_that_was_open(self, first, correct, anna, at):
        accept_rules(anna, at)
        old, passage = section(first), section(first).passages.get(ordinal=2)
        place = Place(old, passage).about("de melding")
        draft = save_draft(user=anna, place=place, wording=Wording("Welke?"), key=uuid.uuid4(), at=at).comment
        corrected = correct()
        moved = Comment.objects.select_related("section").get(pk=draft.pk)
        assert (moved.version, moved.section) == (corrected, section(corrected))
        assert moved.passage.passage_id == passage.passage_id
        assert quote_in(moved.selectors).exact == "de melding"
        saved = save_draft(
            user=anna, place=place, wording=Wording("Welke dan?"), key=draft.key, seen_at=draft.saved_at, at=at
        ).comment
        posted = post_comment(user=anna, place=place, wording=Wording("Welke dan?"), key=draft.key, seen_at=saved.saved_at, at=at)
        assert (posted.pk, posted.version, posted.late) == (draft.pk, corrected, False)
        assert Comment.objects.count() == 1

    def test_a_draft_on_the_mended_words_stays_at_its_passage(self, first, correct, anna, at):
        place = Place(section(first), section(first).passages.get(ordinal=1)).about("drei")
        draft = save_draft(user=anna, place=place, wording=Wording("Tikfout?"), key=uuid.uuid4(), at=at).comment
        corrected = correct()
        draft.refresh_from_db()
        assert draft.section == section(corrected)
        assert draft.passage == section(corrected).passages.get(ordinal=1)

    def test_numbers_run_on_over_the_corrections(self, first, correct, anna, eva, at):
        one = make_comment(anna, section(first), at=at)
        corrected = correct()
        two = make_comment(eva, section(corrected), at=at)
        assert (one.number, two.number) == (1, 2)

    def test_what_was_posted_stays_and_has_its_place(self, first, correct, anna, at):
        remark = make_comment(anna, section(first, "2"), at=at)
        corrected = correct()
        assert Comment.objects.get(pk=remark.pk).version == first
        assert Placement.objects.get(comment=remark).section == section(corrected, "2")

    def test_what_she_said_of_a_section_holds_for_it_as_it_is_mended(self, first, correct, anna, eva, at):
        for number, value in (("1", "akkoord"), ("2", "gelezen")):
            set_review(user=anna, section=section(first, number), value=value, at=at)
        passage = section(first).passages.get(ordinal=2)
        note_opening(user=eva, section=section(first), passage_id=passage.passage_id, at=at)
        corrected = correct()
        said = Review.objects.filter(section__version=corrected, submitter__user=anna).order_by("section__position")
        assert list(said.values_list("value", flat=True)) == ["akkoord", "gelezen"]
        opening = Opening.objects.get(user=eva, section__version=corrected)
        assert (opening.opened_at, opening.passage_id) == (at, passage.passage_id)
        toggle_review(user=anna, section=section(corrected), value="akkoord", at=at + timedelta(hours=1))
        second = correct("0.1.2", MENDED.replace("leest", "las"))
        assert Review.objects.get(section=section(second, "2")).value == "gelezen"


class TestReading:
    def test_a_remark_from_before_is_answered_supported_and_changed_beside_the_corrected_text(
        self, first, correct, anna, eva, signed_in, at
    ):
        remark = make_comment(anna, section(first, "2"), "Ook met de ouders?", at=at)
        corrected = correct()
        assert "Ook met de ouders?" not in signed_in(eva).get(page_of(corrected)).content.decode()
        page = signed_in(eva).get(page_of(corrected, "2")).content.decode()
        assert "Ook met de ouders?" in page
        for name in ("comment-reply", "comment-support"):
            assert reverse(name, args=[remark.key]) in page
        assert 'id="eerder"' not in page
        reply = make_comment(eva, remark.section, "Ja, met de ouders.", parent=remark, at=at)
        set_support(user=eva, comment=remark, value=Support.Value.AGREE, at=at)
        edit_comment(user=anna, comment=remark, wording=Wording("Ook met de ouders erbij?"), at=at)
        page = signed_in(anna).get(page_of(corrected, "2")).content.decode()
        assert reply.body in page
        assert "Ook met de ouders erbij?" in page

    def test_who_answers_or_posts_late_in_an_open_form_is_led_to_the_corrected_text(
        self, first, correct, anna, eva, signed_in, at
    ):
        remark = make_comment(anna, section(first), "Met de ouders erbij?", at=at)
        corrected, browser = correct(), signed_in(accept_rules(eva, at))
        for address, body in (
            (reverse("comment-reply", args=[remark.key]), "Ja, met hen."),
            (reverse("comment-post", args=[section(first).pk]), "En daarna?"),
        ):
            answer = browser.post(address, {"kind": "inhoudelijk", "body": body, "action": "post"})
            assert answer.url.startswith(page_of(corrected))
            assert body in browser.get(answer.url).content.decode()

    def test_a_remark_on_the_very_words_that_were_mended_stays_at_its_passage(self, first, correct, anna, eva, signed_in, at):
        place = Place(section(first), section(first).passages.get(ordinal=1)).about("drei")
        remark = post_comment(user=accept_rules(anna, at), place=place, wording=Wording("Een tikfout."), at=at)
        corrected = correct(text=TEXT.replace("drei dagen", "enkele uren"))
        page = signed_in(eva).get(page_of(corrected)).content.decode()
        assert "Een tikfout." in page
        assert "De tekst is na deze reactie gewijzigd." in page
        assert list(Placement.objects.to_look_at()) == [Placement.objects.get(comment=remark)]

    def test_a_blind_round_hides_what_was_said_before_and_after(self, first, correct, anna, eva, signed_in, at):
        Round.objects.update(blind=True)
        make_comment(anna, section(first, "2"), "Van voor de correctie.", at=at)
        corrected = correct()
        later = make_comment(anna, section(corrected, "2"), "Van na de correctie.", at=at)
        assert later.version == corrected
        for version in (first, corrected):
            page = signed_in(eva).get(page_of(version, "2")).content.decode()
            assert "de correctie." not in page
        assert not Comment.objects.visible_to(eva, at).exists()
        assert Comment.objects.visible_to(anna, at).count() == 2
        own = signed_in(anna).get(page_of(corrected, "2")).content.decode()
        assert "Van voor de correctie." in own
        assert "Van na de correctie." in own
        closed = at + timedelta(days=21)
        assert Comment.objects.visible_to(eva, closed).count() == 2

    def test_the_page_says_quietly_where_a_mistake_was_mended(self, first, correct, anna, signed_in):
        corrected = correct()
        sentence = "In deze versie is een fout hersteld in 1."
        browser = signed_in(anna)
        for number in ("1", "2"):
            assert sentence in browser.get(page_of(corrected, number)).content.decode()
        assert sentence in browser.get(reverse("version", args=["h", "0.1.1"])).content.decode()
        assert "is een fout hersteld" not in browser.get(page_of(first)).content.decode()
        second = correct("0.1.2", MENDED.replace("de leerling", "de leerlinge"))
        assert "In deze versie zijn fouten hersteld in 1, 2." in browser.get(page_of(second)).content.decode()

    def test_the_weighing_board_shows_the_issue_as_one(self, first, correct, anna, bram, signed_in, at):
        make_comment(anna, section(first), "Van voor.", at=at)
        corrected = correct()
        make_comment(anna, section(corrected), "Van na.", at=at)
        for label in ("0.1", "0.1.1"):
            board = signed_in(bram).get(reverse("weighing", args=["h", label])).content.decode()
            assert "Van voor." in board
            assert "Van na." in board

    def test_who_does_not_read_the_version_does_not_read_its_correction(self, first, correct, dewi, fatih, signed_in, visitor):
        corrected = correct()
        for browser in (visitor, signed_in(dewi), signed_in(fatih)):
            assert browser.get(page_of(corrected)).status_code in {302, 404}

    def test_a_correction_costs_the_same_for_few_remarks_and_for_many(self, first, correct, anna, eva, signed_in, at):
        made = [make_comment(anna, section(first, "2"), f"Nummer {number}.", at=at) for number in range(2)]
        corrected, browser = correct(), signed_in(eva)

        def queries() -> int:
            browser.get(page_of(corrected, "2"))
            with CaptureQueriesContext(connection) as seen:
                browser.get(page_of(corrected, "2"))
            return len(seen)

        few = queries()
        for number in range(20):
            remark = make_comment(anna, section(first, "2"), f"Ook {number}.", at=at)
            make_comment(eva, made[0].section, f"Antwoord {number}.", parent=remark, at=at)
        run_jobs(at=timezone.now())
        assert Placement.objects.filter(version=corrected).count() == 22
        assert queries() == few


class TestDoors:
    def test_the_wizard_shows_the_mended_words_and_publishes_when_the_label_is_typed(self, handbook, first, cas, signed_in, at):
        import_document(handbook=handbook, slug="h", document=read_markdown(MENDED), by=cas, at=at)
        browser, wizard = signed_in(cas), reverse("publishing-publish", args=[handbook.pk])
        fields = {
            "label": "0.1.1",
            "correction": "on",
            "status": "vastgesteld",
            "identity": "name",
            "notes": "",
            "step": "review",
        }
        look = browser.post(wizard, {**fields, "with_round": "on", "closes_on": ""}).content.decode()
        assert "<del>drei</del><ins>drie</ins>" in look
        assert "Niemand krijgt mail." in look
        told = Email.objects.count()
        waiting = browser.post(wizard, {**fields, "step": "publish", "typed_label": "0.1.1"})
        run_jobs(at=timezone.now())
        assert browser.get(waiting["Location"]).status_code == 302
        assert current_status(Version.objects.get(label="0.1.1")) == Status.CONSULTATION
        assert Email.objects.count() == told

    def test_the_wizard_offers_an_ordinary_version_when_too_much_changed(self, handbook, first, cas, signed_in, at):
        import_document(handbook=handbook, slug="h", document=read_markdown(TEXT + "\n## Nazorg\n\nBel.\n"), by=cas, at=at)
        fields = {"label": "0.1.1", "correction": "on", "status": "vastgesteld", "identity": "name", "step": "publish"}
        page = (
            signed_in(cas)
            .post(reverse("publishing-publish", args=[handbook.pk]), {**fields, "typed_label": "0.1.1"})
            .content.decode()
        )
        assert "3 Nazorg" in page
        assert "Publiceer een gewone versie." in page
        assert Version.objects.count() == 1

    def test_the_command_mends_and_refuses_in_a_sentence(self, handbook, first, cas, at):
        with pytest.raises(CommandError, match=r"0\.1"):
            call_command("publish_version", "h", "--label", "0.1.1", "--correction", stdout=StringIO())
        import_document(handbook=handbook, slug="h", document=read_markdown(MENDED), by=cas, at=at)
        for wrong in (["--status", "vastgesteld"], ["--round-until", "2099-01-01"]):
            with pytest.raises(CommandError):
                call_command("publish_version", "h", "--label", "0.1.1", "--correction", *wrong, stdout=StringIO())
        call_command("publish_version", "h", "--label", "0.1.1", "--correction", stdout=StringIO())
        assert Version.objects.get(label="0.1.1").corrects == first
