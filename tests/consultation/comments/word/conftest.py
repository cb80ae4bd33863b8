"""A version that is open for comments, as a Word file that somebody can review."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from handbook.exporting import export_version
from handbook.models import Version
from tests.factories.handbook import make_handbook_page
from tests.factories.word_remarks import Reviewed

ADDRESS = "/handreiking/mas/0.1/word/"


@pytest.fixture(autouse=True)
def _own_storage(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def word(version: Version, open_round: Any) -> Reviewed:
    """The Word file of version 0.1."""
    make_handbook_page(version)
    return Reviewed(export_version(version, "docx"))


@pytest.fixture
def hand_in() -> Callable[..., Any]:
    """Give a file back in somebody's browser and follow to what it says."""

    def give(browser: Client, content: bytes | Reviewed, *, name: str = "mas-0.1.docx") -> Any:
        file = SimpleUploadedFile(name, content.content() if isinstance(content, Reviewed) else content)
        return browser.post(ADDRESS, {"file": file}, follow=True)

    return give
