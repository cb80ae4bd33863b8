"""The form of the preferences: one choice for each kind that the reader may get."""

from __future__ import annotations

from typing import Any

from django import forms

from consultation.delivery.kinds import Kind
from consultation.delivery.models import Preference


class PreferencesForm(forms.Form):
    """One radio group for each kind; the kind's default is filled in where nothing was chosen yet."""

    def __init__(self, *args: Any, kinds: list[Kind], paces: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds
        for kind in kinds:
            self.fields[kind.name] = forms.ChoiceField(
                label=kind.label,
                choices=Preference.Pace.choices,
                initial=paces.get(kind.name, kind.default_pace),
                widget=forms.RadioSelect,
            )
