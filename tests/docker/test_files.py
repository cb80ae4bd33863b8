"""No container engine is needed for this: the files agree with each other, with the settings and with the tree.

``compose-spec.json`` is the Compose project's own schema (Apache-2.0), as its last Python release carried it.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DOCKER = ROOT / "docker"
COMPOSE = (DOCKER / "compose.yaml").read_text(encoding="utf-8")
ENTRYPOINT = (DOCKER / "entrypoint.sh").read_text(encoding="utf-8")
DOCKERFILE = (DOCKER / "Dockerfile").read_text(encoding="utf-8")
ENVIRONMENT = (ROOT / "docs" / "reference" / "environment.md").read_text(encoding="utf-8")
OURS = ("web", "worker", "beat", "migrate", "manage")
SCRIPTS = sorted(DOCKER.glob("*.sh"))


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load(COMPOSE)


def documented(title: str = "") -> set[str]:
    """The variables in the tables of docs/reference/environment.md; of one heading when it is given."""
    text = ENVIRONMENT.partition(f"## {title}\n")[2].partition("\n## ")[0] if title else ENVIRONMENT
    return set(re.findall(r"^\| `([A-Z0-9_]+)`", text, re.MULTILINE))


def roles() -> set[str]:
    return set(re.findall(r"^([a-z]+)\)$", ENTRYPOINT, re.MULTILINE))


def seconds(text: str) -> int:
    number, unit = re.fullmatch(r"(\d+)([sm])", text).groups()
    return int(number) * {"s": 1, "m": 60}[unit]


def test_the_compose_file_follows_the_schema_of_compose(compose: dict):
    schema = json.loads(Path(__file__).with_name("compose-spec.json").read_text(encoding="utf-8"))
    # The project's name came into the specification a year after this schema.
    known = {key: value for key, value in compose.items() if key != "name"}
    errors = [f"{list(error.path)}: {error.message}" for error in jsonschema.Draft7Validator(schema).iter_errors(known)]
    assert errors == []


def test_every_variable_of_a_container_of_ours_is_documented(compose: dict):
    known = documented()
    for name in OURS:
        given = {variable.removesuffix("_FILE") for variable in compose["services"][name]["environment"]}
        assert given - known == set(), name


def test_every_variable_that_compose_asks_for_is_documented():
    asked = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE))
    assert asked - documented() == set()
    assert documented("The compose file") - asked == set()


def test_the_example_answers_all_that_compose_insists_on_and_nothing_else():
    example = set(re.findall(r"^([A-Z_]+)=", (DOCKER / "example.env").read_text(encoding="utf-8"), re.MULTILINE))
    insisted = set(re.findall(r"\$\{([A-Z_]+):\?", COMPOSE))
    assert insisted - example == set()
    assert example - set(re.findall(r"\$\{([A-Z_]+)", COMPOSE)) == set()


def test_every_variable_of_the_entrypoint_is_documented():
    assert set(re.findall(r"\$\{([A-Z_]+):-", ENTRYPOINT)) - {"TMPDIR"} - documented() == set()


def test_every_variable_of_the_image_is_documented():
    given = set(re.findall(r"\b((?:KLANKBORD|STATIC)_[A-Z_]+)=", DOCKERFILE))
    assert given
    assert given - documented() == set()


def test_every_service_of_ours_starts_a_role_that_the_entrypoint_knows(compose: dict):
    for name in OURS:
        service = compose["services"][name]
        words = [*service.get("entrypoint", [])[1:], *service["command"]]
        assert words[0] == name
        assert words[0] in roles()
        probe = service.get("healthcheck", {}).get("test", [])
        assert probe[1:3] in ([], ["/app/docker/entrypoint.sh", "healthy"])
        assert probe[3:] in ([], [name])


def test_every_path_that_the_image_copies_exists_and_reaches_the_builder():
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    admitted = set(re.findall(r"^!(.+)$", ignored, re.MULTILINE))
    copied = set()
    for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE):
        copied |= set(line.split()[:-1])
    assert {path for path in copied if not (ROOT / path).exists()} == set()
    assert copied == admitted


def test_everything_that_the_settings_look_for_in_the_tree_is_in_the_image():
    copied = set(re.findall(r"[\w.-]+", " ".join(re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE))))
    settings = (ROOT / "site" / "config" / "settings.py").read_text(encoding="utf-8")
    looked_for = set(re.findall(r'BASE_DIR / "([\w.-]+)"', settings)) - {"var"}
    assert looked_for
    assert looked_for - copied == set()


def test_every_secret_is_a_file_that_the_helper_makes(compose: dict, tmp_path: Path):
    script = shutil.copy(DOCKER / "make-secrets.sh", tmp_path)
    subprocess.run(["sh", script], check=True, capture_output=True)
    made = {f"./secrets/{path.name}" for path in (tmp_path / "secrets").iterdir()}
    assert made == {secret["file"] for secret in compose["secrets"].values()}
    assert len((tmp_path / "secrets" / "secret_key").read_text()) >= 50
    password = (tmp_path / "secrets" / "postgres_password").read_text()
    assert f":{password}@postgres:" in (tmp_path / "secrets" / "database_url").read_text()

    before = (tmp_path / "secrets" / "secret_key").read_text()
    subprocess.run(["sh", script], check=True, capture_output=True)
    assert (tmp_path / "secrets" / "secret_key").read_text() == before


def test_no_secret_stands_in_an_environment(compose: dict):
    for name, service in compose["services"].items():
        for variable, value in service.get("environment", {}).items():
            secret = re.search(r"PASSWORD|SECRET|TOKEN|KEY|DATABASE_URL", variable)
            assert not secret or (variable.endswith("_FILE") and value.startswith("/run/secrets/")), f"{name}: {variable}"
            if variable.endswith("_FILE"):
                assert value.removeprefix("/run/secrets/") in service["secrets"], f"{name}: {variable}"


def test_nothing_can_be_written_or_gained_without_need(compose: dict):
    for name, service in compose["services"].items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
    assert {name for name, service in compose["services"].items() if "ports" in service} == {"proxy"}
    assert all(compose["services"][name]["user"] == "10001:10001" for name in OURS)
    assert compose["networks"]["inside"]["internal"] is True
    assert all(compose["services"][name]["networks"] == ["inside"] for name in ("postgres", "redis", "beat", "migrate"))


def test_every_image_of_others_names_its_version(compose: dict):
    images = [service["image"] for name, service in compose["services"].items() if name not in OURS]
    images += re.findall(r"^ARG PYTHON=(\S+)$", DOCKERFILE, re.MULTILINE)
    assert len(images) == 4
    for image in images:
        assert re.search(r":\d+\.\d+", image), image


def test_the_clients_of_the_image_are_of_the_servers_release(compose: dict):
    """pg_dump refuses a newer server: both come from the same release of Debian."""
    server = compose["services"]["postgres"]["image"].rpartition("-")[2]
    python = re.search(r"^ARG PYTHON=(\S+)$", DOCKERFILE, re.MULTILINE)[1].rpartition("-")[2]
    assert server == python


def test_redis_keeps_what_it_accepted_and_never_forgets(compose: dict):
    command = compose["services"]["redis"]["command"]
    options = dict(zip(command[1::2], command[2::2], strict=True))
    assert (options["--appendonly"], options["--maxmemory-policy"], options["--save"]) == ("yes", "noeviction", "")
    assert "bell:/data" in compose["services"]["redis"]["volumes"]


def test_a_worker_has_longer_to_stop_than_it_needs(compose: dict, settings):
    grace = seconds(compose["services"]["worker"]["stop_grace_period"])
    assert grace > settings.CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT
    graceful = int(re.search(r"--graceful-timeout (\d+)", ENTRYPOINT)[1])
    assert seconds(compose["services"]["web"]["stop_grace_period"]) > graceful


def test_the_proxy_knows_only_variables_that_compose_gives_it(compose: dict):
    caddyfile = (DOCKER / "proxy" / "Caddyfile").read_text(encoding="utf-8")
    assert set(re.findall(r"\{\$([A-Z_]+)", caddyfile)) == set(compose["services"]["proxy"]["environment"])
    assert "reverse_proxy web:8000" in caddyfile
    assert "protocols tls1.2 tls1.3" in caddyfile
    assert "./proxy:/etc/caddy:ro" in compose["services"]["proxy"]["volumes"]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_has_nothing_that_shellcheck_warns_of(script: Path):
    program = Path(sys.executable).with_name("shellcheck")
    result = subprocess.run([program, "--shell=sh", script], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout
