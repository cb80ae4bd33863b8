"""The rehearsal: back up, lose everything, put back, compare."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("migrated")]

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


def test_a_backup_put_back_in_a_new_installation_brings_everything_back(filled, installations, tmp_path: Path):
    backup = tmp_path / "backups" / "monday"
    made = filled.manage("backup", backup)
    assert made.returncode == 0, made.stderr
    people, hashes, passages, _mails, _sessions = json.loads(filled.run(STATE))

    # Everything is lost: what is left is the folder, and an installation that was never used.
    fresh = installations("second")
    restored = fresh.manage("restore", backup)
    assert restored.returncode == 0, restored.stderr

    assert json.loads(fresh.run(STATE)) == [people, hashes, passages, ["uncertain", "uncertain", "sent"], 0]
    assert fresh.files() == filled.files()
    assert "2 mails waited in it" in restored.stdout
    assert len(people) == 2
    assert passages


def test_a_restored_version_is_still_frozen(filled, installations, tmp_path: Path):
    assert filled.manage("backup", tmp_path / "b").returncode == 0
    fresh = installations("second")
    assert fresh.manage("restore", tmp_path / "b").returncode == 0
    refused = fresh.manage("shell", "--no-imports", "-c", CHANGE_FROZEN)
    assert refused.returncode != 0
    assert "a published version does not change" in refused.stderr


def test_an_installation_in_use_is_replaced_only_when_told(filled, tmp_path: Path):
    assert filled.manage("backup", tmp_path / "b").returncode == 0
    before = filled.run(STATE)
    filled.run("from tests.factories.people import make_cast_member; make_cast_member('dewi')")
    (filled.media / "later.txt").write_text("later")

    refused = filled.manage("restore", tmp_path / "b")
    assert refused.returncode == 1
    assert "3 accounts, 1 versions of a handbook, 3 files" in refused.stderr
    assert "dewi" in filled.run(STATE)

    told = filled.manage("restore", tmp_path / "b", "--overwrite")
    assert told.returncode == 0, told.stderr
    assert json.loads(filled.run(STATE))[:3] == json.loads(before)[:3]
    assert sorted(filled.files()) == ["brief.docx", "versies/ab/fasen.png"]
    assert [path.name for path in filled.media.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("harm", ["a byte in the database", "a byte in a file", "a file is gone", "no manifest", "another count"])
def test_a_damaged_backup_changes_nothing(filled, tmp_path: Path, harm: str):
    backup = tmp_path / "b"
    assert filled.manage("backup", backup).returncode == 0
    state, files = filled.run(STATE), filled.files()
    manifest = json.loads((backup / "manifest.json").read_text())
    if harm == "a byte in the database":
        _change_a_byte(backup / manifest["database"])
    elif harm == "a byte in a file":
        _change_a_byte(backup / "media" / "brief.docx")
    elif harm == "a file is gone":
        (backup / "media" / "brief.docx").unlink()
    elif harm == "no manifest":
        (backup / "manifest.json").unlink()
    else:
        manifest["tables"]["people_user"] += 1
        (backup / "manifest.json").write_text(json.dumps(manifest))

    refused = filled.manage("restore", backup, "--overwrite")
    assert refused.returncode == 1
    assert refused.stderr.startswith("CommandError: Nothing was restored.")
    assert (filled.run(STATE), filled.files()) == (state, files)


def test_a_backup_of_a_newer_version_is_refused(filled, tmp_path: Path):
    backup = tmp_path / "b"
    assert filled.manage("backup", backup).returncode == 0
    manifest = json.loads((backup / "manifest.json").read_text())
    manifest["migrations"]["handbook"] = "9999_from_the_future"
    (backup / "manifest.json").write_text(json.dumps(manifest))
    refused = filled.manage("restore", backup, "--overwrite")
    assert refused.returncode == 1
    assert "handbook.9999_from_the_future" in refused.stderr


def test_a_backup_names_what_it_holds_and_is_for_its_owner_only(filled, tmp_path: Path):
    backup = tmp_path / "b"
    assert filled.manage("backup", backup).returncode == 0
    manifest = json.loads((backup / "manifest.json").read_text())
    assert manifest["tables"]["people_user"] == 2
    assert manifest["waiting_mail"] == 2
    assert set(manifest["versions"]) == {"klankbord", "python", "django", "wagtail", "database"}
    assert set(manifest["files"]) == {manifest["database"], "media/brief.docx", "media/versies/ab/fasen.png"}
    assert backup.stat().st_mode & 0o077 == 0
    assert (backup / "manifest.json").stat().st_mode & 0o077 == 0


def test_a_backup_never_writes_into_a_folder_in_use(filled, tmp_path: Path):
    target = tmp_path / "documents"
    target.mkdir()
    (target / "letter.txt").write_text("dear")
    refused = filled.manage("backup", target)
    assert refused.returncode == 1
    assert "is not empty" in refused.stderr
    assert [path.name for path in target.iterdir()] == ["letter.txt"]
    assert filled.manage("backup", filled.media / "b").returncode == 1


def test_what_an_interrupted_backup_left_is_not_in_the_way_of_the_next(filled, tmp_path: Path):
    leftover = tmp_path / ".b.partial"
    leftover.mkdir()
    (leftover / "half").write_text("half")
    assert filled.manage("backup", tmp_path / "b").returncode == 0
    assert not leftover.exists()
    assert not (tmp_path / "b" / "half").exists()


@pytest.mark.services
def test_without_pg_dump_the_administrator_is_told_what_is_missing(postgresql_installations, tmp_path: Path):
    installation = postgresql_installations("bare")
    refused = installation.manage("backup", tmp_path / "b", PATH="/nowhere")
    assert refused.returncode == 1
    assert "pg_dump is not on the PATH: install PostgreSQL's client programs" in refused.stderr
    assert not (tmp_path / "b").exists()


def _change_a_byte(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
