"""The remarks as W3C Web Annotations: the rules of the model hold, and every selector finds its words in the exported text.

The rules: https://www.w3.org/TR/annotation-model/, sections 3.1 to 3.3, 4.2 and 5.
"""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from consultation.comments.actions import Place, Wording, collective_submitter, post_comment
from consultation.comments.models import Comment
from consultation.weighing.table.exporting import export_comments
from handbook.exporting import export_version
from handbook.models import Version
from tests.factories.comments import accept_rules, make_comment, make_section
from tests.factories.handbook import SECTIONS, make_version
from tests.factories.rounds import make_round

pytestmark = pytest.mark.django_db

EMOJI = [
    "Begin 🙂 bij de leerling 👩‍👧, niet bij de regel.",
    "Bel “eerst” de school: né́ vraag het. Vraag het. Vraag het nog eens.",
]
URI = {"type": "string", "pattern": "^(https?://|urn:uuid:)\\S+$"}
INSTANT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"}


def a_type(name: str, /, **properties: Any) -> dict[str, Any]:
    """An object of this type with these members and no others."""
    return {
        "type": "object",
        "properties": {"type": {"const": name}, **properties},
        "required": ["type", *properties],
        "additionalProperties": False,
    }


TEXT, COUNT = {"type": "string"}, {"type": "integer", "minimum": 0}
SELECTOR = {
    "oneOf": [
        a_type("TextQuoteSelector", exact={"type": "string", "minLength": 1}, prefix=TEXT, suffix=TEXT),
        a_type("TextPositionSelector", start=COUNT, end=COUNT),
        a_type("FragmentSelector", conformsTo={"const": "http://tools.ietf.org/rfc/rfc3236"}, value=TEXT),
    ]
}
ANNOTATION = a_type(
    "Annotation",
    id=URI,
    motivation={"enum": ["commenting", "editing"]},
    created=INSTANT,
    creator={"oneOf": [a_type("Person", name=TEXT), a_type("Organization", name=TEXT)]},
    body={
        "type": "array",
        "minItems": 1,
        "items": a_type(
            "TextualBody",
            purpose={"enum": ["commenting", "editing"]},
            value={"type": "string", "minLength": 1},
            format={"const": "text/plain"},
            language={"const": "nl"},
        ),
    },
    target={
        "type": "object",
        "properties": {"source": URI, "selector": {"type": "array", "minItems": 1, "items": SELECTOR}},
        "required": ["source"],
        "additionalProperties": False,
    },
)
PAGE = {
    "type": "object",
    "properties": {
        "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
        "id": URI,
        "type": {"const": "AnnotationPage"},
        "items": {"type": "array", "items": ANNOTATION},
    },
    "required": ["@context", "id", "type", "items"],
    "additionalProperties": False,
}


@pytest.fixture
def version(db: None) -> Version:
    return make_version(sections={**SECTIONS, "3": ("Bijzondere tekens", EMOJI)})


@pytest.fixture
def page(version: Version, anna: Any, eva: Any, at: Any, tmp_path: Any) -> dict[str, Any]:
    """Remarks of every kind: on words, a passage, a section, a correction, by a person and by an organisation."""
    make_round(version=version)
    third, second = make_section(version, "3"), make_section(version, "2.2")
    for passage, words in ((1, "bij de leerling 👩‍👧"), (1, "niet"), (2, "“eerst”"), (2, "Vraag het nog eens."), (2, "né́ vraag")):
        remark(anna, Place(third, third.passages.get(ordinal=passage)).about(words), words, at)
    remark(eva, Place(third, third.passages.get(ordinal=2)).about("Vraag het", near=40), "het tweede", at)
    remark(anna, Place(second, second.passages.get(ordinal=2)), "hele passage", at)
    joint = make_comment(eva, second, body="hele paragraaf", at=at)
    Comment.objects.filter(pk=joint.pk).update(
        submitter=collective_submitter(organisation=eva.organisation, handbook_key=version.handbook_key)
    )
    mended = [*EMOJI[:1], EMOJI[1].replace("Bel", "Belt u alstublieft")]
    corrected = make_version(label="0.1.1", sections={**SECTIONS, "3": ("Tekens", mended)}, corrects=version)
    place = Place(make_section(corrected, "3"), make_section(corrected, "3").passages.get(ordinal=2)).about("eens")
    remark(anna, place, "op de correctie", at)
    path = tmp_path / "uit.jsonld"
    assert export_comments(version, "jsonld", path) == 9
    return json.loads(path.read_text())


def remark(user: Any, place: Place, body: str, at: Any) -> None:
    post_comment(user=accept_rules(user, at), place=place, wording=Wording(body=body, proposed=f"anders dan {body}"), at=at)


def test_the_rules_of_the_model_hold(page: dict[str, Any]) -> None:
    jsonschema.validate(page, PAGE, cls=jsonschema.Draft202012Validator)
    assert len({one["id"] for one in page["items"]}) == len(page["items"]) == 9
    assert [one["creator"]["type"] for one in page["items"]].count("Organization") == 1


def test_every_selector_gives_its_words_back_in_the_exported_text_of_its_version(
    page: dict[str, Any], version: Version, settings: Any
) -> None:
    sections = {
        f"{settings.BASE_URL}/handreiking/mas/{one.label}/{section['number']}/": section
        for one in Version.objects.all()
        for section in json.loads(export_version(one, "json"))["sections"]
    }
    found = []
    for one in page["items"]:
        section = sections[one["target"]["source"]]
        selectors = {selector["type"]: selector for selector in one["target"].get("selector", [])}
        if "FragmentSelector" in selectors:
            assert selectors["FragmentSelector"]["value"] in {f"b-{block['id']}" for block in section["blocks"]}
        if "TextQuoteSelector" in selectors:
            quote, position = selectors["TextQuoteSelector"], selectors["TextPositionSelector"]
            assert section["text"][position["start"] : position["end"]] == quote["exact"]
            assert section["text"].count(quote["prefix"] + quote["exact"] + quote["suffix"]) == 1
            found.append(quote["exact"])
    assert sorted(found) == sorted(
        ["bij de leerling 👩‍👧", "niet", "“eerst”", "Vraag het nog eens.", "né́ vraag", "Vraag het", "eens"]
    )
    assert [one["target"]["source"].split("/")[-3] for one in page["items"]].count("0.1.1") == 1
