"""The privacy guard: what it finds, what it leaves alone, and how often it errs on law texts."""

from __future__ import annotations

import json
import random
import time
from itertools import pairwise
from pathlib import Path

import pytest

from consultation.comments import guard
from tests.factories.corpora import corpora_folder

ROOT = Path(__file__).parents[3]


def kinds(text: str) -> list[str]:
    return [finding.kind for finding in guard.find(text)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("BSN 123456782 staat in het dossier", guard.BSN, "123456782"),
        ("nummer 111222333.", guard.BSN, "111222333"),
        ("1234.56.782", guard.BSN, "1234.56.782"),
        ("123 456 782", guard.BSN, "123 456 782"),
        ("(10000008)", guard.BSN, "10000008"),
        ("onderwijsnummer 123456789", guard.PUPIL_NUMBER, "123456789"),
        ("123456789 is het PGN", guard.PUPIL_NUMBER, "123456789"),
        ("geb. 12-03-2004", guard.BIRTH, "12-03-2004"),
        ("geboren op 3 maart 2004", guard.BIRTH, "3 maart 2004"),
        ("geboortedatum: 2004-03-12", guard.BIRTH, "2004-03-12"),
        ("woont op 1234 AB in Utrecht", guard.POSTCODE, "1234 AB"),
        ("1234AB", guard.POSTCODE, "1234AB"),
        ("bel 06-12345678", guard.PHONE, "06-12345678"),
        ("bel +31 6 12345678", guard.PHONE, "+31 6 12345678"),
        ("bel 010-1234567", guard.PHONE, "010-1234567"),
        ("mail kevin@school.example", guard.EMAIL, "kevin@school.example"),
        ("parketnummer 05/123456-16", guard.CASE, "05/123456-16"),
        ("PV-nummer 2016-12345", guard.CASE, "2016-12345"),
        ("zaaknummer: 123456", guard.CASE, "123456"),
        ("PL0900-2016123456", guard.CASE, "PL0900-2016123456"),
        ("Kevin de V. bleef thuis", guard.NAME, "Kevin de V."),
        ("mevr. Jansen (moeder) belde", guard.NAME, "mevr. Jansen (moeder)"),
        ("Fatima (leerling) zegt", guard.NAME, "Fatima (leerling)"),
        ("leerling Kevin zegt", guard.NAME, "Kevin"),
        ("4H2 van het Wijnstroom College", guard.SCHOOL, "4H2 van het Wijnstroom College"),
        ("klas 3b van de Zonneschool", guard.SCHOOL, "klas 3b van de Zonneschool"),
        ("school 02AB", guard.SCHOOL, "02AB"),
    ],
)
def test_it_finds_what_may_tell_who_a_pupil_is(text, kind, words):
    assert [(finding.kind, finding.words) for finding in guard.find(text)] == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "123456789",
        "000000000",
        "ECLI:NL:RBAMS:2016:123456782",
        "https://wetten.example/BWBR0002628/123456782",
        "€ 123.456.782",
        "123.456.782 euro",
        "KvK 10000008",
        "20160922",
        "22-09-2016",
        "geboren op of na 1 januari 2005",
        "geboren vóór 1 augustus 1998",
        "op 12-03-2004 trad de wet in werking",
        "in 2016 EN in 2017",
        "artikel 1611 BW",
        "0800-2000",
        "Zie Bijlage B.",
        "artikel 21a, tweede lid",
        "16 uur in 4 weken",
        "Stb. 2015, 170",
        "dossier 36 663",
        "De leerplichtambtenaar spreekt de leerling.",
        "Halt B.V. en Jansen N.V.",
    ],
)
def test_it_leaves_alone_what_belongs_in_such_a_text(text):
    assert guard.find(text) == []


def test_the_test_of_eleven_is_the_official_one():
    assert guard.passes_bsn_test("123456782")
    assert guard.passes_bsn_test("111222333")
    assert not guard.passes_bsn_test("123456789")
    assert not guard.passes_bsn_test("000000000")
    draw = random.Random(7)
    passed = sum(guard.passes_bsn_test(f"{draw.randrange(10**8, 10**9)}") for _ in range(11_000))
    assert 900 < passed < 1100


def test_masking_replaces_exactly_the_words_that_were_found():
    text = "Kevin de V. (BSN 123456782) belde met 06-12345678."
    assert guard.mask(text, guard.find(text)) == "[leerling] (BSN [bsn]) belde met [telefoonnummer]."
    assert guard.find(guard.mask(text, guard.find(text))) == []


def test_a_mark_names_the_words_without_repeating_them():
    (finding,) = guard.find("123456782")
    assert "123456782" not in finding.mark
    assert finding.mark == guard.find("en 123456782 dus")[0].mark
    assert finding.needs_explanation


def test_findings_never_overlap_and_point_at_their_words():
    text = "mail jan.de.v@school.example of bel 06-12345678, geb. 12-03-2004, 1234 AB"
    findings = guard.find(text)
    assert len(findings) == 4
    assert all(text[one.start : one.end] == one.words for one in findings)
    assert all(one.end <= other.start for one, other in pairwise(findings))


def test_a_hostile_text_takes_no_longer_than_its_length():
    for piece in ("1 ", "12345678 ", "A. van de ", "a@", "06-", "geb. ", "Kevin van den ", "4h2 van het "):
        started = time.perf_counter()
        guard.find(piece * (10_000 // len(piece)))
        assert time.perf_counter() - started < 1


def test_law_texts_and_a_standard_raise_no_alarm():
    texts = [path.read_text(encoding="utf-8") for path in sorted(corpora_folder().glob("*/*.md"))]
    assert sum(len(text.split()) for text in texts) > 50_000
    assert [finding.words for text in texts for finding in guard.find(text)] == []


@pytest.mark.parametrize(
    "text",
    ["mail info@waterlo.example", "leerplicht@waterlo.example", "avg.team@rietdam.example", "panel@lists.waterlo.example"],
)
def test_the_mailbox_of_an_organisation_is_nobody_in_person(text):
    assert kinds(text) == []
    assert kinds(f"kevin.{text.split()[-1]}".replace("lists.", "")) == [guard.EMAIL]


def test_an_organisation_may_give_its_own_number_and_nobody_elses():
    assert kinds("U kunt ons mailen of bel ons op 010-1234567.") == []
    assert kinds("Bel ons niet. Moeder is te bereiken op 010-1234567.") == [guard.PHONE]


def test_false_alarms_on_the_demos_own_remarks_are_rare():
    remarks = json.loads((ROOT / "site/home/demo/comments.json").read_text(encoding="utf-8"))
    alarmed = [one["text"] for one in remarks if guard.find(one["text"] + "\n" + (one.get("proposed") or ""))]
    assert len(alarmed) <= 1, alarmed
