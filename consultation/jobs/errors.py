"""What can go wrong with a job, as types that callers can tell apart."""


class JobError(Exception):
    """The base of this slice's errors."""


class UnknownKind(JobError):
    """No function is registered for this kind; the row stays due, so a newer worker can take it up."""


class LeaseLost(JobError):
    """Another worker took the job over; the one that hears this stops and records nothing."""


class JobRefused(JobError):
    """Raised by a kind's function when trying again is of no use. Its text is shown to the person who asked."""
