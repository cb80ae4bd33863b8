"""The entrypoint by hand, in an environment as empty as a container's, against a real PostgreSQL and Redis."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
ENTRYPOINT = ROOT / "docker" / "entrypoint.sh"
HOST = "klankbord.example"
PATIENCE_SECONDS = 90


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def container(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a container of ours: production, secrets in files, an empty database of its own."""
    url, redis = os.environ["DATABASE_URL"], os.environ["REDIS_URL"]
    folder = tmp_path_factory.mktemp("container")
    database = f"klankbord_container_{uuid.uuid4().hex[:8]}"
    secrets = {
        "secret_key": uuid.uuid4().hex * 2,
        "database_url": re.sub(r"(://[^/]*/)[^?]*", rf"\g<1>{database}", url),
        "metrics_token": "of-the-monitoring",
    }
    for name, content in secrets.items():
        (folder / name).write_text(content + "\n")
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{database}"')
    yield {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "TMPDIR": str(folder),
        "KLANKBORD_MODE": "production",
        "KLANKBORD_VAR": str(folder / "var"),
        "STATIC_ROOT": str(folder / "static"),
        "BASE_URL": f"https://{HOST}",
        "ORGANISATION_NAME": "Ingrado",
        "SECRET_KEY_FILE": str(folder / "secret_key"),
        "DATABASE_URL_FILE": str(folder / "database_url"),
        "METRICS_TOKEN_FILE": str(folder / "metrics_token"),
        "REDIS_URL": redis,
        "CACHE_URL": redis,
        "TRUSTED_PROXY_COUNT": "1",
        "WEB_HOST": "127.0.0.1",
        "WEB_PORT": str(free_port()),
        "WEB_WORKERS": "1",
        "WORKER_CONCURRENCY": "1",
    }
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'DROP DATABASE "{database}" WITH (FORCE)')


@pytest.fixture(scope="module")
def migrated(container: dict[str, str]) -> dict[str, str]:
    done = run(container, "migrate")
    assert done.returncode == 0, done.stdout + done.stderr
    return container


def run(environ: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([ENTRYPOINT, *words], env=environ, cwd="/", capture_output=True, text=True, check=False, timeout=600)


@contextmanager
def role(environ: dict[str, str], name: str, log: Path) -> Iterator[subprocess.Popen]:
    """The role, running; ended for certain when the block ends."""
    with log.open("w") as output:
        process = subprocess.Popen([ENTRYPOINT, name], env=environ, cwd="/", stdout=output, stderr=subprocess.STDOUT)
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()


def wait_until(true, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.5)


def stop(process: subprocess.Popen, *, within: float) -> int:
    """SIGTERM, as an engine stops a container. Returns the exit code."""
    process.send_signal(signal.SIGTERM)
    return process.wait(timeout=within)


def get(environ: dict[str, str], path: str, **headers: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", int(environ["WEB_PORT"]), timeout=20)
    try:
        connection.request("GET", path, headers={"Host": HOST, **headers})
        response = connection.getresponse()
        return response.status, response.read().decode()
    except OSError:
        return 0, ""


def test_an_unknown_role_is_refused_with_the_names_of_the_others():
    refused = run({"PATH": "/usr/bin:/bin"}, "wbe")
    assert refused.returncode == 2
    assert "'wbe' is no role; choose web, worker, beat" in refused.stderr
    assert run({"PATH": "/usr/bin:/bin"}).returncode == 2
    assert run({"PATH": "/usr/bin:/bin"}, "healthy", "wbe").returncode == 2


def test_without_a_secret_key_nothing_starts(tmp_path: Path):
    environ = {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "KLANKBORD_MODE": "production",
        "KLANKBORD_VAR": str(tmp_path),
    }
    refused = run(environ, "migrate")
    assert refused.returncode != 0
    assert "Set SECRET_KEY (or SECRET_KEY_FILE)" in refused.stderr


@pytest.mark.services
def test_migrate_can_run_at_every_start(migrated: dict[str, str]):
    again = run(migrated, "migrate")
    assert again.returncode == 0, again.stderr
    assert "No migrations to apply" in again.stdout


@pytest.mark.services
def test_the_three_roles_start_work_and_stop(migrated: dict[str, str], tmp_path: Path):
    """Web answers, says what is missing, becomes ready when worker and beat run, and each ends by itself on SIGTERM."""
    logs = {name: tmp_path / f"{name}.log" for name in ("web", "worker", "beat")}
    with role(migrated, "web", logs["web"]) as web:
        wait_until(lambda: get(migrated, "/health/live")[0] == 200, logs["web"])
        assert run(migrated, "healthy", "web").returncode == 0
        assert run({**migrated, "WEB_PORT": str(free_port())}, "healthy", "web").returncode == 1
        status, body = get(migrated, "/health/ready")
        assert (status, json.loads(body)["checks"]["database"]) == (503, "ok")
        assert get(migrated, "/metrics")[0] in {301, 404}
        status, numbers = get(migrated, "/metrics", **{"Authorization": "Bearer of-the-monitoring", "X-Forwarded-Proto": "https"})
        assert status == 200
        assert "klankbord_mail_overdue_seconds" in numbers

        with role(migrated, "worker", logs["worker"]) as worker, role(migrated, "beat", logs["beat"]) as beat:
            wait_until(lambda: get(migrated, "/health/ready")[0] == 200, logs["worker"])
            assert run(migrated, "healthy", "worker").returncode == 0, logs["worker"].read_text()
            assert run(migrated, "healthy", "beat").returncode == 0, logs["beat"].read_text()
            assert stop(beat, within=20) == 0, logs["beat"].read_text()
            assert stop(worker, within=45) == 0, logs["worker"].read_text()
        assert run(migrated, "healthy", "worker").returncode != 0
        assert stop(web, within=35) == 0, logs["web"].read_text()


@pytest.mark.services
def test_any_command_runs_in_the_image(migrated: dict[str, str], tmp_path: Path):
    made = run(migrated, "manage", "backup", str(tmp_path / "monday"))
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "monday" / "manifest.json").exists()
