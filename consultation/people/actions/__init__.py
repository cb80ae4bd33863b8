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
from consultation.people.actions.applications import (
    ANSWER_DAYS,
    CONFIRM_DAYS,
    application_of,
    apply,
    approve_application,
    confirm_application,
    forget_unconfirmed,
    refuse_application,
    remind_editors,
)
from consultation.people.actions.consents import record_consent, subject_of, withdraw_consent
from consultation.people.actions.groups import ensure_groups
from consultation.people.actions.invitations import (
    InvitationReport,
    accept_invitation,
    end_group,
    invitation_of,
    invite,
    invite_many,
    withdraw_invitation,
)
from consultation.people.actions.own_data import COPY_JOB, ERASE_JOB, ask_copy, ask_erasure, forget_copies
from consultation.people.actions.personal_data import ErasureReport, count_person, erase_person, export_person, person_of

__all__ = [
    "ANSWER_DAYS",
    "CONFIRM_DAYS",
    "COPY_JOB",
    "ERASE_JOB",
    "ErasureReport",
    "InvitationReport",
    "accept_invitation",
    "add_to_group",
    "application_of",
    "apply",
    "approve_application",
    "ask_copy",
    "ask_erasure",
    "change_person",
    "confirm_application",
    "count_person",
    "create_person",
    "deactivate_person",
    "end_group",
    "end_sessions",
    "ensure_groups",
    "erase_person",
    "export_person",
    "forget_copies",
    "forget_unconfirmed",
    "invitation_of",
    "invite",
    "invite_many",
    "leave_group",
    "person_of",
    "reactivate_person",
    "record_consent",
    "refuse_application",
    "remind_editors",
    "set_language",
    "subject_of",
    "withdraw_consent",
    "withdraw_invitation",
]
