"""What stands here: which versions, which migrations, and whether there is anything that a restore would overwrite."""

from __future__ import annotations

import os
import platform
import tomllib
from pathlib import Path

import django
import wagtail
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from consultation.delivery.models import Email

NEVER_BY_ITSELF = (
    (settings.AUTH_USER_MODEL, "accounts"),
    ("handbook.Version", "versions of a handbook"),
    ("handbook.HandbookPage", "handbooks"),
)
"""Rows that no fresh installation has; the standing pages and the groups make themselves after migrate."""


def versions() -> dict[str, str]:
    """What made the backup, for whoever opens it years later."""
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        own = tomllib.load(file)["project"]["version"]
    return {
        "klankbord": own,
        "python": platform.python_version(),
        "django": django.get_version(),
        "wagtail": wagtail.__version__,
        "database": _database_version(),
    }


def last_migrations() -> dict[str, str]:
    """The last applied migration of each app.

    Of those that this code has: the table also remembers what was squashed away, which no later code would know.
    """
    loader = MigrationLoader(connection)
    last: dict[str, str] = {}
    for app, name in loader.applied_migrations:
        if (app, name) in loader.disk_migrations:
            last[app] = max(name, last.get(app, ""))
    return dict(sorted(last.items()))


def unknown_migrations(last: dict[str, str]) -> list[str]:
    """Those of ``last`` that this code does not have: the data is of a newer version than the code."""
    known = MigrationLoader(None).disk_migrations
    return sorted(f"{app}.{name}" for app, name in last.items() if (app, name) not in known)


def pending_migrations() -> list[str]:
    """The migrations of this code that the database has not had."""
    executor = MigrationExecutor(connection)
    return [str(migration) for migration, _back in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def contents() -> list[str]:
    """What a restore would overwrite, in words such as "12 accounts"; empty for a fresh installation, migrated or not."""
    present = set(connection.introspection.table_names())
    found = []
    for label, words in NEVER_BY_ITSELF:
        model = apps.get_model(label)
        if model._meta.db_table in present and (rows := model._base_manager.count()):
            found.append(f"{rows} {words}")
    if files := sum(1 for _path in media_files()):
        found.append(f"{files} files")
    return found


def media_files() -> list[Path]:
    """The files of the media folder, as paths in it, in a fixed order. What begins with a dot is work of a restore."""
    root = Path(settings.MEDIA_ROOT)
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [path.relative_to(root) for path in (Path(folder, name) for name in sorted(names)) if not path.is_symlink()]
    return found


def waiting_mail() -> int:
    """How many mails have not gone yet."""
    return Email.objects.filter(state__in=[Email.State.QUEUED, Email.State.SENDING]).count()


def _database_version() -> str:
    version = ".".join(str(part) for part in connection.get_database_version())
    return f"{connection.vendor} {version}"
