"""A Word file of ours that people edited: every passage that is still itself keeps its id, and nobody gets two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from handbook.exchange.document import Block, Document
from handbook.exchange.docx import Front, read_docx, write_docx
from handbook.exchange.markdown import read_markdown
from handbook.exchange.passages import PassageRecord, align_passages
from tests.factories.documents import identity
from tests.factories.word_edits import WordFile
from tests.factories.word_files import KINDS
from tests.factories.word_remarks import Reviewed

TEXT = """\
# Handreiking verzuim

## Melden

De school meldt het verzuim binnen vijf dagen na de zestiende uur.

De leerplichtambtenaar leest de melding dezelfde week nog.

Ontbreekt er iets in de melding, dan vraagt u de school erom.

Leg uw besluit vast in het dossier en noem de reden erbij.

Stuur de ouders een kopie van de melding die de school deed.

- Wie meldt, noemt het soort verzuim en de data.
- Wie meldt, noemt wat de school zelf al deed.
- Wie meldt, noemt de afspraken met de jeugdarts.

## Het gesprek

U spreekt eerst met de leerling alleen en daarna met de ouders erbij.

Vat aan het eind samen wat u hebt gehoord en wat u gaat doen.

Een tolk is nodig als de ouders het Nederlands niet goed beheersen.

Maak een afspraak voor het volgende gesprek en zet die op papier.

::: callout Veiligheid eerst
Zijn er tekenen van geweld, volg dan eerst de meldcode.
:::

::: step N1 | Is er een zorgvraag?
Kijk naar wat school en wijkteam al weten.

- ja -> O1
- nee -> N2 | Schrijf op waarom niet.
:::

| Wie | Doet wat |
| --- | --- |
| School | Meldt het verzuim. |
| Gemeente | Onderzoekt het verzuim. |

## De route

Kies de lichtste route die naar verwachting nog werkt voor deze leerling.

Een zwaardere route kiest u pas als een lichtere niets opleverde.

