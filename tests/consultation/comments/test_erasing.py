"""What erasing a person means for remarks: what she shares, hands in and answers, and who else named her (G24, T2)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile

from consultation.comments.actions import answer_as_attendee, begin_gathering, release_sections, submit_gathering, take_over
from consultation.comments.actions import share_draft as share
from consultation.comments.models import Comment
from consultation.comments.word.uploads import SHELF, keep_word_file
from consultation.conference.models import Conference, Registration
from consultation.delivery.models import Email, Notice
from consultation.people import registry
from consultation.people.actions import erase_person, export_person, person_of
from consultation.people.models import User
from handbook.models import Section
from tests.factories.comments import accept_rules, make_comment, make_draft, make_section
from tests.factories.conferences import make_conference, register
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(version: Any, open_round: Any) -> Section:
    return make_section(version)


class TestWhoGathersAlone:
    def words(self, user: User, at: Any) -> list[str]:
        return [str(one.words) for one in registry.obstacles_of(person_of(user.email), at=at)]

    def test_is_told_that_nobody_is_left_to_submit_and_may_go_all_the_same(self, section: Section, eva: User, at: Any) -> None:
        begin_gathering(user=eva, round=section.version.round, at=at)
        assert "nog niet zijn ingediend" in self.words(eva, at)[0]
        erase_person(email=eva.email, at=at)
        assert not User.objects.filter(pk=eva.pk).exists()

    def test_is_not_told_when_a_colleague_coordinates_too_or_all_is_submitted_or_over(
        self, section: Section, anna: User, eva: User, at: Any
    ) -> None:
        gathering = begin_gathering(user=eva, round=section.version.round, at=at)
        assert self.words(anna, at) == []
        assert self.words(eva, gathering.round.late_until + timedelta(seconds=1)) == []
        other = make_person(organisation="Gemeente Waterlo")
        User.objects.filter(pk=other.pk).update(is_coordinator=True)
        assert self.words(eva, at) == []
        other.delete()
        draft = make_draft(accept_rules(anna, at), section, "Onze bijdrage", at=at)
        take_over(user=eva, contribution=share(user=anna, draft=draft, at=at), at=at)
        submit_gathering(user=eva, gathering=gathering, at=at)
        assert self.words(eva, at) == []


def test_a_word_file_that_waits_goes_with_her_and_not_in_a_dry_run(
    section: Section, anna: User, bram: User, at: Any, django_capture_on_commit_callbacks: Any
) -> None:
    hers, his = (
        keep_word_file(ContentFile(b"PK", name="0.1.docx"), user=user, version=section.version, at=at) for user in (anna, bram)
    )
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(email=anna.email, dry_run=True, at=at)
    assert SHELF.find(hers.token)
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(email=anna.email, at=at)
    assert SHELF.tokens(lambda record: True) == [his.token]


def test_a_colleague_who_named_her_reads_a_placeholder_and_so_does_everybody_who_was_told(
    section: Section, anna: User, bram: User, at: Any
) -> None:
    remark = make_comment(bram, section, f"Vraag het @{anna.name}, zij weet het.", at=at)
    parent = make_comment(bram, section, "Ik vroeg iets.", at=at)
    make_comment(anna, section, "Hier is het antwoord.", parent=parent, at=at)
    assert Notice.objects.filter(user=bram).exists()
    erase_person(email=anna.email, at=at)
    assert Comment.objects.get(pk=remark.pk).body == "Vraag het @[naam gewist], zij weet het."
    told = [f"{one.text} {one.html} {one.subject}" for one in Email.objects.filter(user=bram)]
    assert told
    assert not any(anna.name in words for words in told)


class TestAnAttendee:
    @pytest.fixture
    def conference(self, section: Section, cas: User, at: Any) -> Conference:
        begins = at + timedelta(days=3)
        closes = begins - timedelta(hours=1)
        conference = make_conference(at=at, starts_at=begins, ends_at=begins + timedelta(hours=6), signup_closes_at=closes)
        release_sections(conference=conference, version=section.version, questions={section: "Kunt u dit?"}, by=cas, at=at)
        conference.refresh_from_db()
        return conference

    def test_gets_her_answer_in_the_copy_and_it_stays_when_she_is_erased(self, conference: Conference, at: Any) -> None:
        gerda = register(conference, "Gerda Smit")
        released = conference.release.sections.select_related("section", "release__version").get()
        answer = answer_as_attendee(registration=gerda, released=released, body="Ja, met meer mensen.", at=at)
        data = export_person(email=gerda.email.upper(), at=at)["data"]
        assert data["comments.AttendeeAnswer"]["rows"][0]["question"] == "Kunt u dit?"
        assert data["comments.Comment"]["rows"][0]["body"] == "Ja, met meer mensen."
        erase_person(email=gerda.email, at=at)
        assert not Registration.objects.exists()
        assert Comment.objects.get(pk=answer.pk).body == "Ja, met meer mensen."
