"""The tables of this slice, by noun, and the names of the groups."""

from consultation.people.models.people import (
    ADMINISTRATORS,
    EDITORS,
    GUESTS,
    MEMBERSHIP,
    OBSERVERS,
    PUBLIC,
    SOUNDING_BOARD,
    TERMS_VERSION,
    WORKING_GROUP,
    Application,
    Consent,
    Invitation,
    Organisation,
    Subject,
    User,
    UserManager,
    new_token,
)
from consultation.people.models.retention import IdleWarning, RetentionRun

__all__ = [
    "ADMINISTRATORS",
    "EDITORS",
    "GUESTS",
    "MEMBERSHIP",
    "OBSERVERS",
    "PUBLIC",
    "SOUNDING_BOARD",
    "TERMS_VERSION",
    "WORKING_GROUP",
    "Application",
    "Consent",
    "IdleWarning",
    "Invitation",
    "Organisation",
    "RetentionRun",
    "Subject",
    "User",
    "UserManager",
    "new_token",
]
