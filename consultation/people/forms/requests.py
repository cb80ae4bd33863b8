"""A request of somebody about her data, handled by an administrator."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class AddressForm(forms.Form):
    """Whom it is about."""

    email = forms.EmailField(label=_("Her e-mail address"), max_length=254)


class RequestForm(AddressForm):
    """What is done about it, and why; the reason is written in the audit trail."""

    email = forms.EmailField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("For example: she asked for it by mail on 3 May. Write no name; the audit trail keeps this for years."),
    )


class EraseRequestForm(RequestForm):
    """Erasing asks for one more thing."""

    sure = forms.BooleanField(label=_("I have made sure that it is she who asks this"))
