"""The mails of this slice, as kinds: what each is called, which template it has, and that no preference holds it back."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from consultation.delivery import kinds

SIGN_IN_CODE = "people.sign_in_code"
UNKNOWN_ADDRESS = "people.unknown_address"
ADDRESS_CODE = "people.address_code"
PASSWORD_CODE = "people.password_code"  # noqa: S105
SECURITY = "people.security"
CONFIRM_APPLICATION = "people.confirm_application"
APPLICATION_RECEIVED = "people.application_received"
APPLICATION_KNOWN = "people.application_known"
APPLICATIONS_WAIT = "people.applications_wait"
APPLICATION_APPROVED = "people.application_approved"
APPLICATION_REFUSED = "people.application_refused"
INVITATION = "people.invitation"
GUEST_INVITATION = "people.guest_invitation"
MEMBERSHIP_CHANGED = "people.membership"
ERASED = "people.erased"
IDLE = "people.idle"

KINDS = (
    kinds.Kind(SIGN_IN_CODE, _("Code to sign in"), "people/sign_in_code", transactional=True),
    kinds.Kind(UNKNOWN_ADDRESS, _("Somebody tried to sign in with this address"), "people/unknown_address", transactional=True),
    kinds.Kind(ADDRESS_CODE, _("Code to confirm an address"), "people/address_code", transactional=True),
    kinds.Kind(PASSWORD_CODE, _("Code to choose a new password"), "people/password_code", transactional=True),
    kinds.Kind(SECURITY, _("Something changed in your account"), "people/security", transactional=True),
    kinds.Kind(CONFIRM_APPLICATION, _("Confirm your application"), "people/confirm_application", transactional=True),
    kinds.Kind(APPLICATION_RECEIVED, _("Your application has been received"), "people/application_received", transactional=True),
    kinds.Kind(APPLICATION_KNOWN, _("Application with a known address"), "people/application_known", transactional=True),
    kinds.Kind(
        APPLICATIONS_WAIT,
        _("Applications that wait for a decision"),
        "people/applications_wait",
        permission="people.change_application",
    ),
    kinds.Kind(APPLICATION_APPROVED, _("Welcome to the sounding board"), "people/application_approved", transactional=True),
    kinds.Kind(APPLICATION_REFUSED, _("Answer to your application"), "people/application_refused", transactional=True),
    kinds.Kind(MEMBERSHIP_CHANGED, _("Your groups have changed"), "people/membership", transactional=True),
    kinds.Kind(
        ERASED,
        _("Your data have been erased"),
        "people/erased",
        transactional=True,
        forget=True,
        why=_("You get this mail because your data were erased. It is the last one, and we do not keep it."),
    ),
    kinds.Kind(
        IDLE,
        _("Your account is about to be erased"),
        "people/idle",
        transactional=True,
        why=_("You get this mail because you have an account that you have not used for a long time."),
    ),
    kinds.Kind(
        INVITATION,
        _("Invitation"),
        "people/invitation",
        transactional=True,
        why=_("You get this mail because an editor invites you with this address."),
    ),
    kinds.Kind(
        GUEST_INVITATION,
        _("A colleague asks you along"),
        "people/guest_invitation",
        transactional=True,
        why=_("You get this mail because a colleague asks you along with this address."),
    ),
)


def register() -> None:
    """Called when the app is ready."""
    for kind in KINDS:
        kinds.register(kind)


@dataclass(frozen=True)
class SecurityEvent:
    """One change in an account that its owner hears about: the subject and the sentence of the mail."""

    subject: str | Promise
    sentence: str | Promise


SECURITY_EVENTS = {
    "account/email/email_changed": SecurityEvent(
        _("Your e-mail address has changed"), _("The e-mail address of your account has changed. This was the old address.")
    ),
    "account/email/email_deleted": SecurityEvent(
        _("An e-mail address was removed"), _("An e-mail address was removed from your account.")
    ),
    "account/email/email_confirm": SecurityEvent(
        _("Your e-mail address is confirmed"), _("The e-mail address of your account has been confirmed.")
    ),
    "account/email/password_changed": SecurityEvent(
        _("Your password has changed"), _("The password of your account has changed.")
    ),
    "account/email/password_set": SecurityEvent(_("You now have a password"), _("A password was set for your account.")),
    "account/email/password_reset": SecurityEvent(
        _("Your password is new"), _("A new password was chosen for your account, with a code from a mail.")
    ),
    "mfa/email/totp_activated": SecurityEvent(
        _("Your authenticator app is on"), _("From now on your account asks for a code from your authenticator app.")
    ),
    "mfa/email/totp_deactivated": SecurityEvent(
        _("Your authenticator app is off"), _("Your account no longer asks for a code from your authenticator app.")
    ),
    "mfa/email/webauthn_added": SecurityEvent(_("A passkey was added"), _("A passkey was added to your account.")),
    "mfa/email/webauthn_removed": SecurityEvent(_("A passkey was removed"), _("A passkey was removed from your account.")),
    "mfa/email/recovery_codes_generated": SecurityEvent(
        _("You have new recovery codes"), _("New recovery codes were made for your account. The old ones no longer work.")
    ),
    "socialaccount/email/account_connected": SecurityEvent(
        _("Your organisation's sign-in is linked"), _("Signing in through your organisation was linked to your account.")
    ),
    "socialaccount/email/account_disconnected": SecurityEvent(
        _("Your organisation's sign-in is unlinked"), _("Signing in through your organisation no longer opens your account.")
    ),
}

CODE_MAILS = {
    "account/email/login_code": SIGN_IN_CODE,
    "account/email/unknown_account": UNKNOWN_ADDRESS,
    "account/email/account_already_exists": UNKNOWN_ADDRESS,
    "account/email/email_confirmation": ADDRESS_CODE,
    "account/email/email_confirmation_signup": ADDRESS_CODE,
    "account/email/password_reset_code": PASSWORD_CODE,
}


def applications_wait_title(waiting: int) -> str | Promise:
    """The line in an editor's inbox, in her language, since it is written only when it is put there."""
    return lazy(_applications_wait_title, str)(waiting)


def _applications_wait_title(waiting: int) -> str:
    return ngettext("%(n)s application waits for you", "%(n)s applications wait for you", waiting) % {"n": waiting}
