"""What became of the words of a remark: the same on the board, to its author, in the receipt and in the account."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import translation

from consultation.accountability.dossier.pages import note_page
from consultation.accountability.notices import RECEIPT, tell_receipts
from consultation.accountability.receipts import receipts_of
from consultation.accountability.snapshot import take_snapshot
from consultation.accountability.wording import told_effect
from consultation.comments.actions import Place, Wording, place_comments, post_comment
from consultation.comments.models import Comment, Placement
from consultation.comments.quoting import selectors_at
from consultation.delivery.models import Email
from consultation.reading.my_comments import views_of
from consultation.weighing.actions import Effect, EffectKind, decide, effect_at, effects_in
from consultation.weighing.models import Decision
from consultation.weighing.table.rows import table_rows
from handbook.models import Version
from tests.factories.comments import accept_rules, make_section
from tests.factories.handbook import SECTIONS, make_version
from tests.factories.rounds import make_round

pytestmark = pytest.mark.django_db

OLD = {
    **SECTIONS,
    "3": ("Overgang", ["Tot 1 januari geldt de oude regeling.", "Daarna niet meer."]),
    "4": ("Toezicht", ["De inspectie ziet toe.", "Zij meldt wat zij vindt."]),
    "5": ("Bezwaar", ["Bezwaar maken kan altijd."]),
}
NEW = {
    **{number: text for number, text in OLD.items() if number != "3"},
    "2": ("Van melding naar gesprek", ["De school meldt ongeoorloofd verzuim.", SECTIONS["2"][1][1]]),
    "2.1": ("De melding beoordelen", ["Lees de melding binnen vijf schooldagen.", *SECTIONS["2.1"][1][1:]]),
    "2.2": ("Het gesprek voeren", ["Voer het gesprek samen.", SECTIONS["2.2"][1][1]]),
    "4": ("Toezicht", [*OLD["4"][1], "Zij doet dat elk jaar."]),
}


@dataclass(frozen=True)
class Case:
    """A remark, and what must be told of it: the kind, and the words before and after."""

    place: tuple[str, int | None]
    kind: EffectKind
    before: str = ""
    after: str = ""
    quote: str = ""
    proposed: str = ""
    value: str = Decision.Value.ADOPTED
    points_at: str = ""
    on_correction: bool = False
    is_sent: bool = True


CASES = {
    "adopted and changed": Case(
        ("2.1", 1), EffectKind.CHANGED, "binnen drie werkdagen", "binnen vijf schooldagen", quote="binnen drie werkdagen"
    ),
    "changed beside the quoted words": Case(
        ("2.1", 1), EffectKind.CHANGED, SECTIONS["2.1"][1][0], "Lees de melding binnen vijf schooldagen.", quote="Lees"
    ),
    "the quoted words are gone from their passage": Case(
        ("2.1", 1), EffectKind.CUT, SECTIONS["2.1"][1][0], "Lees de melding binnen vijf schooldagen.", quote="drie werkdagen"
    ),
    "adopted and unchanged": Case(("1", 1), EffectKind.SAME),
    "partly": Case(
        ("2", 1),
        EffectKind.CHANGED,
        "De school meldt het verzuim.",
        "De school meldt ongeoorloofd verzuim.",
        value=Decision.Value.PARTLY,
    ),
    "a passage was added": Case(("4", 2), EffectKind.GROWN, "", "Zij doet dat elk jaar."),
    "whole section": Case(
        ("2", None), EffectKind.CHANGED, "De school meldt het verzuim.", "De school meldt ongeoorloofd verzuim."
    ),
    "section gone": Case(("3", None), EffectKind.GONE, "\n\n".join(OLD["3"][1]), ""),
    "passage of a section that is gone": Case(("3", 2), EffectKind.GONE, "Daarna niet meer.", ""),
    "moved": Case(("5", 1), EffectKind.MOVED),
    "ambiguous": Case(("1", 2), EffectKind.UNSURE),
    "proposal taken over": Case(
        ("2.2", 1),
        EffectKind.CHANGED,
        "Spreek eerst met de leerling alleen.",
        "Voer het gesprek samen.",
        quote="Spreek eerst met de leerling alleen.",
        proposed="Voer het gesprek samen.",
    ),
    "the answer points elsewhere": Case(
        ("1", None),
        EffectKind.POINTED_CHANGED,
        SECTIONS["2.1"][1][0],
        "Lees de melding binnen vijf schooldagen.",
        points_at="2.1",
    ),
    "the answer points at what is the same": Case(("2", 2), EffectKind.POINTED_SAME, points_at="1"),
    "a draft that points elsewhere points nowhere yet": Case(("1", None), EffectKind.SAME, points_at="2.1", is_sent=False),
    "on a correction": Case(
        ("2.1", 1),
        EffectKind.CHANGED,
        "binnen drie werkdagen",
        "binnen vijf schooldagen",
        quote="binnen drie werkdagen",
        on_correction=True,
    ),
}


@dataclass
class Story:
    """Every case as a remark of anna's on one issue, answered, and the version after it."""

    version: Version
    newer: Version
    remarks: dict[str, Comment]


@pytest.fixture
def story(anna, cas, version, at) -> Story:
    issue = make_version(handbook_key=version.handbook_key, label="0.2", sections=OLD, at=at)
    correction = make_version(handbook_key=version.handbook_key, label="0.2.1", sections=OLD, corrects=issue, at=at)
    for one in (issue, correction):
        make_round(version=one)
    remarks = {name: _post(anna, correction if case.on_correction else issue, name, case, at) for name, case in CASES.items()}
    for name, remark in remarks.items():
        case = CASES[name]
        target = make_section(issue, case.points_at).key if case.points_at else None
        reason = f"Antwoord op: {name}."
        decide(comment=remark, value=case.value, reason=reason, points_at=target, publish=case.is_sent, by=cas, at=at)
    newer = make_version(handbook_key=version.handbook_key, label="0.3", sections=_moved(NEW), at=at + timedelta(days=1))
    place_comments(version=newer, at=at + timedelta(days=1))
    unsure = {"status": Placement.Status.AMBIGUOUS, "section": None, "passage": None, "selectors": []}
    Placement.objects.filter(comment=remarks["ambiguous"]).update(**unsure)
    return Story(issue, newer, remarks)


