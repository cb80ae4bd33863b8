"""Our pages in the admin use utility classes that Wagtail's style sheet has; one that it lacks does nothing and tells nobody."""

from __future__ import annotations

import re
from pathlib import Path

import wagtail

ROOT = Path(__file__).parents[2]
STYLES = Path(wagtail.__file__).parent / "admin/static/wagtailadmin/css/core.css"
CLASS = re.compile(r"(?<![\w-])w-[a-z][\w-]*")


def test_every_utility_class_of_the_admin_stands_in_its_style_sheet() -> None:
    known = set(re.findall(r"\.(w-[a-z][\w-]*)", STYLES.read_text(encoding="utf-8")))
    used = {name for page in (ROOT / "templates").rglob("*.html") for name in CLASS.findall(page.read_text(encoding="utf-8"))}
    assert "w-mb-5" in used
    assert sorted(used - known) == []
