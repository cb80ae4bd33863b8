"""The rehearsal: back up, lose everything, put back, compare. With the commands, as an administrator types them."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.home.operations.conftest import FILL, Installation

pytestmark = pytest.mark.django_db

STATE = """
import json
from consultation.delivery.models import Email
from consultation.people.models import User
from handbook.models.versions import Passage, Version
from django.contrib.sessions.models import Session
print(json.dumps([
    sorted(User.objects.values_list("email", flat=True)),
    [version.content_hash for version in Version.objects.all()],
    list(Passage.objects.order_by("pk").values_list("text", flat=True)),
    list(Email.objects.order_by("pk").values_list("state", flat=True)),
    Session.objects.count(),
]))
"""
CHANGE_FROZEN = "from django.db import connection; connection.cursor().execute('UPDATE handbook_passage SET text = 1')"


@dataclass(frozen=True)
class BackedUp:
    """An installation with two accounts, a frozen version, three mails of which two wait, a session and two files; its
    backup; and what it held when that was made."""

    installation: Installation
    backup: Path
    state: list
    files: dict[str, bytes]

    def copy(self, target: Path) -> Path:
        """The backup in a place where a test may harm it."""
        return Path(shutil.copytree(self.backup, target))


@pytest.fixture(scope="module")
def backed_up(installations, tmp_path_factory: pytest.TempPathFactory) -> BackedUp:
    installation, folder = installations("first"), tmp_path_factory.mktemp("backups")
    installation.run(FILL)
    # What an interrupted backup left is not in the way of the next.
    (folder / ".monday.partial").mkdir()
    (folder / ".monday.partial" / "half").write_text("half")
    made = installation.manage("backup", folder / "monday")
    assert made.returncode == 0, made.stderr
    assert [path.name for path in folder.iterdir()] == ["monday"]
    return BackedUp(installation, folder / "monday", json.loads(installation.run(STATE)), installation.files())


def test_a_backup_put_back_in_a_new_installation_brings_everything_back(backed_up: BackedUp, installations):
    people, hashes, passages, mails, sessions = backed_up.state
    assert (len(people), len(hashes), mails, sessions) == (2, 1, ["queued", "sending", "sent"], 1)
    assert passages

    # Everything is lost: what is left is the folder, and an installation that was never used.
    fresh = installations("second")
    restored = fresh.manage("restore", backed_up.backup)
    assert restored.returncode == 0, restored.stderr

    assert json.loads(fresh.run(STATE)) == [people, hashes, passages, ["uncertain", "uncertain", "sent"], 0]
    assert fresh.files() == backed_up.files
    assert "2 mails waited in it" in restored.stdout
    refused = fresh.manage("shell", "--no-imports", "-c", CHANGE_FROZEN)
    assert refused.returncode != 0
    assert "a published version does not change" in refused.stderr


def test_an_installation_in_use_is_replaced_only_when_told(backed_up: BackedUp, tmp_path: Path):
    here = backed_up.installation
    here.run("from tests.factories.people import make_cast_member; make_cast_member('dewi')")
    (here.media / "later.txt").write_text("later")
    state, files = here.run(STATE), here.files()

    refused = here.manage("restore", backed_up.backup)
    assert refused.returncode == 1
    assert "3 accounts, 1 versions of a handbook, 3 files" in refused.stderr

    # The database finds out last: by then the files have been exchanged, and must come back.
    lying = backed_up.copy(tmp_path / "lying")
    rewrite(lying, lambda manifest: manifest["tables"].update(people_user=17))
    refused = here.manage("restore", lying, "--overwrite")
    assert refused.returncode == 1
    assert "the manifest says 17" in refused.stderr
    assert (here.run(STATE), here.files()) == (state, files)

    told = here.manage("restore", backed_up.backup, "--overwrite")
    assert told.returncode == 0, told.stderr
    assert json.loads(here.run(STATE))[:3] == backed_up.state[:3]
    assert here.files() == backed_up.files
    assert [path.name for path in here.media.iterdir() if path.name.startswith(".")] == []


def test_a_backup_names_what_it_holds_and_is_for_its_owner_only(backed_up: BackedUp):
    manifest = json.loads((backed_up.backup / "manifest.json").read_text())
    assert manifest["tables"]["people_user"] == 2
    assert manifest["waiting_mail"] == 2
    assert set(manifest["versions"]) == {"klankbord", "python", "django", "wagtail", "database"}
    assert set(manifest["files"]) == {manifest["database"], "media/brief.docx", "media/versies/ab/fasen.png"}
    assert backed_up.backup.stat().st_mode & 0o077 == 0
    assert (backed_up.backup / "manifest.json").stat().st_mode & 0o077 == 0


def test_a_backup_of_a_newer_version_is_refused(backed_up: BackedUp, tmp_path: Path):
    newer = backed_up.copy(tmp_path / "newer")
    rewrite(newer, lambda manifest: manifest["migrations"].update(handbook="9999_from_the_future"))
    refused = backed_up.installation.manage("restore", newer, "--overwrite")
    assert refused.returncode == 1
    assert "handbook.9999_from_the_future" in refused.stderr


def test_a_backup_never_writes_into_a_folder_in_use(backed_up: BackedUp, tmp_path: Path):
    (tmp_path / "letter.txt").write_text("dear")
    refused = backed_up.installation.manage("backup", tmp_path)
    assert refused.returncode == 1
    assert "is not empty" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.services
def test_without_pg_dump_the_administrator_is_told_what_is_missing(postgresql_installations, tmp_path: Path):
    refused = postgresql_installations("bare").manage("backup", tmp_path / "b", PATH="/nowhere")
    assert refused.returncode == 1
    assert "pg_dump is not on the PATH: install PostgreSQL's client programs" in refused.stderr
    assert not (tmp_path / "b").exists()


def rewrite(backup: Path, change) -> None:
    path = backup / "manifest.json"
    manifest = json.loads(path.read_text())
    change(manifest)
    path.write_text(json.dumps(manifest))
