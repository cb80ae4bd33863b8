"""The forms that anybody may fill in: applying for the sounding board and accepting an invitation."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from consultation.people.models import Application
from consultation.people.open_forms import OpenForm

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


class ApplyForm(_Joining, OpenForm):
    """Applying, open to everybody."""

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

    field_order = ["name", "email", "organisation_name", "function", "region", "motivation", "terms"]
