"""An installation of its own for each rehearsal: a database, a media folder, and the commands as an administrator types them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

from tests.fixtures.templates import PostgresTemplate, SqliteTemplate

ROOT = Path(__file__).resolve().parents[3]
FILL = """
from pathlib import Path
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from consultation.delivery.models import Email
from tests.factories.handbook import make_version
from tests.factories.people import make_cast_member

make_cast_member("anna")
make_cast_member("cas")
make_version()
SessionStore().create()
for number, state in enumerate(["queued", "sending", "sent"]):
    Email.objects.create(
        kind="test", topic="t", dedup_key=f"k{number}", message_id=f"<{number}@x.example>", to_address="anna@waterlo.example",
        subject="Onderwerp", text="Tekst", html="<p>Tekst</p>", state=state,
        created_at=timezone.now(), next_try_at=timezone.now(),
    )
media = Path(settings.MEDIA_ROOT)
(media / "versies" / "ab").mkdir(parents=True)
(media / "versies" / "ab" / "fasen.png").write_bytes(bytes(range(256)) * 5000)
(media / "brief.docx").write_bytes(b"brief")
"""


@dataclass(frozen=True)
class Installation:
    """Where it is, and how to speak to it. ``var`` may be thrown away to begin anew."""

    database_url: str
    media: Path

    def manage(self, *arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
        environ = {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "KLANKBORD_MODE": "test",
            "DATABASE_URL": self.database_url,
            "MEDIA_ROOT": str(self.media),
        }
        argv = [sys.executable, ROOT / "manage.py", *arguments]
        return subprocess.run(argv, env=environ | variables, cwd=ROOT, capture_output=True, text=True, check=False)

    def run(self, code: str) -> str:
        """Run Python in it; returns the last line that it printed."""
        result = self.manage("shell", "--no-imports", "-c", code)
        assert result.returncode == 0, result.stderr
        return result.stdout.strip().rpartition("\n")[2]

    def files(self) -> dict[str, bytes]:
        return {str(path.relative_to(self.media)): path.read_bytes() for path in sorted(self.media.rglob("*")) if path.is_file()}


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Path:
    """An empty, migrated database on SQLite, whatever the run is on."""
    path = tmp_path_factory.mktemp("migrated") / "empty.sqlite3"
    template = SqliteTemplate()
    with template.locked():
        if not template.copy_to(str(path)):
            prepare(Installation(database_url=f"sqlite:///{path}", media=path.parent / "media"))
            template.keep(str(path))
    return path


def prepare(installation: Installation) -> None:
    """Make its tables, as an administrator does."""
    for command in ("createcachetable", "migrate"):
        result = installation.manage(command, "--verbosity=0")
        assert result.returncode == 0, result.stderr


@pytest.fixture(scope="module")
def sqlite_installations(tmp_path_factory: pytest.TempPathFactory, migrated: Path):
    """Makes migrated installations on SQLite files."""

    folder = tmp_path_factory.mktemp("sqlite")

    def make(name: str) -> Installation:
        path = shutil.copyfile(migrated, folder / f"{name}.sqlite3")
        return Installation(database_url=f"sqlite:///{path}", media=folder / f"{name}-media")

    return make


@pytest.fixture(scope="module")
def postgresql_installations(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator:
    """Makes migrated installations in databases of their own on the server of DATABASE_URL, and drops them."""
    template = PostgresTemplate(settings.DATABASES["default"])
    made: list[str] = []
    folder = tmp_path_factory.mktemp("postgresql")

    def make(name: str) -> Installation:
        database = f"klankbord_{name}_{uuid.uuid4().hex[:8]}"
        with template.locked():
            assert template.copy_to(database), "the run itself keeps one"
        made.append(database)
        url = re.sub(r"(://[^/]*/)[^?]*", rf"\g<1>{database}", os.environ["DATABASE_URL"])
        return Installation(database_url=url, media=folder / f"{name}-media")

    yield make
    for database in made:
        template.drop(database)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def installations(request: pytest.FixtureRequest):
    return request.getfixturevalue(f"{request.param}_installations")
