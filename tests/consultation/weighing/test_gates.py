"""The gate before the next version: unanswered, adopted but unchanged, changed but not explained."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from consultation.comments.actions import Place, Wording, post_comment
from consultation.publishing.actions import publish
from consultation.publishing.plan import PublicationPlan, RoundPlan
from consultation.rounds.actions import close_round
from consultation.weighing import errors
from consultation.weighing.actions import decide, explain_change, gate_of
from consultation.weighing.models import ChangeReason, Decision, PassedGate
from handbook.actions import import_document
from handbook.exchange.markdown import read_markdown
from handbook.models import HandbookPage, Version
from tests.factories.comments import accept_rules, make_section
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db

MELDEN = "## Melden\n\nDe school meldt het verzuim.\n\nDat kan binnen drie dagen.\n\n"
SPREKEN = "## Spreken\n\nU spreekt met de leerling.\n\n"
BESLUITEN = "## Besluiten\n\nU legt vast wat u besluit.\n"
TEXT = f"# Handreiking\n\n{MELDEN}{SPREKEN}{BESLUITEN}"
ADOPTED, REJECTED = Decision.Value.ADOPTED, Decision.Value.REJECTED


def words(response) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.fixture
def handbook(cas, at) -> HandbookPage:
    import_document(handbook=None, slug="h", document=read_markdown(TEXT), by=cas, at=at)
    return HandbookPage.objects.get(slug="h")


@pytest.fixture
def first(handbook, anna, bram, cas, at) -> Version:
    plan = RoundPlan(opens_at=at, closes_at=at + timedelta(days=20))
    return publish(handbook=handbook, plan=PublicationPlan("0.1", "consultatieversie", round=plan), by=cas, at=at)


def rewrite(handbook, text, by, at) -> HandbookPage:
    import_document(handbook=handbook, slug="h", document=read_markdown(text), by=by, at=at)
    return HandbookPage.objects.get(pk=handbook.pk)


def remark(user, version, number, at, *, ordinal=None):
    section = make_section(version, number)
    passage = section.passages.get(ordinal=ordinal) if ordinal else None
    return post_comment(
        user=accept_rules(user, at), place=Place(section, passage=passage), wording=Wording(body="Dit kan beter."), at=at
    )


def test_no_gate_before_the_first_version(handbook):
    assert gate_of(handbook) is None


def test_a_remark_is_open_until_its_answer_was_sent(handbook, first, anna, bram, cas, at):
    one = remark(anna, first, "2", at)
    assert gate_of(handbook).counts == (1, 0, 0)
    decision = decide(comment=one, value=REJECTED, reason="Nee.", by=bram, at=at)
    assert gate_of(handbook).counts == (1, 0, 0)
    decide(comment=one, value=REJECTED, reason="Nee.", publish=True, seen_at=decision.decided_at, by=cas, at=at)
    assert gate_of(handbook).counts == (0, 0, 0)


def test_what_was_adopted_has_to_stand_in_the_text(handbook, first, anna, cas, at):
    passage, section = remark(anna, first, "1", at, ordinal=2), remark(anna, first, "2", at)
    for one in (passage, section):
        decide(comment=one, value=ADOPTED, reason="Goed.", publish=True, by=cas, at=at)
    assert list(gate_of(handbook).unchanged.order_by("pk")) == [passage, section]
    handbook = rewrite(handbook, TEXT.replace("drie dagen", "vijf dagen"), cas, at)
    assert list(gate_of(handbook).unchanged) == [section]
    handbook = rewrite(
        handbook, TEXT.replace("drie dagen", "vijf dagen").replace("met de leerling", "met elke leerling"), cas, at
    )
    assert gate_of(handbook).counts == (0, 0, 0)


def test_a_change_that_nobody_asked_for_needs_a_reason_which_is_kept(handbook, first, bram, cas, at):
    handbook = rewrite(handbook, TEXT.replace("met de leerling", "met elke leerling"), cas, at)
    gate = gate_of(handbook)
    (line,) = gate.unexplained
    assert (line.section.number, gate.counts) == ("2", (0, 0, 1))
    with pytest.raises(errors.MayNotPublish):
        explain_change(gate=gate, section_key=line.section.key, reason="Taal.", by=bram, at=at)
    with pytest.raises(errors.ReasonOfChangeMissing):
        explain_change(gate=gate, section_key=line.section.key, reason=" ", by=cas, at=at)
    with pytest.raises(errors.ChangeUnknown):
        explain_change(gate=gate, section_key=make_section(first, "3").key, reason="Taal.", by=cas, at=at)
    explain_change(gate=gate, section_key=line.section.key, reason="Taal.", by=cas, at=at)
    assert gate_of(handbook).counts == (0, 0, 0)
    (line,) = gate_of(handbook).changes
    assert line.why.reason == "Taal."


def test_moving_splitting_and_merging_explain_themselves(handbook, first, cas, at):
    moved = f"# Handreiking\n\n{SPREKEN}{MELDEN}{BESLUITEN}"
    assert gate_of(rewrite(handbook, moved, cas, at)).changes == ()
    merged = f"# Handreiking\n\n{MELDEN}U spreekt met de leerling.\n\n{BESLUITEN}"
    assert gate_of(rewrite(handbook, merged, cas, at)).changes == ()


def test_publishing_through_it_needs_a_reason_that_stays_with_the_version(handbook, first, anna, cas, at):
    remark(anna, first, "2", at)
    handbook = rewrite(handbook, TEXT.replace("drie dagen", "vijf dagen"), cas, at)
    later = at + timedelta(days=1)
    with pytest.raises(errors.GateIsOpen):
        publish(handbook=handbook, plan=PublicationPlan("0.2"), by=cas, at=later)
    assert not Version.objects.filter(label="0.2").exists()
    version = publish(handbook=handbook, plan=PublicationPlan("0.2", gate_reason="Spoed."), by=cas, at=later)
    row = PassedGate.objects.of(handbook.key).get()
    assert (row.version, row.since, row.was_open, row.reason) == (version, first, True, "Spoed.")
    assert (row.unanswered, row.unchanged, row.unexplained) == (1, 0, 1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {PassedGate._meta.db_table} SET unanswered = 0")


def test_a_gate_with_nothing_open_leaves_a_row_without_a_reason(handbook, first, cas, at):
    publish(handbook=handbook, plan=PublicationPlan("0.2", gate_reason="Overbodig."), by=cas, at=at)
    row = PassedGate.objects.get()
    assert (row.was_open, row.reason) == (False, "")


def test_a_working_version_in_between_replaces_nothing_that_people_know(handbook, first, anna, cas, at):
    one = remark(anna, first, "2", at)
    handbook = rewrite(handbook, TEXT.replace("drie dagen", "vijf dagen"), cas, at)
    publish(handbook=handbook, plan=PublicationPlan("0.2", gate_reason="Eerst de werkgroep."), by=cas, at=at)
    gate = gate_of(handbook)
    assert (gate.since, [version.label for version in gate.replaced]) == (first, ["0.2", "0.1"])
    assert list(gate.unanswered) == [one]
    assert [line.section.number for line in gate.unexplained] == ["1"]


def test_the_three_lists_and_the_way_to_them(handbook, first, anna, bram, cas, signed_in, at):
    remark(anna, first, "2", at)
    rewrite(handbook, TEXT.replace("drie dagen", "vijf dagen"), cas, at)
    board = signed_in(bram).get("/weging/h/0.1/")
    assert re.search(r"Voor de volgende versie.* 1 .* 0 .* 1 ", words(board))
    page = "/weging/h/0.1/poort/"
    assert f"{page}?toon=zonder-reden" in board.content.decode()
    assert "Dit kan beter." in words(signed_in(bram).get(page))
    assert "vijf" not in words(signed_in(bram).get(f"{page}?toon=zonder-reden")), "the living text is the editors'"
    editor = signed_in(cas)
    shown = editor.get(f"{page}?toon=zonder-reden")
    assert "vijf" in words(shown)
    key = make_section(first, "1").key
    assert editor.post(f"{page}{key}/", {f"{key}-reason": ""}).status_code == 422
    assert editor.post(f"{page}{key}/", {f"{key}-reason": "De wet is veranderd."}).status_code == 302
    assert "Alles wat is veranderd" in words(editor.get(f"{page}?toon=zonder-reden"))
    assert "De wet is veranderd." in words(signed_in(bram).get(f"{page}?toon=verklaard"))
    assert signed_in(anna).get(page).status_code == 404


def test_of_two_editors_who_give_a_reason_nobody_loses_words(handbook, first, cas, signed_in, at):
    rewrite(handbook, TEXT.replace("drie dagen", "vijf dagen"), cas, at)
    key = make_section(first, "1").key
    address = f"/weging/h/0.1/poort/{key}/"
    saskia = signed_in(make_person(name="Saskia", groups=["redactie"]))
    assert signed_in(cas).post(address, {f"{key}-reason": "Reden van Cas."}).status_code == 302
    refused = saskia.post(address, {f"{key}-reason": "Reden van Saskia.", f"{key}-seen_at": ""})
    assert refused.status_code == 422
    assert "Een collega schreef een andere reden" in words(refused)
    assert "Cas Terpstra schreef Reden van Cas." in words(refused)
    assert re.search(r"<textarea[^>]*>\s*Reden van Saskia\.</textarea>", refused.content.decode())
    assert ChangeReason.objects.get().reason == "Reden van Cas."
    seen = re.search(rf'name="{key}-seen_at" value="([^"]+)"', refused.content.decode())[1]
    assert saskia.post(address, {f"{key}-reason": "Van ons beiden.", f"{key}-seen_at": seen}).status_code == 302
    assert ChangeReason.objects.get().reason == "Van ons beiden."


def test_the_gate_costs_as_many_queries_for_one_remark_as_for_nine(handbook, first, anna, cas, at):
    def count() -> int:
        gate_of(handbook)
        with CaptureQueriesContext(connection) as queries:
            assert gate_of(handbook).is_open
        return len(queries)

    decide(comment=remark(anna, first, "1", at, ordinal=1), value=ADOPTED, reason="Goed.", by=cas, at=at)
    few = count()
    for number in ("1", "2", "3") * 3:
        decide(comment=remark(anna, first, number, at), value=ADOPTED, reason="Goed.", by=cas, at=at)
    assert count() == few


def test_no_gate_on_the_board_of_a_version_that_was_replaced(handbook, first, cas, signed_in, at):
    close_round(round=first.round, by=cas, at=at + timedelta(hours=1))
    plan = RoundPlan(opens_at=at + timedelta(hours=2), closes_at=at + timedelta(days=20))
    publish(
        handbook=handbook,
        plan=PublicationPlan("0.2", "consultatieversie", round=plan),
        by=cas,
        at=at + timedelta(hours=2),
    )
    assert "Voor de volgende versie" not in words(signed_in(cas).get("/weging/h/0.1/"))
    assert signed_in(cas).get("/weging/h/0.1/poort/").status_code == 404
    assert signed_in(cas).get("/weging/h/0.2/poort/").status_code == 200
