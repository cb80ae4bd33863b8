"""Keeping a dossier for its term, and letting it go."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.db import transaction
from wagtail.log_actions import log

from consultation.accountability.errors import MayNotAccount
from consultation.accountability.models import Dossier
from consultation.accountability.permissions import can_account
from handbook.models import Version


@transaction.atomic
def keep_dossier(*, version: Version, path: Path, by: Any, at: datetime) -> Dossier:
    """Takes a dossier that was written into private storage, where editors find it until its term is over.

    Raises:
        MayNotAccount: nothing was kept.
    """
    if not can_account(by):
        raise MayNotAccount
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
        content.seek(0)
        dossier = Dossier(version_id=version.issue_id, size=path.stat().st_size, sha256=digest, made_at=at, made_by=by)
        dossier.file.save(f"dossier-{version.slug}-{version.label}-{at:%Y%m%d}.zip", File(content), save=False)
    dossier.save()
    log(dossier.version, "klankbord.accountability.dossier", user=by, timestamp=at, data={"sha256": digest})
    return dossier


@transaction.atomic
def forget_dossiers(*, made_before: datetime | None = None) -> int:
    """Deletes dossiers with their files, all of them or those made before an instant; returns how many. Twice is once."""
    dossiers = Dossier.objects.all() if made_before is None else Dossier.objects.filter(made_at__lt=made_before)
    for dossier in dossiers:
        transaction.on_commit(partial(dossier.file.storage.delete, dossier.file.name))
    return dossiers.delete()[0]
