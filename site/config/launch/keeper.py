"""A small process that outlives the launcher by a moment, so that no child can.

The launcher starts it first, as the leader of the process group that every child joins, and holds the other end of its
standard input. However the launcher ends, with kill -9 too, that end closes; then this process ends the group. A pipe
does that on Linux and macOS alike, where PR_SET_PDEATHSIG is Linux only and reaches no grandchild.

It also holds the lock that the launcher took: the next `make run` starts only when the last child has gone.

Usage: keeper.py SECONDS [FOLDER]. Reads the children's process ids, one a line. FOLDER is removed at the end.
"""

import contextlib
import os
import shutil
import signal
import sys
import time


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, signal.SIG_IGN)
    patience = float(sys.argv[1])
    children = [int(line) for line in sys.stdin]
    group = os.getpgrp()
    if group != os.getpid():
        sys.exit("keeper.py leads the group that it ends; start it with a process group of its own.")
    if any(alive(pid) for pid in children):
        os.killpg(group, signal.SIGTERM)
        deadline = time.monotonic() + patience
        while any(alive(pid) for pid in children) and time.monotonic() < deadline:
            time.sleep(0.05)
    for folder in sys.argv[2:]:
        with contextlib.suppress(OSError):
            shutil.rmtree(folder)
    # Grandchildren whose ids nobody knows go with the group, and so does this process.
    os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    main()
