"""The archive gives back the same handbook, keys and ids included, and distrusts one from elsewhere."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from hashlib import sha256
from uuid import UUID

import pytest
from hypothesis import given, settings

from handbook.exchange.archive import read_archive, write_archive
from handbook.exchange.building import numbered
from handbook.exchange.document import Document, Image, Section
from handbook.exchange.errors import ImportRefused
from handbook.exchange.making import make_block
from tests.factories.documents import documents, identity, section

PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
DIGEST = sha256(PNG).hexdigest()


def written(document: Document) -> str:
    return write_archive(document, slug="mas", label="0.2", status="consultatieversie", published_at="2026-03-01T09:00:00+01:00")


def with_identities(document: Document) -> Document:
    """The document with a key on every section and an id on every block."""
    names = (str(UUID(int=number)) for number in range(1, 10_000))
    sections = (
        replace(one, key=next(names), blocks=tuple(replace(block, id=next(names)) for block in one.blocks))
        for one in document.sections
    )
    return replace(document, sections=tuple(sections))


@settings(max_examples=40, deadline=None)
@given(document=documents())
def test_what_is_written_reads_back_with_keys_and_ids(document):
    document = with_identities(document)
    again = read_archive(written(document))
    assert (again.title, again.sections) == (document.title, document.sections)


def test_the_form_is_the_contracts():
    document = Document("MAS", numbered([section("Melden", "1: De school meldt.", "2: Binnen vier weken.", key=identity(9))]))
    assert json.loads(written(document)) == {
        "format": "klankbord-handbook/1",
        "handbook": "mas",
        "title": "MAS",
        "label": "0.2",
        "status": "consultatieversie",
        "published_at": "2026-03-01T09:00:00+01:00",
        "sections": [
            {
                "key": identity(9),
                "number": "1",
                "level": 1,
                "title": "Melden",
                "text": "De school meldt.\n\nBinnen vier weken.",
                "blocks": [
                    {"id": identity(1), "type": "paragraph", "html": "<p>De school meldt.</p>", "text": "De school meldt."},
                    {"id": identity(2), "type": "paragraph", "html": "<p>Binnen vier weken.</p>", "text": "Binnen vier weken."},
                ],
            }
        ],
    }


def figure_document() -> Document:
    figure = make_block("figure", data={"name": "route.png", "alt": "Drie routes", "sha256": DIGEST})
    image = Image("route.png", PNG, "image/png")
    return Document("MAS", numbered([Section("Een", 1, (figure, figure))]), images={DIGEST: image})


def test_an_image_goes_along_once_and_comes_back():
    text = written(figure_document())
    assert text.count('"base64"') == 1
    assert read_archive(text).images == figure_document().images


def test_an_image_that_is_not_what_it_was_is_left_out_and_told():
    other = base64.b64encode(PNG + b"x").decode()
    text = written(figure_document()).replace(base64.b64encode(PNG).decode(), other)
    document = read_archive(text)
    assert not document.images
    assert [oddity.code for oddity in document.oddities] == ["image-altered"]


def read(**changes: object) -> Document:
    """Read an archive of one section, with some of its keys changed."""
    written_section = {"key": identity(1), "level": 1, "title": "Een", "blocks": [], **changes}
    return read_archive(json.dumps({"format": "klankbord-handbook/1", "title": "T", "sections": [written_section]}))


def test_markup_and_text_of_another_hand_are_made_anew():
    blocks = [{"id": None, "type": "paragraph", "html": "<p onclick=x>a<script>b</script></p>", "text": "iets anders"}]
    (block,) = read(blocks=blocks).sections[0].blocks
    assert (block.html, block.text) == ("<p>a</p>", "a")


def test_a_second_use_of_an_id_and_what_is_no_uuid_are_left_out_and_told():
    blocks = [{"id": name, "type": "paragraph", "html": "<p>a</p>"} for name in (identity(5), identity(5), "vijf")]
    document = read(blocks=blocks)
    assert [block.id for block in document.sections[0].blocks] == [identity(5), None, None]
    assert [oddity.code for oddity in document.oddities] == ["key-repeated", "key-unreadable"]


def test_an_unknown_type_of_block_is_a_paragraph():
    document = read(blocks=[{"type": "video", "html": "<p>a</p>"}])
    assert document.sections[0].blocks[0].type == "paragraph"
    assert [oddity.code for oddity in document.oddities] == ["unknown-block"]


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"title": None},
        {"level": 0},
        {"level": "1"},
        {"level": True},
        {"level": 99},
        {"blocks": None},
        {"blocks": ["x"]},
    ],
)
def test_an_archive_that_misses_something_is_refused(changes):
    with pytest.raises(ImportRefused) as refused:
        read(**changes)
    assert refused.value.code == "broken-archive"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        ("  ", "empty"),
        (b"\0\1", "not-text"),
        ("{", "not-json"),
        ("[]", "unknown-format"),
        ('{"format": "klankbord-handbook/2"}', "unknown-format"),
        ('{"format": "klankbord-handbook/1"}', "broken-archive"),
        ('{"format": "klankbord-handbook/1", "sections": [1]}', "broken-archive"),
        ("[" * 200_000, "too-deep"),
    ],
)
def test_what_is_no_archive_is_refused(content, code):
    with pytest.raises(ImportRefused) as refused:
        read_archive(content)
    assert refused.value.code == code
