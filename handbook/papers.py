"""The PDF of a version, kept: its text never changes, so it is made once for each status and look."""

from __future__ import annotations

import hashlib
from functools import cache

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from handbook.exchange.pdf import LAYOUTS
from handbook.exporting import version_as_pdf
from handbook.models import Version
from handbook.models.versions import current_status


def pdf_digest(version: Version) -> str:
    """By what the PDF is known: the text of the version, what stands around it, and the layout."""
    known = (version.content_hash, version.title, version.slug, version.label, current_status(version))
    known += (version.frozen_at.isoformat(), _look())
    return hashlib.sha256("\n".join(known).encode()).hexdigest()


def kept_pdf(version: Version) -> File | None:
    """The PDF, opened, or None when it was not made yet."""
    name = _name(version)
    return default_storage.open(name, "rb") if default_storage.exists(name) else None


def keep_pdf(version: Version) -> None:
    """Makes the PDF and keeps it in private storage; once it is there this does nothing."""
    name = _name(version)
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(version_as_pdf(version)))


def _name(version: Version) -> str:
    return f"versies/pdf/{pdf_digest(version)}.pdf"


@cache
def _look() -> str:
    return hashlib.sha256(b"".join(layout.read_bytes() for layout in LAYOUTS)).hexdigest()
