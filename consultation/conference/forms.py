"""Signing up, for everybody; and what an editor or a helper at the door types."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultation.conference.models import Conference, Registration, Workshop
from consultation.people.models import Application
from consultation.people.open_forms import OpenForm


class WorkshopChoice(forms.ModelChoiceField):
    """The workshops of a conference, each with the places that are left."""

    def __init__(self, conference: Conference, *, label: Promise, none: Promise, chosen: int | None = None) -> None:
        super().__init__(
            conference.workshops.with_counts(),
            label=label,
            required=False,
            widget=forms.RadioSelect,
            empty_label=none,
            blank=True,
            initial=chosen or "",
        )

    def label_from_instance(self, obj: Workshop) -> str:
        return f"{obj.title} ({obj.describe_places()})"


class _AttendeeForm(forms.Form):
    """What one tells of oneself: no more than the name badge and the mail need."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your e-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    organisation = forms.CharField(
        label=_("Organisation"), max_length=160, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    function = forms.CharField(
        label=_("Function"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "organization-title"})
    )

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if conference.workshops.exists():
            self.fields["workshop"] = WorkshopChoice(conference, label=_("Workshop"), none=_("I choose later"))

    @property
    def answers(self) -> dict[str, str]:
        """What was typed of the person, without the choices."""
        return {name: self.cleaned_data[name] for name in ("name", "email", "organisation", "function")}


class SignUpForm(_AttendeeForm, OpenForm):
    """Open to everybody. ``request_key`` makes a double click one sign-up."""

    request_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("request_key", uuid.uuid4())

    def clean_request_key(self) -> uuid.UUID:
        return self.cleaned_data["request_key"] or uuid.uuid4()


class EnterForm(_AttendeeForm):
    """An editor puts somebody on the list herself."""


class WorkshopForm(forms.Form):
    """Another workshop for somebody who is on the list."""

    def __init__(self, *args: Any, registration: Registration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workshop"] = WorkshopChoice(
            registration.conference, label=_("Workshop"), none=_("No workshop"), chosen=registration.workshop_id
        )


class JoinForm(forms.Form):
    """An attendee becomes a member: all that her sign-up does not say."""

    motivation = forms.CharField(
        label=_("Why do you want to think along?"),
        max_length=Application._meta.get_field("motivation").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    terms = forms.BooleanField(label=_("I agree to the terms of the sounding board"))


class CallOffForm(forms.Form):
    """Cancelling a conference, with the reason."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who signed up reads this in a mail."),
    )
