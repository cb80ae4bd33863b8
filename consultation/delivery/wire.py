"""One connection to the mail server for a batch, which knows whether a mail may have gone when it breaks."""

from __future__ import annotations

import contextlib
import smtplib
from typing import Any

from django.core.mail import EmailMessage, get_connection


class Wire:
    """Opened once and used for many mails, whatever ``EMAIL_BACKEND`` is.

    When a connection breaks after the text of a mail was sent and before the server answered, nobody knows whether
    the server took it. smtplib raises the same error as when nothing was sent, so we watch its ``data`` ourselves.
    """

    def __init__(self) -> None:
        self._backend: Any = get_connection()
        self.data_began = False

    def open(self) -> None:
        """Connects when there is no connection. Raises what the backend raises."""
        self._backend.open()
        smtp = getattr(self._backend, "connection", None)
        if isinstance(smtp, smtplib.SMTP) and "data" not in vars(smtp):
            send_text = smtp.data

            def data(message: bytes | str) -> tuple[int, bytes]:
                self.data_began = True
                return send_text(message)

            setattr(smtp, "data", data)  # noqa: B010  (on this one connection; mypy holds methods to be fixed)

    def send(self, message: EmailMessage) -> None:
        """Hands one message over. Raises what the backend raises; ``data_began`` then says how far it came."""
        self.data_began = False
        message.connection = self._backend
        self._backend.send_messages([message])

    def close(self) -> None:
        """Says goodbye; a server that is gone already does not mind."""
        with contextlib.suppress(Exception):
            self._backend.close()
        self._backend.connection = None
