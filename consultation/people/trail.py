"""Names in the audit trail: it tells what was done about whom, and must forget the name when the person goes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ModelLogEntry


def forget_labels(model: Any, pks: Iterable[int]) -> int:
    """Takes the names off what the trail tells of these rows; returns of how many entries."""
    kind = ContentType.objects.get_for_model(model)
    about = ModelLogEntry.objects.filter(content_type=kind, object_id__in=[str(pk) for pk in pks])
    return about.update(label=str(kind.name))
