"""The decision framework of a version on a page of its own: frozen, so it is put together once for each language and kept."""

from __future__ import annotations

from functools import lru_cache

from django.http import Http404
from django.utils.translation import get_language

from consultation.reading.access import OpenVersion
from consultation.reading.addresses import framework_url, version_url
from handbook.framework.graph import Framework
from handbook.framework_text import FrameworkText, describe
from handbook.frameworks import framework_of_version
from handbook.models import Version

KEPT_PAGES = 16


def framework_address(version: Version) -> str:
    """The address of the page, or "" for a version without steps."""
    return framework_url(version) if framework_of_version(version) else ""


def framework_page(opened: OpenVersion) -> FrameworkText:
    """The page's content; no query once this process has read the framework.

    Raises:
        Http404: this version has no steps.
    """
    framework = framework_of_version(opened.version)
    if not framework:
        raise Http404
    return _described(framework, version_url(opened.version), get_language())


@lru_cache(maxsize=KEPT_PAGES)
def _described(framework: Framework, base_url: str, _language: str) -> FrameworkText:
    return describe(framework, address=lambda place: f"{base_url}{place.number}/#b-{place.passage}")
