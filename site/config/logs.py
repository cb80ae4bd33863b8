"""Lines of the log without addresses of people: logs are kept elsewhere, and erasing somebody cannot reach them (G24)."""

from __future__ import annotations

import logging
import re

ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
MASK = "[address]"


class MaskingFormatter(logging.Formatter):
    """Formats as its base does and masks every e-mail address, in tracebacks too: mail servers love to repeat them."""

    def format(self, record: logging.LogRecord) -> str:
        return ADDRESS.sub(MASK, super().format(record))
