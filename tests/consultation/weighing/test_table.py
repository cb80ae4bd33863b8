"""The comment table as files: complete, in reading order, harmless in a spreadsheet, and with selectors that find their words."""

from __future__ import annotations

import csv
import io
import json

import docx
import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from consultation.comments.actions import Place, Wording, post_comment
from consultation.comments.models import Comment
from consultation.rounds.models import Round
from consultation.weighing.actions import decide
from consultation.weighing.models import Decision
from consultation.weighing.table.exporting import FORMATS, export_comments
from consultation.weighing.table.rows import table_rows
from handbook.exporting import export_version
from tests.factories.comments import accept_rules, make_comment, make_section

pytestmark = pytest.mark.django_db

FORMULA = '=HYPERLINK("https://elders.example";"Klik")'
QUOTED = "drie werkdagen"
HEADS = [
    *("Nr.", "Organisatie", "Paragraaf", "Passage", "Soort", "Grond", "Reactie", "Voorstel", "Beslissing", "Toelichting"),
    "Antwoord op de vraag",
]


@pytest.fixture
def remarks(version, open_round, anna, eva, cas, at):
    later, first = make_section(version, "2.2"), make_section(version, "2.1")
    made = [make_comment(eva, later, body=FORMULA, at=at)]
    place = Place(first, first.passages.get(ordinal=1)).about(QUOTED)
    wording = Wording(body="Drie dagen haalt niemand.\n\nMaak er vijf van.", proposed="vijf werkdagen")
    made.append(post_comment(user=accept_rules(anna, at), place=place, wording=wording, at=at))
    decide(comment=made[1], value=Decision.Value.ADOPTED, reason="U hebt gelijk.", publish=True, by=cas, at=at)
    decide(comment=made[0], value=Decision.Value.REJECTED, reason="Nog niet verstuurd.", by=cas, at=at)
    return made


@pytest.fixture
def export(version, tmp_path):
    def write(file_format: str, **kwargs):
        path = tmp_path / f"uit.{file_format}"
        with translation.override("nl"):
            assert export_comments(version, file_format, path) == Comment.objects.posted().filter(parent=None).count()
        return path

    return write


def test_a_spreadsheet_has_every_remark_in_reading_order_and_hides_where_it_belongs(remarks, export, version):
    sheet = openpyxl.load_workbook(export("xlsx")).active
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:11] == HEADS
    first, second = rows[1:]
    assert first[2:10] == [
        "2.1 De melding beoordelen",
        QUOTED,
        "inhoudelijk",
        "",
        "Drie dagen haalt niemand.\n\nMaak er vijf van.",
        "vijf werkdagen",
        "overgenomen",
        "U hebt gelijk.",
    ]
    assert second[6] == FORMULA
    assert second[8:10] == ["", ""], "what was not sent to its author stays inside"
    section = make_section(version, "2.1")
    assert first[11:14] == [str(remarks[1].key), str(section.key), str(section.passages.get(ordinal=1).passage_id)]
    hidden = [(one.min, one.max) for one in sheet.column_dimensions.values() if one.hidden]
    assert {column for low, high in hidden for column in range(low, high + 1)} == {12, 13, 14, 15, 16}
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}, "nothing is a formula"


def test_a_csv_opens_in_a_dutch_spreadsheet_and_runs_nothing(remarks, export):
    raw = export("csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == HEADS
    assert rows[2][6] == f"'{FORMULA}"
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for row in rows for cell in row)


def test_a_word_file_has_the_same_table_with_a_head_that_comes_again(remarks, export):
    document = docx.Document(str(export("docx")))
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == HEADS
    assert [cell.text for cell in table.rows[1].cells][6:8] == [
        "Drie dagen haalt niemand.\n\nMaak er vijf van.",
        "vijf werkdagen",
    ]
    assert len(table.rows) == 3
    assert "tblHeader" in table.rows[0]._tr.xml


def test_each_annotation_finds_its_words_in_the_exported_text(remarks, export, version, settings):
    page = json.loads(export("jsonld").read_text())
    assert (page["@context"], page["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage")
    exported = json.loads(export_version(version, "json"))
    base = f"{settings.BASE_URL}/handreiking/{version.slug}/{version.label}/"
    texts = {f"{base}{section['number']}/": section["text"] for section in exported["sections"]}
    quoting = [one for one in page["items"] if "selector" in one["target"]]
    assert [one["motivation"] for one in quoting] == ["editing"]
    for one in quoting:
        text = texts[one["target"]["source"]]
        quote, position = one["target"]["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"] == QUOTED
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text
    assert page["items"][0]["body"][1] == {
        "type": "TextualBody",
        "purpose": "editing",
        "value": "vijf werkdagen",
        "format": "text/plain",
        "language": "nl",
    }
    assert page["items"][1]["target"] == {"source": f"{base}2.2/"}


def test_plain_data_tells_the_same(remarks, export):
    page = json.loads(export("json").read_text())
    assert (page["format"], page["label"]) == ("klankbord-comments/1", "0.1")
    assert [one["key"] for one in page["comments"]] == [str(remarks[1].key), str(remarks[0].key)]
    assert page["comments"][0]["quote"]["exact"] == QUOTED


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_version_without_remarks_is_a_table_without_rows(version, open_round, export, file_format):
    assert export(file_format).stat().st_size > 0


def test_names_follow_the_rule_of_the_round(remarks, version, anna):
    assert anna.name in next(iter(table_rows(version))).who
    Round.objects.update(identity=Round.Identity.FUNCTION)
    version.refresh_from_db()
    named = next(iter(table_rows(type(version).objects.get(pk=version.pk)))).who
    assert anna.name not in named
    assert named.casefold().startswith(anna.function.casefold())


def test_a_thousand_remarks_cost_the_queries_of_two(remarks, version):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            list(table_rows(version))
        return len(queries)

    few = count()
    like = remarks[0]
    Comment.objects.bulk_create(
        Comment(
            submitter=like.submitter,
            version=version,
            section=like.section,
            number=number,
            body=f"Reactie {number}",
            created_at=like.created_at,
            saved_at=like.saved_at,
            posted_at=like.posted_at,
        )
        for number in range(100, 900)
    )
    assert count() == few


def test_the_command_writes_a_file_or_says_in_a_sentence_why_not(remarks, tmp_path, capsys):
    call_command("export_comments", "mas", "0.1", "--format", "csv", "--output", str(tmp_path / "uit.csv"))
    assert "Wrote 2 remarks" in capsys.readouterr().out
    with pytest.raises(CommandError, match="has no version 9"):
        call_command("export_comments", "mas", "9", "--format", "csv", "--output", str(tmp_path / "niet.csv"))
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_comments", "mas", "0.1", "--format", "csv", "--output", str(tmp_path / "geen" / "map.csv"))
    assert [one.name for one in tmp_path.iterdir()] == ["uit.csv"]


def test_who_weighs_gets_the_file_and_nobody_else_may_have_it(remarks, bram, cas, anna, signed_in):
    browser = signed_in(bram)
    assert signed_in(anna).post("/weging/mas/0.1/bestand/", {"format": "csv"}).status_code == 404
    assert browser.post("/weging/mas/0.1/bestand/", {"format": "exe"}).url == "/weging/mas/0.1/"
    status = browser.post("/weging/mas/0.1/bestand/", {"format": "csv"}).url
    call_command("run_due", "--once", verbosity=0)
    answer = browser.get(f"{status}bestand/")
    assert "Drie dagen haalt niemand." in b"".join(answer.streaming_content).decode()
    assert signed_in(cas).get(f"{status}bestand/").status_code == 404
