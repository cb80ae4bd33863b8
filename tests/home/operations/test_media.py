"""Uploaded files are exchanged as a whole, whatever happens in between."""

from __future__ import annotations

from pathlib import Path, PurePath

import pytest

from home.operations import manifest, media
from home.operations.errors import OperationError


def silent(done: int, total: int, step: str) -> None:
    """Nobody looks."""


@pytest.fixture
def old_and_new(tmp_path: Path) -> tuple[Path, Path]:
    root, source = tmp_path / "root", tmp_path / "backup"
    for folder, name in ((root, "old.txt"), (root / "both", "a.txt"), (source / "both", "a.txt"), (source, "new.txt")):
        folder.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(f"{folder.name} {name}")
    return root, source


def names(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def facts_of(source: Path) -> dict[PurePath, manifest.FileFact]:
    return {PurePath(name): manifest.fact(source / name) for name in names(source)}


def exchange(root: Path, source: Path):
    return media.exchanged(facts_of(source), source=source, root=root, progress=silent)


def test_the_new_files_take_the_place_of_all_old_ones(old_and_new):
    root, source = old_and_new
    with exchange(root, source):
        assert names(root) >= {"both/a.txt", "new.txt"}
    assert names(root) == {"both/a.txt", "new.txt"}


def test_the_old_files_come_back_when_what_follows_fails(old_and_new):
    root, source = old_and_new
    with pytest.raises(RuntimeError), exchange(root, source):
        raise RuntimeError("the database refused")
    assert names(root) == {"old.txt", "both/a.txt"}
    assert (root / "both" / "a.txt").read_text() == "both a.txt"


def test_a_file_that_is_not_what_was_verified_exchanges_nothing(old_and_new):
    root, source = old_and_new
    facts = facts_of(source)
    (source / "new.txt").write_text("changed meanwhile")
    exchanging = media.exchanged(facts, source=source, root=root, progress=silent)
    with pytest.raises(OperationError, match="changed while it was being read"), exchanging:
        pytest.fail("the files were exchanged")
    assert names(root) == {"old.txt", "both/a.txt"}


def test_what_a_killed_restore_set_aside_is_found_again(old_and_new):
    """Killed half-way: one entry is aside, new files stand in its place. The next restore fails, and nothing is lost."""
    root, source = old_and_new
    (root / media.ASIDE).mkdir()
    (root / "both").rename(root / media.ASIDE / "both")
    (root / "both").mkdir()
    (root / "both" / "a.txt").write_text("of the killed restore")
    with pytest.raises(RuntimeError), exchange(root, source):
        raise RuntimeError("the database refused")
    assert (root / "both" / "a.txt").read_text() == "both a.txt"
    assert names(root) == {"old.txt", "both/a.txt"}


def test_a_file_that_goes_during_a_backup_is_left_out(tmp_path: Path):
    (tmp_path / "here.txt").write_text("here")
    copied = media.copy([PurePath("here.txt"), PurePath("gone.txt")], source=tmp_path, target=tmp_path / "b", progress=silent)
    assert list(copied) == [PurePath("here.txt")]
