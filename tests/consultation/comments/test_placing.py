"""Remarks keep their place over the versions, or say that they have none (T2, T4)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from consultation.comments.actions import Place, Wording, confirm_placement, place_comments, post_comment, withdraw_comment
from consultation.comments.errors import WrongPlace
from consultation.comments.models import Comment, Placement
from consultation.comments.quoting import quote_in, selectors_at
from consultation.jobs.running import run_jobs
from tests.factories.comments import accept_rules, make_comment, make_draft, make_section
from tests.factories.handbook import SECTIONS, make_version

pytestmark = pytest.mark.django_db

QUOTE = "binnen drie werkdagen"


def edited(**texts: list[str]):
    """The sections with other paragraphs, by number without dots ("s21")."""
    return {
        number: (title, texts.get(f"s{number.replace('.', '')}", paragraphs)) for number, (title, paragraphs) in SECTIONS.items()
    }


@pytest.fixture
def remark(anna, version, open_round, at):
    """On three words of 2.1-1."""
    section = make_section(version, "2.1")
    start = section.text.index(QUOTE)
    place = Place(
        section, section.passages.get(ordinal=1), selectors=tuple(selectors_at(section.text, start, start + len(QUOTE)))
    )
    return post_comment(user=accept_rules(anna, at), place=place, wording=Wording(body="Te kort."), at=at)


@pytest.fixture
def next_version(version, at):
    """``next_version("0.2", s21=[…])`` is a later version; remarks are placed in it."""

    def make(label: str, **texts: list[str]):
        newer = make_version(label=label, handbook_key=version.handbook_key, sections=edited(**texts), at=at)
        place_comments(version=newer, at=at)
        return newer

    return make


def test_words_that_stayed_keep_their_remark(remark, next_version):
    newer = next_version("0.2")
    placement = remark.placements.get()
    assert (placement.version, placement.status, placement.confidence) == (newer, "same", 1.0)
    assert (placement.section, placement.passage) == (make_section(newer), make_section(newer).passages.get(ordinal=1))
    assert quote_in(placement.selectors) == quote_in(remark.selectors)


def test_words_that_changed_show_what_they_became_and_the_remark_itself_stays_what_it_was(remark, next_version):
    before = (remark.section_id, remark.passage_id, remark.selectors)
    newer = next_version("0.2", s21=["Lees de melding binnen vijf schooldagen.", *SECTIONS["2.1"][1][1:]])
    placement = remark.placements.get()
    assert placement.status == "changed"
    quoted = quote_in(placement.selectors)
    assert quoted.exact == "binnen vijf schooldagen"
    assert make_section(newer).text[quoted.start :].startswith(quoted.exact)
    remark.refresh_from_db()
    assert (remark.section_id, remark.passage_id, remark.selectors) == before


def test_words_that_were_taken_out_leave_the_remark_without_a_place(remark, next_version):
    next_version("0.2", s21=SECTIONS["2.1"][1][1:])
    placement = remark.placements.get()
    assert (placement.status, placement.section, placement.passage, placement.selectors) == ("gone", None, None, [])


def test_a_remark_goes_on_from_the_last_place_that_was_found(remark, next_version):
    next_version("0.2", s21=["Lees de melding binnen vijf schooldagen.", *SECTIONS["2.1"][1][1:]])
    next_version("0.3", s21=["Lees de hele melding binnen vijf schooldagen.", *SECTIONS["2.1"][1][1:]])
    assert [placement.status for placement in remark.placements.order_by("version__ordinal")] == ["changed", "same"]


def test_words_that_come_back_are_found_again(remark, next_version):
    next_version("0.2", s21=SECTIONS["2.1"][1][1:])
    next_version("0.3")
    assert [placement.status for placement in remark.placements.order_by("version__ordinal")] == ["gone", "same"]


def test_a_remark_on_a_whole_passage_and_one_on_a_section_go_with_them(anna, version, open_round, next_version, at):
    section = make_section(version, "2.2")
    passage = section.passages.get(ordinal=2)
    on_section = make_comment(anna, section, at=at)
    place = Place(section, passage)
    on_passage = post_comment(user=anna, place=place, wording=Wording(body="Goed."), at=at)
    newer = next_version("0.2", s22=[*SECTIONS["2.2"][1], "Iets nieuws."])
    assert on_section.placements.get().section == make_section(newer, "2.2")
    found = on_passage.placements.get()
    assert (found.status, found.passage.ordinal, found.selectors) == ("same", 2, [])


def test_placing_again_changes_nothing_and_withdrawn_remarks_and_replies_need_no_care(remark, eva, next_version, at):
    make_comment(eva, remark.section, parent=remark, at=at)
    newer = next_version("0.2")
    row = Placement.objects.get()
    assert place_comments(version=newer, at=at + timedelta(days=1)) == 0
    assert Placement.objects.get().placed_at == row.placed_at
    withdraw_comment(user=remark.submitter.user, comment=remark, at=at)
    assert not Placement.objects.to_look_at().exists()


def test_a_remark_that_comes_late_is_placed_by_a_job(anna, version, open_round, next_version, at):
    newer = next_version("0.2")
    late = make_comment(anna, make_section(version), at=at)
    assert not late.placements.exists()
    run_jobs(at=timezone.now())
    assert late.placements.get().version == newer


def test_what_is_not_certain_waits_for_a_person_and_what_she_says_holds(remark, cas, next_version, at):
    newer = next_version("0.2", s21=SECTIONS["2.1"][1][1:])
    placement = Placement.objects.to_look_at().get()
    section = make_section(newer, "2.2")
    confirm_placement(placement=placement, section=section, passage=section.passages.get(ordinal=1), by=cas, at=at)
    placement.refresh_from_db()
    assert (placement.status, placement.confidence, placement.confirmed_by) == ("moved", 1.0, cas)
    assert not Placement.objects.to_look_at().exists()
    next_version("0.3", s21=SECTIONS["2.1"][1][1:])
    latest = remark.placements.get(version__label="0.3")
    assert (latest.status, latest.section.number, latest.passage.ordinal) == ("same", "2.2", 1)


def test_gone_confirmed_by_a_person_stays_gone(remark, cas, next_version, at):
    next_version("0.2", s21=SECTIONS["2.1"][1][1:])
    confirm_placement(placement=remark.placements.get(), section=None, by=cas, at=at)
    next_version("0.3")
    latest = remark.placements.get(version__label="0.3")
    assert (latest.status, latest.confirmed_by) == ("gone", cas)


def test_a_place_in_another_version_is_refused(remark, cas, version, next_version, at):
    next_version("0.2")
    with pytest.raises(WrongPlace):
        confirm_placement(placement=remark.placements.get(), section=make_section(version), by=cas, at=at)


def test_no_draft_is_placed(anna, version, open_round, next_version, at):
    make_draft(anna, make_section(version), at=at)
    next_version("0.2")
    assert not Placement.objects.exists()
    assert Comment.objects.count() == 1


@pytest.fixture
def propose(anna, version, open_round, at):
    """``propose("vijf dagen")`` is a remark on three words of 2.1-1 that proposes others for them."""

    def make(proposed: str) -> Comment:
        section = make_section(version, "2.1")
        place = Place(section, section.passages.get(ordinal=1)).about(QUOTE)
        return post_comment(user=accept_rules(anna, at), place=place, wording=Wording(proposed=proposed), at=at)

    return make


def test_words_that_were_adopted_carry_the_remark_that_proposed_them(propose, next_version):
    remark = propose("zodra dat kan")
    newer = next_version("0.2", s21=["Lees de melding zodra dat kan.", *SECTIONS["2.1"][1][1:]])
    placement = remark.placements.get()
    assert (placement.status, placement.passage) == ("changed", make_section(newer).passages.get(ordinal=1))
    quoted = quote_in(placement.selectors)
    assert quoted.exact == "zodra dat kan"
    assert make_section(newer).text[quoted.start :].startswith("zodra dat kan")
    assert not Placement.objects.to_look_at().exists()


@pytest.mark.parametrize(
    "first",
    [
        "Lees de melding meteen.",  # other words than those proposed
        "Beoordeel haar. Lees de melding.",  # the proposed words stood there before
    ],
)
def test_what_was_not_adopted_is_not_put_where_it_was_proposed(propose, next_version, first):
    remark = propose("Lees de melding")
    next_version("0.2", s21=[first, *SECTIONS["2.1"][1][1:]])
    placement = remark.placements.get()
    assert (placement.status, placement.section) == ("gone", None)
