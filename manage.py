"""Runs the project's commands: `python manage.py COMMAND --help`."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def choose_installation() -> None:
    """Let a command typed by hand in a checkout speak to the demo that `make run` built.

    An installation of any other kind says so: KLANKBORD_MODE, or the SECRET_KEY that production cannot do without.
    """
    told = ("KLANKBORD_MODE", "SECRET_KEY", "SECRET_KEY_FILE")
    if not any(name in os.environ for name in told):
        os.environ["KLANKBORD_MODE"] = "demo"
        os.environ.setdefault("KLANKBORD_VAR", str(ROOT / "var" / "demo"))


def main() -> None:
    """Put the project's two import roots on the path and hand over to Django."""
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    choose_installation()

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
