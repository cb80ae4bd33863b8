"""The forms of this slice: the preferences, with a pace for each kind, and the list of suppressed addresses."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultation.delivery.kinds import DIGEST, Kind
from consultation.delivery.models import Preference, Rhythm
from consultation.delivery.wishes import Wishes

Pace = Preference.Pace
HOURS = [(hour, f"{hour}:00") for hour in range(6, 21)]
MOST = [(count, str(count)) for count in (1, 2, 3, 5, 10)]
MANY_YEARS = 2
"""A pause that is longer is a slip of the finger."""


class PreferencesForm(forms.Form):
    """One radio group for each kind, then the rhythm. What was never chosen shows what holds without a choice."""

    hour = forms.TypedChoiceField(label=_("Hour of your overview"), coerce=int, help_text=_("On working days."))
    weekday = forms.TypedChoiceField(
        label=_("Day of the weekly overview"),
        coerce=int,
        choices=Rhythm.Weekday.choices,
        help_text=_("Is that day a holiday? Then it comes on the first working day after it."),
    )
    most_a_day = forms.TypedChoiceField(
        label=_("How many mails a day at most"),
        coerce=int,
        help_text=_("What does not fit is in your next overview. Codes and answers to what you ask for always come."),
    )
    paused_until = forms.DateField(
        label=_("No mails before"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("For a holiday or a busy time. From this day on you get what you missed in one mail."),
        error_messages={"invalid": _("Write the date as day-month-year, such as 1-9-2026.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the mails and the site"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, kinds: list[Kind], wishes: Wishes, language: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        self.kind_names = [kind.name for kind in kinds]
        for kind in kinds:
            self.fields[kind.name] = forms.ChoiceField(
                label=kind.label, choices=paces_for(kind), initial=wishes.pace_of(kind), widget=forms.RadioSelect
            )
        self.fields["hour"].choices = _with(HOURS, wishes.hour, f"{wishes.hour}:00")
        self.fields["most_a_day"].choices = _with(MOST, wishes.most_a_day, str(wishes.most_a_day))
        self.initial |= {
            "language": language,
            "hour": wishes.hour,
            "weekday": wishes.weekday,
            "most_a_day": wishes.most_a_day,
            "paused_until": wishes.paused_until if wishes.paused_until and wishes.paused_until > today else None,
        }

    @property
    def pace_fields(self) -> list[forms.BoundField]:
        """The radio groups of the kinds."""
        return [self[name] for name in self.kind_names]

    @property
    def paces(self) -> dict[str, str]:
        """What was chosen for each kind."""
        return {name: self.cleaned_data[name] for name in self.kind_names}

    @property
    def rhythm(self) -> dict[str, Any]:
        """Hour, weekday, most mails a day and pause, as ``set_rhythm`` takes them."""
        return {name: self.cleaned_data[name] for name in ("hour", "weekday", "most_a_day", "paused_until")}

    def clean_paused_until(self) -> date | None:
        day: date | None = self.cleaned_data["paused_until"]
        if day is None or day <= self._today:
            return None
        if day.year > self._today.year + MANY_YEARS:
            raise forms.ValidationError(
                _('Choose a day within two years, or choose "never" for the mails that you do not want.'), code="far"
            )
        return day


def paces_for(kind: Kind) -> list[tuple[str, Any]]:
    """The paces that one can choose for a kind; what cannot wait for an overview comes at once or never."""
    if kind.name == DIGEST:
        return [(Pace.AT_ONCE, pgettext_lazy("overview", "on my day and hour")), (Pace.NEVER, Pace.NEVER.label)]
    if not kind.can_wait:
        return [(Pace.AT_ONCE, Pace.AT_ONCE.label), (Pace.NEVER, Pace.NEVER.label)]
    return [(pace, label) for pace, label in Pace.choices if kind.alone or pace != Pace.AT_ONCE]


def _with(choices: list[tuple[int, str]], value: int, label: str) -> list[tuple[int, str]]:
    """The choices and what holds now, in order."""
    return sorted({**dict(choices), value: label}.items())


class LiftForm(forms.Form):
    """Why an address gets mails again; it stands in the audit trail."""

    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("Stands in the audit trail."))


class SuppressForm(LiftForm):
    """Which address gets no more mails, and why."""

    address = forms.EmailField(label=_("Address"), max_length=254)
    field_order = ("address", "reason")
