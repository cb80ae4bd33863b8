"""The forms that anybody may fill in: applying for the sounding board and accepting an invitation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from consultation.people.models import Application

FASTEST_SECONDS = 3
"""Nobody reads and fills in six fields in less; a script does."""
_SALT = "consultation.people.apply"

REGIONS = ("Noord", "Noord-West", "Midden", "Oost", "Zuid", "Zuid-West", "Landelijk")
"""Suggestions only: the field takes any text, since safety regions, RMC regions and provinces are all in use."""


class _Joining(forms.Form):
    """What every new member tells and agrees to."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    organisation_name = forms.CharField(
        label=_("Organisation"),
        max_length=160,
        help_text=_("The municipality, region or organisation that you work for."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    function = forms.CharField(
        label=_("Function"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "organization-title"})
    )
    region = forms.CharField(
        label=_("Region"), max_length=80, required=False, widget=forms.TextInput(attrs={"list": "regions", "autocomplete": "off"})
    )
    terms = forms.BooleanField(label=_("I agree to the terms of the sounding board"))

    regions = REGIONS


class InvitationForm(_Joining):
    """Accepting an invitation; the address is known from it."""


class ApplyForm(_Joining):
    """Applying. Two quiet guards against scripts: a field that people do not see, and the time that filling in takes."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("We send a mail to this address first. Open it to confirm."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    motivation = forms.CharField(
        label=_("Why do you want to think along?"),
        max_length=Application._meta.get_field("motivation").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ["name", "email", "organisation_name", "function", "region", "motivation", "terms"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("opened", signing.dumps("", salt=_SALT))

    @property
    def is_trapped(self) -> bool:
        """Whether the field was filled in that no person sees."""
        return bool(self.data.get("website"))

    def clean_opened(self) -> str:
        """Refuses what came faster than a person types; sending the same form again then succeeds."""
        stamp = self.cleaned_data["opened"]
        try:
            signing.loads(stamp, salt=_SALT, max_age=FASTEST_SECONDS)
        except signing.SignatureExpired:
            return stamp
        except signing.BadSignature:
            pass
        raise forms.ValidationError(_("That went very fast. Look at your answers and send them again."))
