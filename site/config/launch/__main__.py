"""`python3 site/config/launch TARGET`: the door that the Makefile uses, on the system's own interpreter."""

import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036  (the interpreter is the system's, so this one is asked in earnest)
    sys.exit("Klankbord needs Python 3.11 or newer; `make run PYTHON=python3.12` chooses another interpreter.")

# Started as a folder, our first path entry is this folder; the package is one up, and it goes last: beside it lies a
# `celery.py` that must not stand in for the real one.
sys.path[:] = [*sys.path[1:], str(Path(__file__).resolve().parents[1])]

from launch.targets import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
