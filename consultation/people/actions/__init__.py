"""The only code that changes the state of this slice, by noun: groups, accounts, consents, applications, invitations, data."""

from consultation.people.actions.accounts import (
    add_to_group,
    change_person,
    create_person,
    deactivate_person,
    end_sessions,
    leave_group,
    reactivate_person,
    set_language,
)
from consultation.people.actions.consents import record_consent, subject_of, withdraw_consent
from consultation.people.actions.groups import ensure_groups

__all__ = [
    "add_to_group",
    "change_person",
    "create_person",
    "deactivate_person",
    "end_sessions",
    "ensure_groups",
    "leave_group",
    "reactivate_person",
    "record_consent",
    "set_language",
    "subject_of",
    "withdraw_consent",
]
