"""A text with a typing mistake in it, and the way to its sections once it is published."""

from __future__ import annotations

from django.urls import reverse

from handbook.models import Section, Version

TEXT = """# Handreiking

## Melden

De school meldt binnen drei dagen.

U leest de melding.

## Spreken

U spreekt met de leerling.
"""
MENDED = TEXT.replace("drei dagen", "drie dagen")


def section(version: Version, number: str = "1") -> Section:
    return Section.objects.select_related("version__round", "version__corrects__round").get(version=version, number=number)


def page_of(version: Version, number: str = "1") -> str:
    return reverse("section", kwargs={"slug": version.slug, "label": version.label, "number": number})
