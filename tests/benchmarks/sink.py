"""A mail server in a process of its own that takes everything and keeps nothing: `python sink.py PORT`."""

import signal
import sys

from aiosmtpd.controller import Controller


class TakeAll:
    async def handle_DATA(self, server, session, envelope):
        return "250 OK"


controller = Controller(TakeAll(), hostname="127.0.0.1", port=int(sys.argv[1]))
controller.start()
sys.stdout.write("up\n")
sys.stdout.flush()
signal.pause()
