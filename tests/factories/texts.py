"""Living texts for tests: a handbook written as Markdown, imported and perhaps frozen, all through the actions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from wagtail.models import Collection, Locale, Page

from handbook.actions import ImportReport, freeze_version, import_document
from handbook.exchange.markdown import read_markdown
from handbook.models import HandbookPage, Version
from home.standing import ensure_site

SLUG = "verzuim"

TEXT = """\
# Handreiking verzuim

Deze tekst is een voorbeeld.

## Melden

De school meldt het verzuim binnen vijf dagen na de zestiende uur.

De leerplichtambtenaar leest de melding dezelfde week.

- Wie meldt, noemt het soort verzuim.
- Wie meldt, noemt wat de school al deed.

### Wie meldt

De verzuimcoördinator meldt, of anders de mentor van de leerling.

## Het gesprek

U spreekt eerst met de leerling alleen en daarna met de ouders erbij.

::: callout Veiligheid eerst
Zijn er tekenen van geweld, volg dan eerst de meldcode.
:::

::: step N1 | Is er een zorgvraag?
Kijk naar wat school en wijkteam al weten.

- ja -> O1
- nee -> N2 | Schrijf op waarom niet.

motivate: Welke aanwijzingen zag u?
:::

| Wie | Doet wat |
| --- | --- |
| School | Meldt het verzuim. |
| Gemeente | Onderzoekt het verzuim. |

## Bijlage A: Begrippen {.appendix}

::: definition Relatief verzuim
Verzuim van een leerling die ingeschreven staat.
:::
"""


def make_site() -> None:
    """The roots of pages and collections and the home page where they are missing: a test with real transactions flushes
    what migrations made.
    """
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    if not Page.objects.exists():
        Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
        Page.add_root(title="Root", slug="root")
        ensure_site()


def import_text(
    text: str = TEXT, *, slug: str = SLUG, by: Any = None, at: datetime | None = None, **options: Any
) -> ImportReport:
    """Import Markdown into the handbook with this address."""
    make_site()
    document = read_markdown(text, images=options.pop("images", None))
    return import_document(handbook=None, slug=slug, document=document, by=by, at=at or timezone.now(), **options)


def living_handbook(text: str = TEXT, *, slug: str = SLUG) -> HandbookPage:
    """A handbook with living text and no version."""
    import_text(text, slug=slug)
    return HandbookPage.objects.get(slug=slug)


def freeze(handbook: HandbookPage, label: str, **options: Any) -> Version:
    """A version of the handbook as it lives now."""
    return freeze_version(handbook=handbook, label=label, by=None, at=timezone.now(), **options)
