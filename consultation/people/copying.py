"""The copy of somebody's data as one file to take along: a zip of JSON for machines and a table for each place (art. 20)."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.text import slugify
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from handbook.exchange.spreadsheets import BOM, harmless


def copy_of(data: dict[str, Any]) -> bytes:
    """A zip of what ``export_person`` gives: ``data.json`` and one CSV a place, named and headed in the active language."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        archive.writestr("data.json", text + "\n")
        for name, (label, place) in zip(_names(list(data["data"])), data["data"].items(), strict=True):
            archive.writestr(f"{name}.csv", BOM + table_of(label, place["rows"]))
    return buffer.getvalue()


def table_of(label: str, rows: list[dict[str, Any]]) -> str:
    """Rows as a CSV with the fields' names as people read them. Lines end as RFC 4180 says."""
    model = apps.get_model(label)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_heading(model, key) for key in rows[0]])
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return out.getvalue()


def _names(labels: list[str]) -> list[str]:
    """A readable file name for each place; the slice is named too where two have the same."""
    plain = {label: slugify(str(apps.get_model(label)._meta.verbose_name_plural)) for label in labels}
    doubles = {name for name in plain.values() if list(plain.values()).count(name) > 1}
    return [f"{name}-{slugify(label.split('.')[0])}" if name in doubles else name for label, name in plain.items()]


def _heading(model: type[models.Model], key: str) -> str:
    """``version__label`` as "version: label"."""
    found: list[str] = []
    for name in key.split("__"):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return key
        found.append(str(getattr(field, "verbose_name", name)))
        model = field.related_model or model
    return ": ".join(found)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return f"{localtime(value):%Y-%m-%d %H:%M}"
    return harmless(str(value))
