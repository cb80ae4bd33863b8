"""The words before and after that a decision brought about."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultation.comments.actions import Place, Wording, confirm_placement, place_comments, post_comment
from consultation.comments.models import Placement
from consultation.weighing.actions import EffectKind, decide, effects_in, version_after
from consultation.weighing.models import Decision
from tests.factories.comments import accept_rules, make_comment, make_section
from tests.factories.handbook import SECTIONS, make_version

pytestmark = pytest.mark.django_db

MELDING = SECTIONS["2.1"]


def on_passage(user, version, number, ordinal, at, body="Drie dagen haalt niemand."):
    section = make_section(version, number)
    place = Place(section, passage=section.passages.get(ordinal=ordinal))
    return post_comment(user=accept_rules(user, at), place=place, wording=Wording(body=body), at=at)


def decided(comment, by, at):
    decide(comment=comment, value=Decision.Value.ADOPTED, reason="Goed punt.", by=by, at=at)
    return Decision.objects.select_related("comment__version", "comment__section", "comment__passage").get(comment=comment)


def next_version(at, **changed):
    sections = {**SECTIONS, **{number.replace("_", "."): text for number, text in changed.items()}}
    version = make_version(label="0.2", sections=sections, at=at)
    place_comments(version=version, at=at)
    return version


def test_words_of_a_passage_before_and_after(anna, bram, version, open_round, at):
    decision = decided(on_passage(anna, version, "2.1", 1, at), bram, at)
    newer = next_version(at, **{"2_1": (MELDING[0], ["Lees de melding binnen vijf werkdagen.", *MELDING[1][1:]])})
    effect = effects_in([decision.comment], newer)[decision.comment_id]
    assert (effect.before, effect.after) == (
        "Lees de melding binnen drie werkdagen.",
        "Lees de melding binnen vijf werkdagen.",
    )
    assert effect.is_changed
    assert effect.section == make_section(newer, "2.1")


def test_an_unchanged_passage_says_so_and_a_new_one_beside_it_is_the_answer(anna, bram, version, open_round, at):
    quiet = decided(on_passage(anna, version, "2.2", 1, at), bram, at)
    grown = decided(on_passage(anna, version, "2.1", 1, at), bram, at)
    newer = next_version(at, **{"2_1": (MELDING[0], [*MELDING[1], "Bij ziekte belt u eerst."])})
    effects = effects_in([quiet.comment, grown.comment], newer)
    assert not effects[quiet.comment_id].is_changed
    assert (effects[grown.comment_id].before, effects[grown.comment_id].after) == ("", "Bij ziekte belt u eerst.")


def test_a_remark_on_a_whole_section_shows_its_changed_passages_only(anna, bram, version, open_round, at):
    decision = decided(make_comment(anna, make_section(version, "2.1"), at=at), bram, at)
    newer = next_version(at, **{"2_1": ("De melding lezen", [MELDING[1][0], "Vraag meteen aan wat ontbreekt.", MELDING[1][2]])})
    effect = effects_in([decision.comment], newer)[decision.comment_id]
    assert effect.before == "De melding beoordelen\n\nVraag aan wat ontbreekt."
    assert effect.after == "De melding lezen\n\nVraag meteen aan wat ontbreekt."


def test_words_that_are_gone(anna, bram, version, open_round, at):
    decision = decided(on_passage(anna, version, "2.1", 2, at), bram, at)
    newer = make_version(label="0.2", sections={number: SECTIONS[number] for number in ("1", "2", "2.2")}, at=at)
    place_comments(version=newer, at=at)
    effect = effects_in([decision.comment], newer)[decision.comment_id]
    assert (effect.before, effect.after, effect.section) == ("Vraag aan wat ontbreekt.", "", None)


def test_a_section_that_another_one_took_up_keeps_its_words_there(anna, bram, version, open_round, at):
    decision = decided(make_comment(anna, make_section(version, "2.1"), at=at), bram, at)
    newer = make_version(label="0.2", sections={number: SECTIONS[number] for number in ("1", "2", "2.2")}, at=at)
    heir = make_section(newer, "2.2")
    for ordinal, passage in enumerate(decision.comment.section.passages.order_by("ordinal"), start=3):
        passage.pk, passage.section, passage.ordinal, passage._state.adding = None, heir, ordinal, True
        passage.save(force_insert=True)
    place_comments(version=newer, at=at)
    Placement.objects.update(status=Placement.Status.GONE, section=None)
    effect = effects_in([decision.comment], newer)[decision.comment_id]
    assert (effect.kind, effect.parts, effect.section) == (EffectKind.MOVED, (), heir)


def test_a_remark_that_a_person_put_elsewhere_says_so_and_compares_no_other_words(anna, bram, cas, version, open_round, at):
    decision = decided(on_passage(anna, version, "2.1", 2, at), bram, at)
    newer = next_version(at)
    other = make_section(newer, "1")
    confirm_placement(placement=Placement.objects.get(), section=other, passage=other.passages.get(ordinal=1), by=cas, at=at)
    effect = effects_in([decision.comment], newer)[decision.comment_id]
    assert (effect.kind, effect.parts, effect.place) == (EffectKind.PUT, (), "1-1")


def test_as_many_queries_for_one_decision_as_for_many(anna, bram, version, open_round, at):
    decisions = [decided(on_passage(anna, version, number, 1, at, body=f"Nummer {number}"), bram, at) for number in SECTIONS]
    newer = next_version(at, **{"1": (SECTIONS["1"][0], [*SECTIONS["1"][1], "Iets nieuws."])})
    comments = [decision.comment for decision in decisions]
    effects_in(comments, newer)
    counts = []
    for some in (comments[:1], comments):
        with CaptureQueriesContext(connection) as queries:
            effects_in(some, newer)
        counts.append(len(queries))
    assert counts == [1, 1]


def test_the_version_after_is_one_that_the_reader_may_read(anna, cas, version, open_round, at):
    working = make_version(label="0.2", readers=[], at=at)
    newer = make_version(label="0.3", at=at)
    assert version_after(version, user=anna) == newer
    assert version_after(version, user=cas) == working
    assert version_after(newer, user=anna) is None
