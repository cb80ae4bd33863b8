"""A manifest finds what is not as it was, and is not believed blindly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from home.operations import manifest
from home.operations.errors import OperationError
from home.operations.manifest import Manifest


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    (tmp_path / "media").mkdir()
    for name, content in {"database.dump": b"rows" * 1000, "media/brief.docx": b"brief"}.items():
        (tmp_path / name).write_bytes(content)
    files = {name: manifest.fact(tmp_path / name) for name in ("database.dump", "media/brief.docx")}
    made = Manifest(
        made_at="2026-11-24T02:00:00+00:00",
        versions={"klankbord": "0.1.0"},
        vendor="postgresql",
        database="database.dump",
        migrations={"handbook": "0001_initial"},
        tables={"people_user": 2},
        waiting_mail=0,
        files=files,
    )
    manifest.write(made, folder=tmp_path)
    return tmp_path


def verify(folder: Path) -> list[tuple[int, int]]:
    told = []
    manifest.verify(manifest.read(folder=folder), folder=folder, progress=lambda done, total, step: told.append((done, total)))
    return told


def test_an_untouched_backup_is_whole(backup: Path):
    assert verify(backup) == [(1, 2), (2, 2)]
    assert [str(path) for path in manifest.read(folder=backup).media] == ["brief.docx"]


@pytest.mark.parametrize("name", ["database.dump", "media/brief.docx"])
def test_one_changed_byte_is_found(backup: Path, name: str):
    data = bytearray((backup / name).read_bytes())
    data[len(data) // 2] ^= 0xFF
    (backup / name).write_bytes(data)
    with pytest.raises(OperationError, match=f"damaged: {name}"):
        verify(backup)


def test_a_file_that_is_gone_is_named(backup: Path):
    (backup / "media" / "brief.docx").unlink()
    with pytest.raises(OperationError, match=r"media/brief\.docx is missing"):
        verify(backup)


def test_a_folder_without_a_manifest_is_no_backup(tmp_path: Path):
    with pytest.raises(OperationError, match="was never finished"):
        manifest.read(folder=tmp_path)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"format": "klankbord-backup/2"}, "not of the format"),
        ({"files": {"../../etc/passwd": {"sha256": "", "size": 0}}}, "names the file"),
        ({"files": {"/etc/passwd": {"sha256": "", "size": 0}}}, "names the file"),
        ({"tables": {'people_user"; DROP TABLE x; --': 2}}, "names the table"),
        ({"tables": {"people_user": "2; DROP TABLE x"}}, "names the table"),
        ({"database": "another.dump"}, "names no database file"),
        ({"surprise": 1}, "is damaged"),
    ],
)
def test_a_manifest_of_somebody_else_reaches_no_path_and_no_sql(backup: Path, change: dict, words: str):
    path = backup / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(OperationError, match=words):
        manifest.read(folder=backup)