De officier van justitie beslist over vervolging in een strafzaak.
"""


FRONT = Front("verzuim", "0.1", kinds=KINDS)


@pytest.fixture(scope="module")
def original() -> Document:
    """The document with numbers for ids: block 101 is the first of section 1, and so on."""
    read = read_markdown(TEXT)
    return replace(
        read,
        sections=tuple(
            replace(
                section,
                key=identity(place),
                blocks=tuple(replace(block, id=identity(100 * place + n)) for n, block in enumerate(section.blocks, start=1)),
            )
            for place, section in enumerate(read.sections, start=1)
        ),
    )


@pytest.fixture
def word(original: Document) -> WordFile:
    return WordFile(write_docx(original, front=FRONT))


def read(word: WordFile) -> Document:
    return read_docx(word.content())


def block_with(document: Document, words: str) -> Block:
    return next(block for section in document.sections for block in section.blocks if words in block.text)


def ids(document: Document) -> list[str]:
    return [block.id for section in document.sections for block in section.blocks if block.id]


def test_thirty_edits_leave_every_passage_that_is_still_itself_its_id(original: Document, word: WordFile) -> None:
    word.replace("vijf dagen", "drie werkdagen")
    word.replace("dezelfde week nog", "binnen twee dagen")
    word.replace("vraagt u de school erom", "vraagt u erom")
    word.replace("Leg uw besluit vast", "Schrijf uw besluit op")
    word.replace("het soort verzuim en de data", "het soort verzuim")
    word.add_after("de afspraken met de jeugdarts", "Wie meldt, noemt een telefoonnummer.")
    word.delete("wat de school zelf al deed")
    word.add_after("binnen twee dagen", "Nieuw: een ontvangstbevestiging volgt vanzelf.")
    word.add_after("een kopie van de melding", "Nieuw: ouders kunnen bezwaar maken tegen de kopie.")
    word.delete("een kopie van de melding")
    word.move("vraagt u erom", behind="Schrijf uw besluit op")
    word.replace("Het gesprek", "Het gesprek met gezin")
    word.split("en daarna met de ouders")
    word.merge("wat u gaat doen")
    word.replace("Een tolk is nodig", "Regel een tolk")
    word.replace("op papier", "op schrift")
    word.move("op schrift", behind="Kies de lichtste route")
    word.replace("Veiligheid eerst", "Eerst de veiligheid")
    word.replace("tekenen van geweld", "signalen van geweld")
    word.add_after("volg dan eerst de meldcode", "Bel bij acuut gevaar 112.")
    word.replace("een zorgvraag", "een hulpvraag")
    word.replace("school en wijkteam", "school en jeugdteam")
    word.replace("Schrijf op waarom niet.", "Noteer waarom niet.")
    word.replace("Meldt het verzuim.", "Meldt het verzuim op tijd.")
    word.replace("Onderzoekt het verzuim.", "Doet onderzoek.")
    word.replace("Doet wat", "Wat zij doet")
    word.replace("De route", "De routes")
    word.copy("De officier van justitie", behind="De officier van justitie")
    word.replace("lichtere niets opleverde", "lichtere faalde")
    word.add_after("Kies de lichtste route", "Nieuw: overleg over de route met het team.")
    again = read(word)

    assert [section.key for section in again.sections] == [identity(n) for n in (1, 2, 3)]
    assert [section.title for section in again.sections] == ["Melden", "Het gesprek met gezin", "De routes"]
    kept = {
        "drie werkdagen": 101,
        "binnen twee dagen": 102,
        "vraagt u erom": 103,
        "Schrijf uw besluit op": 104,
        "telefoonnummer": 106,
        "eerst met de leerling alleen": 201,
        "wat u gaat doen": 202,
        "Regel een tolk": 203,
        "op schrift": 204,
        "Eerst de veiligheid": 205,
        "Is er een hulpvraag": 206,
        "Meldt het verzuim op tijd": 207,
        "Kies de lichtste route": 301,
        "lichtere faalde": 302,
        "De officier van justitie": 303,
    }
    assert {words: block_with(again, words).id for words in kept} == {words: identity(n) for words, n in kept.items()}
    assert block_with(again, "ontvangstbevestiging").id is None
    assert block_with(again, "bezwaar maken").id is None
    assert block_with(again, "overleg over de route").id is None
    assert len(ids(again)) == len(set(ids(again))) == len(kept)
    assert block_with(again, "112").text == (
        "Eerst de veiligheid\nZijn er signalen van geweld, volg dan eerst de meldcode.\nBel bij acuut gevaar 112."
    )
    answers = [(answer["answer"], answer["target"], answer["note"]) for answer in block_with(again, "hulpvraag").data["answers"]]
    assert answers == [("ja", "O1", ""), ("nee", "N2", "Noteer waarom niet.")]


def test_the_words_alone_give_the_same_ids(original: Document, word: WordFile) -> None:
    word.replace("vijf dagen", "drie werkdagen")
    word.move("vraagt u de school erom", behind="Leg uw besluit vast")
    word.split("en daarna met de ouders")
    word.delete("een kopie van de melding")
    word.merge("Een tolk is nodig")
    carried = read(word)
    bare = replace_ids(carried)
    records = [
        PassageRecord(str(block.id), section.key, None, ordinal, block.text, block.type)
        for section in original.sections
        for ordinal, block in enumerate(section.blocks, start=1)
    ]
    assert all_ids(align_passages(records, bare.sections)) == all_ids(align_passages(records, carried.sections))


def replace_ids(document: Document) -> Document:
    sections = (replace(s, blocks=tuple(replace(block, id=None) for block in s.blocks)) for s in document.sections)
    return replace(document, sections=tuple(sections))


def all_ids(sections: Sequence[object]) -> list[str | None]:
    return [block.id for section in sections for block in section.blocks]


def test_a_paragraph_that_was_split_keeps_its_id_on_the_first_part(word: WordFile) -> None:
    word.split("en daarna met de ouders")
    first, second = read(word).sections[1].blocks[:2]
    assert (first.text, first.id) == ("U spreekt eerst met de leerling alleen", identity(201))
    assert (second.text, second.id) == ("en daarna met de ouders erbij.", None)


def test_merged_paragraphs_go_on_as_the_first_and_no_number_enters_the_text(word: WordFile) -> None:
    word.merge("Vat aan het eind samen")
    merged = read(word).sections[1].blocks[0]
    assert merged.id == identity(201)
    assert merged.text == (
        "U spreekt eerst met de leerling alleen en daarna met de ouders erbij. "
        "Vat aan het eind samen wat u hebt gehoord en wat u gaat doen."
    )


def test_a_passage_written_anew_in_its_place_is_still_itself(word: WordFile) -> None:
    word.replace("Vat aan het eind samen wat u hebt gehoord en wat u gaat doen.", "Sluit rustig af.")
    assert block_with(read(word), "Sluit rustig af.").id == identity(202)


def test_a_bookmark_that_was_copied_twice_gives_its_id_once(word: WordFile) -> None:
    for _ in range(2):
        word.copy("De officier van justitie", behind="De officier van justitie")
    again = read(word)
    assert [block.id for block in again.sections[2].blocks[2:]] == [identity(303), None, None]


def test_what_is_typed_in_the_style_of_a_number_or_a_label_is_text(word: WordFile) -> None:
    for paragraph in (word.find("Een tolk is nodig"), word.find("Veiligheid eerst")):
        paragraph.runs[0].text += "Let wel: "
    again = read(word)
    assert block_with(again, "Een tolk").text.startswith("Let wel: Een tolk is nodig")
    assert block_with(again, "Veiligheid").data["title"] == "Let wel: Veiligheid eerst"


def test_a_paragraph_that_went_leaves_its_id_to_no_neighbour(original: Document) -> None:
    reviewed = Reviewed(write_docx(original, front=FRONT))
    reviewed.add_after("Een tolk is nodig", "Dit typte iemand er zelf bij.")
    reviewed.take_out("Een tolk is nodig")
    assert block_with(read(reviewed), "Dit typte iemand").id is None


def test_a_list_whose_first_item_was_taken_out_is_the_same_list(word: WordFile) -> None:
    word.delete("het soort verzuim en de data")
    assert block_with(read(word), "afspraken met de jeugdarts").id == identity(106)


def test_a_frame_without_its_first_line_is_a_callout_with_all_its_words(word: WordFile) -> None:
    word.delete("Is er een zorgvraag?")
    found = block_with(read(word), "school en wijkteam")
    assert found.type == "callout"
    assert "nee → N2: Schrijf op waarom niet." in found.text
