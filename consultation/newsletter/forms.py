"""The forms of this slice: asking for the newsletter, changing what one gave, and the editors' two."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from consultation.newsletter.models.subscriptions import LANGUAGES
from consultation.people.open_forms import OpenForm

LONGEST_NAME = 120


class _Reader(forms.Form):
    """The two things that the newsletter knows of somebody."""

    name = forms.CharField(
        label=_("Your name"), max_length=LONGEST_NAME, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Your e-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class SubscribeForm(_Reader, OpenForm):
    """Asking for the newsletter; open to everybody.

    It stands in the foot of every page, beside forms that ask for a name and an address too, so its elements have ids
    of their own.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="nieuwsbrief-%s", **kwargs)


class DetailsForm(_Reader):
    """What a subscriber changes by the link in her mails."""

    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, widget=forms.RadioSelect)

    field_order = ["name", "email", "language"]


class PlanForm(forms.Form):
    """When an issue goes, on the clock on the wall."""

    send_at = forms.DateTimeField(label=_("Send at"), widget=AdminDateTimeInput)


class LookUpForm(forms.Form):
    """An address to look up."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
