"""Asks the web server in this container whether it is alive, by the host name that it answers to.

Alive, not ready: a container that waits for its database is not cured by being started anew. The proxy and the
monitoring ask /health/ready.
"""

import os
import sys
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 5


def main() -> int:
    """Exit code 0 for a web server that answers 200, 1 for any other."""
    host = urlsplit(os.environ.get("BASE_URL", "")).netloc or "localhost"
    connection = HTTPConnection("127.0.0.1", int(os.environ.get("WEB_PORT", "8000")), timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", "/health/live", headers={"Host": host})
        status = connection.getresponse().status
    except (OSError, HTTPException) as error:
        sys.stderr.write(f"probe: {error}\n")
        return 1
    if status != 200:
        sys.stderr.write(f"probe: /health/live answered {status}\n")
    return 0 if status == 200 else 1


if __name__ == "__main__":
    sys.exit(main())
