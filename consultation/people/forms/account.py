"""allauth's forms on the account pages, where a label of ours says more than theirs."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import AddEmailForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.translation import gettext_lazy as _


class NewAddressForm(AddEmailForm):
    """The page shows the present address too, so the field says which one it asks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail address")


class PasskeyForm(AddWebAuthnForm):
    """The name is for the person's own list; allauth proposes "Master key", which says nothing about the device."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["name"] = ""
        self.fields["name"].label = _("Name")
        self.fields["name"].help_text = _("For example: laptop at work.")
