"""Why an operation was refused or failed, in a sentence for the administrator at the terminal."""


class OperationError(Exception):
    """The operation did not happen, and what was there is as it was."""
