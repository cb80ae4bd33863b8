"""The layout that the project's owner fixed, and what a look at the tree alone can tell."""

from __future__ import annotations

import re
import site
import subprocess
import sysconfig
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("site", "consultation", "handbook", "templates", "tests", "docker")
BESIDE_THEM = {
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "manage.py",
    "package.json",
    "package-lock.json",
    "publiccode.yml",
    "pyproject.toml",
    "docs",
    "locale",
}
DRAWERS = {"utils", "util", "helpers", "helper", "common", "core", "misc", "services", "managers", "shared", "stuff"}
LENGTH_ASKED = 300
LENGTH_REFUSED = 400


def committed_files() -> list[Path]:
    """What git knows; in a copy without git's records, what lies in the rooms and beside them."""
    if (ROOT / ".git").exists():
        listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        return [ROOT / name for name in listing.split("\0") if name and (ROOT / name).is_file()]
    return list(_lying_there(ROOT))


def _lying_there(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in {".venv", "var", "node_modules", "static", "__pycache__"} or path.name.endswith("_cache"):
            continue
        if path.is_dir():
            yield from _lying_there(path)
        else:
            yield path


def sources(*suffixes: str) -> list[Path]:
    return [path for path in committed_files() if path.suffix in suffixes]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_the_top_level_holds_the_rooms_and_what_every_project_has():
    found = {name_of(path).split("/")[0] for path in committed_files()}

    strangers = {name for name in found - set(ROOMS) - BESIDE_THEM if not name.startswith(".") and not name.endswith(".lock")}

    assert not strangers
    assert set(ROOMS) <= found


def test_site_is_the_standard_librarys_module_and_ours_is_a_folder():
    assert Path(site.__file__).parent == Path(sysconfig.get_path("stdlib"))
    assert not (ROOT / "site" / "__init__.py").exists()


def test_nobody_imports_through_the_folder_site():
    guilty = [
        name_of(path)
        for path in sources(".py")
        if re.search(r"^\s*(from|import) site\.", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]

    assert not guilty


def test_no_module_or_folder_is_a_drawer():
    guilty = {
        name_of(path)
        for path in committed_files()
        if DRAWERS & {*path.relative_to(ROOT).parts[:-1], path.stem} and path.suffix != ".json"
    }

    assert not guilty


def test_no_file_is_so_long_that_it_holds_two_ideas():
    lengths = {
        name_of(path): path.read_text(encoding="utf-8").count("\n")
        for path in sources(".py", ".html", ".js", ".mjs", ".css", ".email")
        if "migrations" not in path.parts
    }

    for name, length in sorted(lengths.items()):
        if LENGTH_ASKED < length <= LENGTH_REFUSED:
            warnings.warn(f"{name} has {length} lines: is it one idea?", stacklevel=1)
    assert not {name: length for name, length in lengths.items() if length > LENGTH_REFUSED}


def test_a_lock_file_holds_no_address():
    locks = [path for path in committed_files() if path.suffix == ".lock" or path.name == "package-lock.json"]
    address = re.compile(r"(?:https?|file|git\+\w+)://")

    found = {
        f"{name_of(path)}: {line.strip()[:80]}"
        for path in locks
        for line in path.read_text(encoding="utf-8").splitlines()
        # npm writes where to give money and where the code lives; only `resolved` says where a package comes from
        if address.search(line) and not re.match(r'\s*"(url|homepage|funding)":', line)
    }

    assert len(locks) >= 3
    assert not found


@pytest.mark.parametrize("mark", ["TO" + "DO", "FIX" + "ME", "XX" + "X"])
def test_nothing_is_left_for_later(mark: str):
    pattern = re.compile(rf"\b{mark}\b")
    guilty = [
        name_of(path) for path in sources(".py", ".html", ".js", ".css", ".email") if pattern.search(path.read_text("utf-8"))
    ]

    assert not guilty


def test_every_module_says_what_it_is_for():
    silent = [
        name_of(path)
        for path in sources(".py")
        if path.read_text(encoding="utf-8").strip()
        and not re.match(r'(#!.*\n)?(r)?"""', path.read_text(encoding="utf-8"))
        and "migrations" not in path.parts
    ]

    assert not silent


def test_nothing_committed_names_a_folder_of_the_machine_that_wrote_it():
    above = f"{ROOT.parent}/"
    guilty = [
        name_of(path)
        for path in sources(".py", ".md", ".html", ".yml", ".yaml", ".toml", ".json", ".sh", ".lock")
        if len(above) > 2 and above in path.read_text(encoding="utf-8")
    ]

    assert not guilty
