"""A round that is limited to some sections: members react to these only, and nothing else is left to do."""

from __future__ import annotations

import html
import re
import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group

from consultation.comments.actions import (
    Place,
    Wording,
    answer_question,
    begin_gathering,
    post_comment,
    set_review,
    share_draft,
    work_left,
)
from consultation.comments.errors import OutsideRound
from consultation.delivery.models import Email
from consultation.people.models import SOUNDING_BOARD
from consultation.publishing.notices import tell_about_version
from consultation.rounds.actions import open_round
from consultation.rounds.errors import UnknownSection
from consultation.rounds.models import Question, Round
from tests.factories.comments import accept_rules, make_comment, make_draft, make_section
from tests.factories.handbook import SECTIONS, make_handbook_page

pytestmark = pytest.mark.django_db

BASE = "/handreiking/mas/0.1/"


def words(response) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.fixture
def limited(version, anna, cas, at) -> Round:
    """A round on 2.1 only."""
    make_handbook_page(version)
    return open_round(
        version=version,
        opens_at=at,
        closes_at=at + timedelta(days=10),
        audience=Group.objects.filter(name=SOUNDING_BOARD),
        sections=[make_section(version, "2.1").key],
        by=cas,
        at=at,
    )


def test_one_reacts_to_its_sections_and_to_no_other(version, limited, anna, at):
    assert make_comment(anna, make_section(version, "2.1"), at=at).stands
    with pytest.raises(OutsideRound):
        make_comment(anna, make_section(version, "2.2"), at=at)
    with pytest.raises(OutsideRound):
        set_review(user=anna, section=make_section(version, "2.2"), value="akkoord", at=at)
    assert set_review(user=anna, section=make_section(version, "2.1"), value="akkoord", at=at)


def test_a_draft_elsewhere_is_kept_and_not_posted(version, limited, anna, at):
    draft = make_draft(accept_rules(anna, at), make_section(version, "1"), at=at)
    with pytest.raises(OutsideRound):
        post_comment(
            user=anna,
            place=Place(make_section(version, "1")),
            wording=Wording("Toch."),
            key=draft.key,
            seen_at=draft.saved_at,
            at=at,
        )
    draft.refresh_from_db()
    assert draft.is_draft


def test_a_question_about_the_whole_is_answered_all_the_same(version, limited, anna, at):
    question = Question.objects.create(round=limited, ordinal=1, text="Kunt u hiermee werken?")
    answer = answer_question(user=accept_rules(anna, at), question=question, body="Ja.", at=at)
    assert answer.stands


def test_only_its_sections_are_left_to_do(version, limited, anna, signed_in, at):
    assert len(SECTIONS) > 1
    assert work_left(round=limited, users=[anna])[anna.pk].sections == 1
    browser = signed_in(anna)
    page = words(browser.get(BASE))
    assert "0 van 1 paragrafen gelezen" in page
    assert "Deze ronde gaat over 1 paragraaf" in page
    assert page.count("in deze ronde") == 1
    assert "2.2" not in words(browser.get(f"{BASE}?toon=te-doen")).split("Inhoud", 1)[1].split("Over deze versie")[0]
    make_comment(anna, make_section(version, "2.1"), at=at)
    assert work_left(round=limited, users=[anna])[anna.pk].is_done
    assert "1 van 1 paragrafen gelezen" in words(browser.get(BASE))
    assert "U hebt alles gelezen" in words(browser.get("/mijn/"))


def test_another_section_is_read_without_a_way_to_react(version, limited, anna, signed_in, at):
    browser = signed_in(anna)
    asked, other = (browser.get(f"{BASE}{number}/").content.decode() for number in ("2.1", "2.2"))
    assert "Deze ronde gaat niet over deze paragraaf" in other
    assert "Deze ronde gaat niet" not in asked
    section = make_section(version, "2.2")
    assert f"/reacties/paragraaf/{section.pk}/oordeel/" not in other
    assert f"/reacties/paragraaf/{make_section(version, '2.1').pk}/oordeel/" in asked


def test_the_mail_names_the_sections(version, limited, anna, at):
    tell_about_version(version=version, round=limited, hold_until=at, at=at)
    text = Email.objects.get(user=anna).text
    assert "Deze ronde gaat alleen over deze paragrafen:" in text
    assert "- 2.1 De melding beoordelen" in text
    assert "2.2" not in text


def test_a_round_on_the_whole_version_asks_about_all(version, open_round, anna, at):
    assert open_round.asked_sections() == []
    assert all(open_round.covers(make_section(version, number).key) for number in SECTIONS)


def test_a_round_is_not_limited_to_what_is_not_there(version, anna, cas, at):
    audience = Group.objects.filter(name=SOUNDING_BOARD)
    with pytest.raises(UnknownSection):
        open_round(
            version=version,
            opens_at=at,
            closes_at=at + timedelta(days=1),
            audience=audience,
            sections=[uuid.uuid4()],
            by=cas,
            at=at,
        )
    assert not Round.objects.exists()


def test_nothing_outside_is_shared_with_colleagues(version, limited, anna, eva, at):
    begin_gathering(user=eva, round=limited, at=at)
    draft = make_draft(accept_rules(anna, at), make_section(version, "2.2"), at=at)
    with pytest.raises(OutsideRound):
        share_draft(user=anna, draft=draft, at=at)
