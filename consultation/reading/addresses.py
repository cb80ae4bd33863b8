"""Where versions and their parts are read: one place that knows the names and the parameters of the addresses."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from handbook.models import Version


def version_url(version: Version) -> str:
    return _reverse("version", version)


def section_url(version: Version, number: str) -> str:
    return _reverse("section", version, number=number)


def changes_url(version: Version) -> str:
    return _reverse("changes", version)


def framework_url(version: Version) -> str:
    return _reverse("framework", version)


def own_case_url(version: Version) -> str:
    return _reverse("own-case", version)


def weighing_url(version: Version) -> str:
    return _reverse("weighing", version)


def figures_url(version: Version) -> str:
    return _reverse("figures", version)


def note_url(version: Version) -> str:
    return _reverse("note", version)


def go_ahead_url(version: Version) -> str:
    return _reverse("go-ahead", version)


def download_url(version: Version, file_format: str) -> str:
    return _reverse("download", version, file_format=file_format)


def _reverse(name: str, version: Version, **parameters: Any) -> str:
    return reverse(name, kwargs={"slug": version.slug, "label": version.label, **parameters})