def _moved(sections):
    """The passage of section 5 stands at the end of another section."""
    title, passages = sections["2.1"]
    return {**{number: text for number, text in sections.items() if number != "5"}, "2.1": (title, [*passages, OLD["5"][1][0]])}


def _post(user, version: Version, body: str, case: Case, at) -> Comment:
    number, ordinal = case.place
    section = make_section(version, number)
    passage = section.passages.get(ordinal=ordinal) if ordinal else None
    start = section.text.index(case.quote)
    selectors = tuple(selectors_at(section.text, start, start + len(case.quote))) if case.quote else ()
    place = Place(section, passage=passage, selectors=selectors)
    return post_comment(user=accept_rules(user, at), place=place, wording=Wording(body=body, proposed=case.proposed), at=at)


def words(text: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", "", text)))


def fresh(story: Story) -> list[Comment]:
    keys = [remark.pk for remark in story.remarks.values()]
    return list(
        Comment.objects.filter(pk__in=keys).select_related("version__round", "section", "passage", "decision", "submitter")
    )


def told_in_note(story: Story, at) -> dict[str, dict]:
    note = take_snapshot(story.version, introduction="", readers="versie", number=1, at=at)
    return {
        remark["body"]: {**remark, "value": entry["decision"], "reason": entry["reason"]}
        for section in note["sections"]
        for entry in section["entries"]
        for remark in entry["remarks"]
    }


def test_each_kind_of_case_is_read_right(story):
    effects = effects_in(fresh(story), story.newer)
    read = {name: effects[remark.pk] for name, remark in story.remarks.items()}
    told = {name: (one.kind, one.before, one.after) for name, one in read.items()}
    assert told == {name: (case.kind, case.before, case.after) for name, case in CASES.items()}


def test_board_author_receipt_note_and_dossier_tell_the_same(story, anna, cas, signed_in, at):
    later = at + timedelta(days=1)
    with translation.override("nl"):
        expected: dict[int, Effect] = effects_in(fresh(story), story.newer)
        sentences = {name: expected[remark.pk].words for name, remark in story.remarks.items()}
        own = {one.remark.body: one.effect for one in views_of(fresh(story), user=anna, at=later)}
        (receipt,) = receipts_of(story.newer)
        note = told_in_note(story, later)
        page = words(note_page(take_snapshot(story.version, introduction="", readers="versie", number=1, at=later)).decode())
    tell_receipts(version=story.newer, hold_until=later, at=later)
    mail = words(Email.objects.get(kind=RECEIPT, user=anna).text)
    received = {one.comment.pk: one.now for one in receipt.remarks}
    board = signed_in(cas)
    for name, remark in story.remarks.items():
        effect, sentence = expected[remark.pk], sentences[name]
        assert own[name] == effect, name
        assert received[remark.pk] == effect, name
        kept = note[name]["effect"]
        assert (told_effect_in_dutch(kept), kept["before"], kept["after"]) == (sentence, effect.before, effect.after), name
        assert sentence in page, name
        assert sentence in mail, name
        shown = board.get(reverse("weigh", args=[remark.key]))
        assert shown.context["effect"] == effect, name
        assert sentence in words(shown.content.decode()), name


def told_effect_in_dutch(kept: dict) -> str:
    with translation.override("nl"):
        return told_effect(kept)


def test_the_page_of_a_section_tells_nothing_else_beside_the_words(story):
    effects = effects_in(fresh(story), story.newer)
    placed = Placement.objects.filter(version=story.newer, section__isnull=False).exclude(comment__passage=None)
    told = {one.comment_id: effect_at(one) for one in placed.select_related("version", "section", "passage", "comment__section")}
    compared = 0
    for name, remark in story.remarks.items():
        if CASES[name].kind in {EffectKind.SAME, EffectKind.MOVED, EffectKind.CHANGED} and remark.passage_id is not None:
            assert told[remark.pk] == effects[remark.pk], name
            compared += 1
    assert compared >= 7


def test_tables_hold_the_decision_that_the_receipt_and_the_note_tell(story, at):
    note = told_in_note(story, at)
    (receipt,) = receipts_of(story.newer)
    told = {one.comment.body: one.answer for one in receipt.remarks}
    for row in table_rows(story.version):
        answer = told[row.body]
        assert (row.reason, note[row.body]["reason"]) == ((answer.reason,) * 2 if answer else ("", "")), row.body
        assert row.decision == note[row.body]["value"] == (str(answer.get_value_display()) if answer else ""), row.body


def test_what_changed_once_is_told_as_changed_in_every_version_after(story, at):
    """A placement in the version after that says "the same": as in the version before it."""
    third = make_version(handbook_key=story.version.handbook_key, label="0.4", sections=_moved(NEW), at=at + timedelta(days=2))
    place_comments(version=third, at=at + timedelta(days=2))
    remark = story.remarks["adopted and changed"]
    assert Placement.objects.get(comment=remark, version=third).status == Placement.Status.SAME
    effect = effects_in(fresh(story), third)[remark.pk]
    assert (effect.kind, effect.before, effect.after) == (EffectKind.CHANGED, "binnen drie werkdagen", "binnen vijf schooldagen")
