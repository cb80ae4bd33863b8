"""The import as a job, and the look beforehand: both open the kept file and match it with what is there."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from consultation.jobs.errors import JobRefused
from consultation.jobs.registry import job_kind
from consultation.publishing.imports.uploads import Upload, UploadGone, discard_upload, find_upload
from handbook.actions import ImportReport, import_document, preview_import
from handbook.errors import HandbookError
from handbook.exchange.document import Document
from handbook.exchange.errors import ImportRefused
from handbook.models import HandbookPage
from handbook.opening import Changes, open_document
from handbook.telling import tell_oddity, tell_refusal

IMPORT_JOB = "handbook.import"


def open_upload(upload: Upload, *, changes: Changes, leave_comments: bool) -> Document:
    """The document in the kept file. Raises UploadGone, ImportRefused and WordUndecided."""
    return open_document(upload.read(), file_format=upload.file_format, changes=changes, leave_comments=leave_comments)


def look_ahead(upload: Upload, document: Document) -> ImportReport:
    """What importing it now would do."""
    return preview_import(handbook=upload.find_handbook(), document=document, title=upload.title)


def report_digest(report: ImportReport) -> str:
    """What the editor saw, in short: the job imports only if it would still do just that."""
    return sha256(json.dumps(report.as_dict()["lines"], sort_keys=True).encode()).hexdigest()


@job_kind(IMPORT_JOB)
def run_import(job: Any, progress: Any) -> dict[str, Any]:
    """Import the file that an editor confirmed, unless the living text changed since she looked.

    The import is one transaction. When an earlier attempt got through and only its record was lost, the file is gone
    or nothing is left to change, so running it again does no harm.
    """
    try:
        upload = find_upload(job.arguments["token"])
        document = open_upload(upload, changes=job.arguments["changes"], leave_comments=job.arguments["leave_comments"])
        ahead = look_ahead(upload, document)
        if report_digest(ahead) != job.arguments["digest"] and not ahead.unchanged:
            raise JobRefused(_("The text changed after you looked. Look again before you confirm."))
        report = import_document(
            handbook=upload.find_handbook(),
            slug=upload.slug,
            document=document,
            title=upload.title,
            by=job.requested_by,
            at=timezone.now(),
            progress=progress,
        )
    except UploadGone as error:
        raise JobRefused(_("The file is gone: it was imported already, or thrown away.")) from error
    except ImportRefused as error:
        raise JobRefused(tell_refusal(error)) from error
    except (HandbookError, HandbookPage.DoesNotExist) as error:
        raise JobRefused(str(error)) from error
    discard_upload(upload.token)
    return {**report.as_dict(), "oddities": [tell_oddity(oddity) for oddity in report.oddities]}
