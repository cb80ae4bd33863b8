"""What can be seen beforehand to go wrong: a port that is taken, a disk that is full."""

from __future__ import annotations

import shutil
import socket

from .checkout import Checkout
from .failures import LaunchError

NEEDED_BYTES_FIRST = 1_500_000_000
NEEDED_BYTES_AGAIN = 50_000_000


def check_port(port: int) -> None:
    """Raises LaunchError when another program listens on PORT."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise LaunchError(f"Port {port} is not open to ordinary users; `make run PORT=8000` takes one that is.") from error
        except OSError as error:
            raise LaunchError(f"Port {port} is in use by another program; `make run PORT={port + 1}` takes another.") from error


def check_disk(checkout: Checkout) -> None:
    """Raises LaunchError when the disk is too full for what comes."""
    first = not checkout.python.exists() or not checkout.data.exists()
    needed = NEEDED_BYTES_FIRST if first else NEEDED_BYTES_AGAIN
    free = shutil.disk_usage(checkout.root).free
    if free < needed:
        megabytes = f"{free // 1_000_000} MB left and this needs {needed // 1_000_000} MB"
        raise LaunchError(f"The disk of {checkout.root} has {megabytes}; make room and try again.")
