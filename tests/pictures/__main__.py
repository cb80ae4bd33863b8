"""`make pictures`: starts a fresh demo, walks it as a reader would, and writes the screenshots to `docs/pictures/`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.fixtures.browser import DESKTOP, PHONE, SWITCHES
from tests.fixtures.required import chromium_path
from tests.fixtures.smtp import free_port

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures"
READER, EDITOR = "anna@waterlo.example", "cas@ingrado.example"
SHOTS = (
    ("home", None, "/", DESKTOP),
    ("overview", READER, "/mijn/", DESKTOP),
    ("version", READER, "/handreiking/mas/0.3/", DESKTOP),
    ("section", READER, "/handreiking/mas/0.3/2.3/", DESKTOP),
    ("section-phone", READER, "/handreiking/mas/0.3/2.3/", PHONE),
    ("differences", READER, "/handreiking/mas/0.3/wijzigingen/?sinds=0.2", DESKTOP),
    ("admin", EDITOR, "/beheer/", DESKTOP),
)
"""Name, who looks (by address), where, and how wide the window is."""


def main() -> int:
    """Take every picture. Returns 1 when a page does not answer, or when there is no Chromium."""
    if not chromium_path():
        sys.stderr.write("The pictures need a Chromium on the PATH.\n")
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    failed = 0
    with demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=SWITCHES)
        for name, who, path, viewport in SHOTS:
            page = browser.new_context(base_url=address, viewport=viewport, locale="nl-NL").new_page()
            if who:
                sign_in(page, who)
            answer = page.goto(path)
            status = answer.status if answer else 0
            page.screenshot(path=PICTURES / f"{name}.png")
            page.context.close()
            failed += status != 200
            sys.stdout.write(f"{name}: {path} answered {status}\n")
        browser.close()
    return 1 if failed else 0


def sign_in(page: Any, who: str) -> None:
    """One click on the demo's sign-in page."""
    page.goto("/account/login/")
    page.locator(f'button[name="email"][value="{who}"], form:has(input[value="{who}"]) button').first.click()


@contextmanager
def demo() -> Iterator[str]:
    """A demo of its own in a temporary folder, on a free port."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="klankbord-pictures-") as folder:
        roots = os.pathsep.join([str(ROOT), str(ROOT / "site")])
        environ = os.environ | {"KLANKBORD_MODE": "demo", "KLANKBORD_VAR": folder, "PORT": str(port), "PYTHONPATH": roots}
        for command in ("createcachetable", "migrate", "demo"):
            subprocess.run([sys.executable, "manage.py", command, "--verbosity", "0"], cwd=ROOT, env=environ, check=True)
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{port}", "--no-control-socket"],
            cwd=ROOT,
            env=environ,
        )
        try:
            await_answer(f"http://127.0.0.1:{port}/")
            yield f"http://localhost:{port}"
        finally:
            server.terminate()
            server.wait()


def await_answer(address: str, *, within_seconds: float = 60.0) -> None:
    deadline = time.monotonic() + within_seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=within_seconds):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


if __name__ == "__main__":
    sys.exit(main())
