"""Markdown is read as the reference describes it."""

from __future__ import annotations

import base64

import pytest

from handbook.exchange.document import Document
from handbook.exchange.markdown import read_markdown

PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


def told(document: Document) -> list[tuple[str, str]]:
    return [(oddity.code, oddity.detail) for oddity in document.oddities]


def outline(document: Document) -> list[tuple[str, str]]:
    return [(section.number, section.title) for section in document.sections]


def blocks(text: str) -> list[tuple[str, str]]:
    """Type and text of the blocks of a text without headings."""
    return [(block.type, block.text) for block in read_markdown(text).sections[0].blocks]


def test_one_first_level_heading_is_the_title_and_its_text_the_preamble():
    document = read_markdown("# MAS\n\nWoord vooraf.\n\n## Melden\n\n### Termijn\n\n## Hulp\n")
    assert document.title == "MAS"
    assert outline(document) == [("0", "Vooraf"), ("1", "Melden"), ("1.1", "Termijn"), ("2", "Hulp")]
    assert document.sections[0].text == "Woord vooraf."


def test_several_first_level_headings_are_chapters():
    document = read_markdown("# Melden\n\n## Termijn\n\n# Hulp\n")
    assert document.title == ""
    assert outline(document) == [("1", "Melden"), ("1.1", "Termijn"), ("2", "Hulp")]


def test_the_sources_own_number_stays_in_the_title():
    assert outline(read_markdown("# T\n\n## 3.1 Melden\n")) == [("1", "3.1 Melden")]


def test_appendices_are_known_by_their_mark_or_their_title():
    document = read_markdown(
        "# T\n\n## Een\n\n## Bijlage 1: Begrippen\n\n## Formulier {.appendix}\n\n## Bijlage gewoon {.chapter}\n"
    )
    assert outline(document) == [("1", "Een"), ("A", "Bijlage 1: Begrippen"), ("B", "Formulier"), ("2", "Bijlage gewoon")]


def test_ordinary_text_becomes_passages():
    text = "Een *alinea*\nover twee regels.\n\n- a\n- b\n  1. c\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n"
    text += "Table: Tarieven\n\n> Geciteerd.\n"
    assert blocks(text) == [
        ("paragraph", "Een alinea over twee regels."),
        ("list", "a\nb\nc"),
        ("table", "Tarieven\nA\tB\n1\t2"),
        ("paragraph", "Geciteerd."),
    ]


def test_a_caption_may_stand_straight_under_its_table():
    table = read_markdown("| A |\n|---|\n| 1 |\nTable: Tarieven\n").sections[0].blocks[0]
    assert table.data == {"caption": "Tarieven", "header_row": True}


def test_a_table_with_ruled_cells_for_a_header_has_none():
    table = read_markdown("| --- | --- |\n|:---|:---|\n| eerste | boete |\n").sections[0].blocks[0]
    assert (table.data["header_row"], table.text) == (False, "eerste\tboete")


def test_numbered_members_with_letters_between_them_are_passages_of_their_own():
    text = "1. Een school voldoet aan:\n\na.wat de inrichting betreft;\n\nb.wat de leraren betreft.\n"
    text += "2. Het college volgt het advies.\n"
    assert [text for _, text in blocks(text)] == [
        "Een school voldoet aan:",
        "a.wat de inrichting betreft;",
        "b.wat de leraren betreft.",
        "Het college volgt het advies.",
    ]


def test_a_number_inside_running_text_begins_no_list():
    assert blocks("De wet is van\n1969. Sindsdien veranderde veel.") == [
        ("paragraph", "De wet is van 1969. Sindsdien veranderde veel.")
    ]


def test_footnotes_become_notes_at_the_end_of_their_section():
    document = read_markdown(
        "# T\n\n## Een\n\nTekst.[^a]\n\n## Twee\n\nSlot.\n\n[^a]: Zie artikel 21.\n[^b]: Zonder verwijzing.\n"
    )
    assert document.sections[0].text == "Tekst.1\n\n1 Zie artikel 21."
    assert document.sections[1].text == "Slot.\n\nZonder verwijzing."
    assert ("note-without-mark", "b") in told(document)


def test_special_blocks_are_read_with_their_data():
    text = """::: callout Let op
Bel eerst.

- ook thuis
:::

::: law Leerplichtwet 1969, artikel 21 | https://wetten.example/21
:::

::: definition Luxeverzuim
Verzuim voor **vakantie**.
:::
"""
    callout, law, definition = read_markdown(text).sections[0].blocks
    assert (callout.data, callout.text) == ({"title": "Let op"}, "Let op\nBel eerst.\nook thuis")
    assert law.data == {"label": "Leerplichtwet 1969, artikel 21", "url": "https://wetten.example/21"}
    assert (definition.data, definition.html) == ({"term": "Luxeverzuim"}, "<p>Verzuim voor <strong>vakantie</strong>.</p>")


def test_a_decision_step_is_read_as_data():
    text = """::: step N4 | Is er een zorgvraag?
Kijk breed.

- geen antwoord maar een punt van aandacht

- ja -> N5
- onduidelijk -> N4 | Vraag de jeugdarts.

motivate: Welke aanwijzingen zag u?
:::

::: outcome O4 | Vrijwillige hulp
Het gezin krijgt hulp.
:::
"""
    step, outcome = read_markdown(text).sections[0].blocks
    assert step.data == {
        "id": "N4",
        "question": "Is er een zorgvraag?",
        "help": "<p>Kijk breed.</p><ul><li>geen antwoord maar een punt van aandacht</li></ul>",
        "answers": [
            {"answer": "ja", "target": "N5", "note": ""},
            {"answer": "onduidelijk", "target": "N4", "note": "Vraag de jeugdarts."},
        ],
        "motivate": "Welke aanwijzingen zag u?",
    }
    assert (outcome.data, outcome.text) == (
        {"id": "O4", "title": "Vrijwillige hulp"},
        "O4 Vrijwillige hulp\nHet gezin krijgt hulp.",
    )


@pytest.mark.parametrize("target", ["N6a+N7", "N6a + N7", "N6a +N7"])
def test_an_answer_that_leads_to_two_places_is_read_and_may_have_a_note(target):
    text = f"::: step N6 | Wie?\n- beide -> {target} | Eerst de leerling.\n:::\n"
    (step,) = read_markdown(text).sections[0].blocks
    assert step.data["answers"] == [{"answer": "beide", "target": "N6a + N7", "note": "Eerst de leerling."}]


def test_an_image_becomes_a_figure_with_its_content():
    document = read_markdown('Zie hier.\n\n![Drie routes](img/route.png "De routes")\n', images={"route.png": PNG})
    figure = document.sections[0].blocks[1]
    (digest,) = document.images
    assert figure.data == {"name": "route.png", "sha256": digest, "alt": "Drie routes", "caption": "De routes"}
    assert document.images[digest].media_type == "image/png"


def test_an_image_in_the_address_itself_is_taken_up():
    address = "data:image/png;base64," + base64.b64encode(PNG).decode()
    document = read_markdown(f"![Rood]({address})")
    assert [image.content for image in document.images.values()] == [PNG]


def test_images_that_did_not_come_along_are_told():
    document = read_markdown(
        "![Weg](weg.png)\n\n![Elders](https://elders.example/x.png)\n\n![](ook.svg)\n", images={"ook.svg": b"<svg/>"}
    )
    assert told(document)[:-1] == [
        ("image-missing", "weg.png"),
        ("image-elsewhere", "x.png"),
        ("image-unreadable", "ook.svg"),
        ("alt-missing", "ook.svg"),
    ]
    assert not document.images


def test_two_images_of_one_name_both_stay():
    images = {"a/x.png": PNG, "b/x.png": PNG + b"\0"}
    document = read_markdown("![een](a/x.png)\n\n![twee](b/x.png)\n", images=images)
    assert sorted(image.name for image in document.images.values()) == ["x-2.png", "x.png"]
    assert [block.data["name"] for block in document.sections[0].blocks] == ["x.png", "x-2.png"]
