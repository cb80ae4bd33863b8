"""How the launcher says that something cannot go on: one sentence that tells what to do."""


class LaunchError(Exception):
    """A reason to stop with exit code 1. The text is for a person; `detail` holds the last lines of what failed."""

    def __init__(self, sentence: str, *, detail: str = "") -> None:
        super().__init__(sentence)
        self.detail = detail


class Stopped(BaseException):
    """Somebody pressed Ctrl-C or sent a signal. No error, so nothing that handles errors may swallow it."""
