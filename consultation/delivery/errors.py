"""What can go wrong when we tell people something, as types that callers can tell apart."""


class DeliveryError(Exception):
    """The base of this slice's errors."""


class UnknownKind(DeliveryError):
    """No kind of this name is registered."""


class NoWayOut(DeliveryError):
    """A bulk mail without an account or an address to unsubscribe at; nobody may get one (guarantees G12)."""


class NotResendable(DeliveryError):
    """Only a mail that failed, or of which we do not know whether it went, can be sent again."""
