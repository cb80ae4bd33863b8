"""The forms of signing in: allauth's, with our words and with what browsers and password managers need to help."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, LoginForm, RequestLoginCodeForm
from django import forms
from django.utils.translation import gettext_lazy as _


class CodeRequestForm(RequestLoginCodeForm):
    """One field: the address that the code goes to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.label = _("Your e-mail address")
        email.widget.attrs.pop("placeholder", None)
        email.widget.attrs["autocomplete"] = "username webauthn"


class CodeForm(ConfirmLoginCodeForm):
    """The code, in any way that it is pasted or typed, and whether this device is one's own."""

    remember = forms.BooleanField(label=_("Keep me signed in on this device for 30 days"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = _("Code from the mail")
        code.max_length = 40
        code.widget.attrs = {
            "autocomplete": "one-time-code",
            "autocapitalize": "characters",
            "spellcheck": "false",
            "size": "12",
            "autofocus": True,
        }

    def clean_code(self) -> str:
        """allauth forgives ASCII dashes and spaces; mail programs also make typographer's dashes and hard spaces."""
        self.cleaned_data["code"] = "".join(mark for mark in self.cleaned_data["code"] if mark.isalnum())
        return super().clean_code()


class PasswordForm(LoginForm):
    """For those who set a password of their own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "id_password_%s")
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Your e-mail address")
        self.fields["login"].widget.attrs.pop("placeholder", None)
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.fields.pop("remember", None)
