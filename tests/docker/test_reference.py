"""The reference pages say what the code does: variables, ticks, sweeps, mails, rights."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from config.schedule import SCHEDULE
from consultation.delivery import kinds
from consultation.jobs import sweeps
from consultation.people.permissions import GROUP_PERMISSIONS

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
ROOMS = ("site", "consultation", "handbook")
NOT_THE_APPLICATION = {"## The image", "## The compose file"}
MAY_LOOK = {
    "site/config/settings.py",
    "site/config/celery.py",  # which settings
    "site/config/wsgi.py",
    "site/home/operations/postgresql.py",  # hands it on to pg_dump
}


def variables_read() -> set[str]:
    """The names in env("NAME"), env_list(…) and env_bool(…) of the settings."""
    tree = ast.parse((ROOT / "site" / "config" / "settings.py").read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    asked = [call for call in calls if call.func.id in {"env", "env_list", "env_bool"}]
    return {call.args[0].value for call in asked if isinstance(call.args[0], ast.Constant)}


def rows(page: str, *headings: str) -> dict[str, list[str]]:
    """The table rows of a page by their first cell, of the named headings or of all."""
    text = (REFERENCE / page).read_text(encoding="utf-8")
    parts = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    chosen = [part for part in parts if not headings or part.splitlines()[0] in headings]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for part in chosen for line in part.splitlines()]
    return {first.strip("`"): rest for first, *rest in cells if first.startswith("`") and rest}


def headings_of_the_application() -> list[str]:
    text = (REFERENCE / "environment.md").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.startswith("## ") and line not in NOT_THE_APPLICATION]


def test_every_variable_is_documented_and_nothing_else():
    read = variables_read()
    assert {"SECRET_KEY", "DATABASE_URL", "PORT"} <= read
    assert set(rows("environment.md", *headings_of_the_application())) == read


def test_nothing_but_the_settings_reads_the_environment():
    readers = {path for path in sources() if re.search(r"os\.(environ|getenv)", path.read_text(encoding="utf-8"))}
    names = {path.relative_to(ROOT).as_posix() for path in readers}
    assert {name for name in names if not name.startswith("site/config/launch/")} == MAY_LOOK


def sources() -> Iterator[Path]:
    for room in ROOMS:
        yield from (path for path in (ROOT / room).rglob("*.py") if "node_modules" not in path.parts)


def test_every_tick_is_documented():
    ticks = {name: [f"{tick['schedule']:.0f} seconds", f"`{tick['task']}`"] for name, tick in SCHEDULE.items()}
    assert rows("schedule.md", "## Ticks") == ticks


def test_every_sweep_is_documented_with_its_lane():
    documented = {name: lane for name, (lane, _what) in rows("schedule.md", "## Sweeps").items()}
    slow = sweeps.names(slow=True)
    assert documented == {name: "slow" if name in slow else "quick" for name in sweeps.names()}


def test_every_sweep_has_a_tick_that_reaches_it():
    reached = {tick["task"].rpartition(".")[2] for tick in SCHEDULE.values()}
    assert {"run_slow" if name in sweeps.names(slow=True) else "run_due" for name in sweeps.names()} <= reached


def test_every_kind_of_mail_is_documented_with_whether_one_can_choose_it():
    documented = {name: choice for name, (choice, _whom) in rows("mails.md").items()}
    assert documented == {kind.name: "no" if kind.transactional else "yes" for kind in kinds.all_kinds()}


def test_every_right_is_documented_with_its_groups():
    documented = {name: groups for name, (groups, _what) in rows("permissions.md").items()}
    rights = {right for rights in GROUP_PERMISSIONS.values() for right in rights}
    holders = {right: [group for group, rights in GROUP_PERMISSIONS.items() if right in rights] for right in rights}
    assert documented == {right: ", ".join(groups) for right, groups in holders.items()}
