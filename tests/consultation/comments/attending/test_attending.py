"""Attendees read exactly what was released to them, in its days only, and what they answer lands among the remarks."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultation.comments.actions import answer_as_attendee, end_release, release_sections
from consultation.comments.errors import NothingReleased, NothingWritten, NotReleased, PersonalDataFound, RoundNotOpen
from consultation.comments.models import AttendeeAnswer, Comment, CommentText
from consultation.conference.actions import leave, reduce_past
from consultation.conference.models import Conference, Registration
from consultation.weighing.table.exporting import export_comments
from consultation.weighing.table.rows import table_rows
from handbook.exchange.making import make_block
from handbook.models import Section
from tests.factories.comments import make_section
from tests.factories.conferences import make_conference, register
from tests.factories.handbook import SECTIONS, make_handbook_page, make_version
from tests.factories.people import make_person
from tests.factories.rounds import make_round

pytestmark = pytest.mark.django_db

QUESTION = "Kunt u dit in uw gemeente uitvoeren?"


@pytest.fixture
def section(version, open_round) -> Section:
    return make_section(version)


@pytest.fixture
def conference(section, cas, at):
    """In three days, with one section released and asked about."""
    begins = at + timedelta(days=3)
    conference = make_conference(
        at=at, starts_at=begins, ends_at=begins + timedelta(hours=6), signup_closes_at=begins - timedelta(hours=1)
    )
    release_sections(conference=conference, version=section.version, questions={section: QUESTION}, by=cas, at=at)
    conference.refresh_from_db()
    return conference


@pytest.fixture
def gerda(conference) -> Registration:
    return register(conference, "Gerda Smit")


def page_of(row: Registration) -> str:
    return f"/inschrijving/{row.token}/lezen/"


def released(conference):
    return conference.release.sections.select_related("section", "release__version").get()


class TestReading:
    def test_exactly_the_released_sections_and_no_other_word_of_the_draft(self, visitor, gerda, section) -> None:
        text = visitor.get(page_of(gerda)).content.decode()
        for number, (_title, paragraphs) in SECTIONS.items():
            assert all((words in text) == (number == section.number) for words in paragraphs)
        assert QUESTION in text
        assert visitor.get(f"/handreiking/mas/0.1/{section.number}/").status_code in {302, 404}

    @pytest.mark.parametrize(("days", "status"), [(-8, 404), (-6, 200), (13, 200), (15, 404)])
    def test_from_seven_days_before_to_fourteen_after(self, visitor, gerda, conference, days, status) -> None:
        with time_machine.travel(conference.starts_at + timedelta(days=days), tick=False):
            assert visitor.get(page_of(gerda)).status_code == status
            assert (page_of(gerda) in visitor.get(f"/inschrijving/{gerda.token}/").content.decode()) == (status == 200)

    def test_not_who_waits_nor_who_left_nor_after_it_was_taken_back(self, visitor, conference, gerda, cas, at) -> None:
        Conference.objects.filter(pk=conference.pk).update(capacity=1)
        waits = register(conference, "Wacht")
        assert visitor.get(page_of(waits)).status_code == 404
        leave(registration=gerda, at=at)
        assert visitor.get(page_of(gerda)).status_code == 404
        other = register(make_conference(slug="ander"), "Iemand")
        assert visitor.get(page_of(other)).status_code == 404
        end_release(conference=conference, by=cas)
        Registration.objects.filter(pk=waits.pk).update(state="confirmed")
        assert visitor.get(page_of(waits)).status_code == 404

    def test_an_image_is_its_description_and_a_link_its_words(self) -> None:
        from consultation.comments.attending.views import text_only

        html = '<p>Zie <a href="/bestand/abc">het schema</a></p><figure><img src="/bestand/abc" alt="De fasen"></figure>'
        assert "/bestand/" not in text_only(html)
        assert "De fasen" in text_only(html)
        assert "het schema" in text_only(html)

    def test_special_blocks_say_what_they_are_and_a_table_scrolls_by_keyboard(self, visitor, cas, at) -> None:
        blocks = [
            make_block("callout", "<p>Bel eerst de school.</p>"),
            make_block("table", "<table><tbody><tr><td>Wie</td><td>Wat</td></tr></tbody></table>"),
        ]
        version = make_version(sections={"1": ("Bellen", blocks)})
        make_round(version=version)
        begins = at + timedelta(days=3)
        conference = make_conference(at=at, starts_at=begins, ends_at=begins + timedelta(hours=6), signup_closes_at=begins)
        release_sections(conference=conference, version=version, questions={make_section(version, "1"): ""}, by=cas, at=at)
        text = visitor.get(page_of(register(conference, "Gerda Smit"))).content.decode()
        assert '<div class="prose block-callout"><p class="block-label">Let op</p><p>Bel eerst de school.</p></div>' in text
        assert '<div class="prose block-table" tabindex="0" role="region" aria-label="Tabel in 1-2"><table>' in text

    def test_the_number_of_queries_does_not_depend_on_the_sections(self, visitor, conference, gerda, section, cas, at) -> None:
        counts = []
        for sections in ([section], list(Section.objects.filter(version=section.version, word_count__gt=0))):
            questions = dict.fromkeys(sections, QUESTION)
            release_sections(conference=conference, version=section.version, questions=questions, by=cas, at=at)
            with CaptureQueriesContext(connection) as seen:
                visitor.get(page_of(gerda))
            counts.append(len(seen))
        assert counts[0] == counts[1]


class TestAnswering:
    def test_from_the_page_to_the_remarks_of_the_section(self, visitor, gerda, section, conference, anna, signed_in) -> None:
        make_handbook_page(section.version)
        answer = visitor.post(page_of(gerda), {"section": released(conference).pk, "body": "Ja, met twee mensen meer."})
        assert answer.status_code == 302
        comment = Comment.objects.get()
        assert (comment.origin, comment.section, comment.number) == ("conferentie", section, 1)
        page = signed_in(anna).get(f"/handreiking/mas/0.1/{section.number}/").content.decode()
        assert "Ja, met twee mensen meer." in page
        assert QUESTION in page
        assert "van de conferentie" in page
        assert "Gerda" not in page

    def test_a_double_click_is_one_remark_and_a_change_keeps_the_text_before(self, conference, gerda, at) -> None:
        for body in ("Eerst dit.", "Eerst dit.", "Toch dat."):
            answer_as_attendee(registration=gerda, released=released(conference), body=body, at=at)
        assert Comment.objects.get().body == "Toch dat."
        assert CommentText.objects.get().body == "Eerst dit."

    def test_two_attendees_are_two_numbers_and_one_has_one_number(self, conference, gerda, section, cas, at) -> None:
        both = dict.fromkeys(Section.objects.filter(version=section.version, word_count__gt=0)[:2], QUESTION)
        release_sections(conference=conference, version=section.version, questions=both, by=cas, at=at)
        other = register(conference, "Wim")
        for row in (gerda, other):
            for one in conference.release.sections.select_related("section", "release__version"):
                answer_as_attendee(registration=row, released=one, body="Ja.", at=at)
        assert Comment.objects.count() == 4
        assert Comment.objects.values("submitter__number").distinct().count() == 2

    def test_the_guard_asks_first_and_what_was_typed_stays(self, visitor, conference, gerda, at) -> None:
        body = "Leerling met BSN 123456782 doet dit ook."
        with pytest.raises(PersonalDataFound):
            answer_as_attendee(registration=gerda, released=released(conference), body=body, at=at)
        page = visitor.post(page_of(gerda), {"section": released(conference).pk, "body": body})
        assert page.status_code == 422
        assert body in page.content.decode()
        masked = visitor.post(page_of(gerda), {"section": released(conference).pk, "body": body, "action": "mask"})
        assert "123456782" not in masked.content.decode()
        assert not Comment.objects.exists()

    def test_nothing_written_and_a_section_that_is_not_hers_are_refused(self, conference, gerda, at) -> None:
        with pytest.raises(NothingWritten):
            answer_as_attendee(registration=gerda, released=released(conference), body="  ", at=at)
        late = conference.ends_at + timedelta(days=14)
        with pytest.raises(NotReleased):
            answer_as_attendee(registration=gerda, released=released(conference), body="Ja.", at=late)

    def test_after_the_round_it_is_marked_late(self, conference, gerda, open_round, at) -> None:
        open_round.closes_at = at - timedelta(hours=1)
        open_round.save()
        assert answer_as_attendee(registration=gerda, released=released(conference), body="Ja.", at=at).late

    def test_in_a_blind_round_other_members_do_not_see_it(self, conference, gerda, open_round, anna, cas, at) -> None:
        open_round.blind = True
        open_round.save()
        answer_as_attendee(registration=gerda, released=released(conference), body="Ja.", at=at)
        assert not Comment.objects.visible_to(anna, at).exists()
        assert Comment.objects.visible_to(cas, at).exists()

    def test_when_the_sign_ups_are_deleted_the_remark_stays_under_its_number(self, conference, gerda, at) -> None:
        comment = answer_as_attendee(registration=gerda, released=released(conference), body="Ja.", at=at)
        reduce_past(at=conference.ends_at + timedelta(days=31))
        assert not Registration.objects.exists()
        assert AttendeeAnswer.objects.get().registration is None
        assert Comment.objects.get().submitter == comment.submitter


class TestReleasing:
    def test_an_editor_ticks_sections_and_asks(self, section, cas, signed_in, settings, open_round) -> None:
        settings.STAFF_SECOND_FACTOR = False
        conference, browser = make_conference(), signed_in(cas)
        address = f"/beheer/conferenties/{conference.pk}/lezen/"
        assert section.title in browser.get(address).content.decode()
        browser.post(address, {f"read-{section.pk}": "on", f"question-{section.pk}": QUESTION})
        conference.refresh_from_db()
        assert conference.reads
        assert released(conference).question == QUESTION
        browser.post(address, {"action": "end"})
        conference.refresh_from_db()
        assert not conference.reads

    def test_nothing_ticked_is_refused_and_a_version_without_a_round_too(self, section, cas, at) -> None:
        conference = make_conference()
        with pytest.raises(NothingReleased):
            release_sections(conference=conference, version=section.version, questions={}, by=cas, at=at)

    def test_a_version_without_a_round_takes_no_remarks(self, version, cas, at) -> None:
        section = make_section(version)
        with pytest.raises(RoundNotOpen):
            release_sections(conference=make_conference(), version=version, questions={section: ""}, by=cas, at=at)


class TestLater:
    """What an attendee answered, where others export it and where she finds it again as a member."""

    @pytest.fixture
    def answered(self, gerda, conference):
        with time_machine.travel(conference.starts_at, tick=False):
            return answer_as_attendee(
                registration=gerda, released=released(conference), body="Ja, met een collega erbij.", at=conference.starts_at
            )

    def test_the_exports_say_which_question_it_answers(self, answered, tmp_path) -> None:
        (row,) = table_rows(answered.version)
        assert (row.asked, row.body) == (QUESTION, "Ja, met een collega erbij.")
        for file_format in ("json", "csv"):
            path = tmp_path / f"reacties.{file_format}"
            export_comments(answered.version, file_format, path)
            assert QUESTION in path.read_text(encoding="utf-8")

    def test_who_became_a_member_finds_it_among_her_comments_and_nobody_else_does(self, answered, gerda, anna, signed_in) -> None:
        member = make_person(name="Gerda Smit", email=gerda.email.upper())
        page = signed_in(member).get("/mijn/reacties/").content.decode()
        assert QUESTION in page
        assert "Ja, met een collega erbij." in page
        assert f"/reacties/{answered.key}/wijzigen/" not in page, "she changes it where she wrote it"
        assert QUESTION not in signed_in(anna).get("/mijn/reacties/").content.decode()
