"""Word files of ours for the tests: one with every kind of block, and the words that stand around it."""

from __future__ import annotations

import uuid
from dataclasses import replace
from pathlib import Path

from handbook.exchange.document import Document
from handbook.exchange.docx import Front
from handbook.exchange.markdown import read_markdown

DEMO = Path(__file__).resolve().parents[2] / "site/home/demo/handbook"
KINDS = {
    "callout": "Let op",
    "example": "Voorbeeld",
    "definition": "Begrip",
    "law": "Wet",
    "step": "Stap",
    "outcome": "Uitkomst",
}
FRONT = Front("mas", "0.2", lines=["Versie 0.2"], contents="Inhoud", page="pagina", kinds=KINDS)

EVERY_KIND = """\
# Handreiking

## Melden

> Wie zwijgt, stemt toe.

Een link naar [de wet](https://wetten.example/BWBR), `code`, **vet** en *schuin*.

###### Tussenkop {.subheading}

1. Eerst

   Nog een alinea.

   - dieper
2. Dan

::: callout Veiligheid eerst
Volg de meldcode.

- Eerst bellen.

| Wie | Wat |
| --- | --- |
| School | Belt. |

Table: Wie belt
:::

::: callout
Zonder kop.
:::

::: example Een geval
[leerling] komt te laat.
:::

::: definition verzuim
Niet op school zijn.
:::

::: law Leerplichtwet, artikel 21 | https://wetten.example/21
De school meldt.
:::

::: step N1 | Is er een zorgvraag?
Kijk naar wat bekend is.

- ja -> O1
- nee -> N2 | Schrijf op waarom niet.
- weet niet

motivate: Welke aanwijzingen zag u?
:::

::: outcome O1 | Vrijwillige hulp
U spreekt hulp af.
:::

| A |
| --- |
| Een kolom |

::: figure fasen.png | De vijf fasen
Vijf vakken in een rij.
:::

## Bijlage over iets {.chapter}

Geen bijlage.

## Begrippen {.appendix}

Toch een bijlage.
"""


def every_kind() -> Document:
    """A document with every kind of block, keys and ids; the same at every call."""
    return with_ids(read_markdown(EVERY_KIND, images={"fasen.png": (DEMO / "fasen.png").read_bytes()}))


def with_ids(document: Document) -> Document:
    """The document with a key for every section and an id for every passage."""
    sections = []
    for place, section in enumerate(document.sections):
        blocks = tuple(replace(block, id=_identity(place, ordinal)) for ordinal, block in enumerate(section.blocks))
        sections.append(replace(section, key=_identity(place), blocks=blocks))
    return replace(document, sections=tuple(sections))


def _identity(*place: int) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, repr(place)))
