"""Closing a dossier: a zip with a README in two languages, metadata of every file, and their SHA-256 sums."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.accountability.dossier.parts import Part, parts_of
from handbook.models import Version

SUMS, METADATA, README = "SHA256SUMS", "metadata.json", "README.txt"
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class _Written:
    """A part that is in the file already: all of it but the bytes."""

    path: str
    what: dict[str, str]
    media_type: str
    size: int
    sha256: str


def write_dossier(version: Version, path: Path, *, at: datetime, progress: Progress | None = None) -> int:
    """Writes the dossier of the round of a version, or of the version that it corrects; returns how many files are in it.

    ``SHA256SUMS`` names every file but itself, in the form of ``sha256sum --check``; ``metadata.json`` every file but itself
    and the sums, in terms of Dublin Core.

    Raises:
        OSError: the file cannot be written.
    """
    version = version.issue
    written: list[_Written] = []
    with translation.override(settings.LANGUAGE_CODE), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for count, part in enumerate(parts_of(version, at=at), start=1):
            written.append(_add(archive, part, at=at))
            if progress is not None:
                progress(count, 0, part.path)
        written.append(
            _add(archive, Part(README, gettext_lazy("What is in this dossier."), _readme(version, written, at=at)), at=at)
        )
        metadata = json.dumps(_metadata(version, written, at=at), ensure_ascii=False, indent=1).encode()
        sums = [*((one.sha256, one.path) for one in written), (hashlib.sha256(metadata).hexdigest(), METADATA)]
        _store(archive, METADATA, metadata, at=at)
        _store(archive, SUMS, "".join(f"{digest}  {name}\n" for digest, name in sums).encode(), at=at)
    return len(written) + 2


def _add(archive: zipfile.ZipFile, part: Part, *, at: datetime) -> _Written:
    _store(archive, part.path, part.content, at=at)
    what = {}
    for language in ("nl", "en"):
        with translation.override(language):
            what[language] = str(part.what)
    digest = hashlib.sha256(part.content).hexdigest()
    return _Written(part.path, what, part.media_type, len(part.content), digest)


def _store(archive: zipfile.ZipFile, path: str, content: bytes, *, at: datetime) -> None:
    """With the instant of the dossier as its date, so that the same dossier is the same file."""
    entry = zipfile.ZipInfo(path, localtime(at).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)


def _metadata(version: Version, written: Sequence[_Written], *, at: datetime) -> dict[str, object]:
    """Dublin Core terms (https://www.dublincore.org/specifications/dublin-core/dcmi-terms/) with the names that MDTO gives to
    the file and its checksum."""
    return {
        "@context": {"@vocab": "http://purl.org/dc/terms/"},
        "type": "Collection",
        "identifier": f"{version.slug}-{version.label}",
        "title": _("Consultation dossier of %(version)s") % {"version": version},
        "creator": settings.ORGANISATION_NAME,
        "language": settings.LANGUAGE_CODE,
        "created": at.isoformat(),
        "issued": version.frozen_at.isoformat(),
        "hasPart": [
            {
                "identifier": one.path,
                "description": one.what,
                "format": one.media_type,
                "extent": one.size,
                "checksum": {"checksumAlgoritme": "SHA-256", "checksumWaarde": one.sha256, "checksumDatum": at.isoformat()},
            }
            for one in written
        ],
    }


def _readme(version: Version, written: Sequence[_Written], *, at: datetime) -> bytes:
    """Dutch first, then English; the same in both."""
    said = []
    for language in ("nl", "en"):
        with translation.override(language):
            said += [
                _("Consultation dossier of %(version)s") % {"version": version},
                "",
                _("Made on %(day)s. Everything here can be read without the site on which the round was held.")
                % {"day": localtime(at).date().isoformat()},
                _("Begin with ronde/ronde.html and the newest note. Who commented is named by organisation and number."),
                _("SHA256SUMS tells whether a file was changed: sha256sum --check SHA256SUMS."),
                "",
                *(f"{one.path}\n    {one.what[language]}" for one in written),
                f"{METADATA}\n    " + _("What each file is, for an archive system (Dublin Core)."),
                f"{SUMS}\n    " + _("The SHA-256 sum of every file."),
                "",
                "",
            ]
    return "\n".join(said).encode()
