"""Forms that are open to everybody: two quiet guards against scripts, so that nobody needs to solve a puzzle.

A field that people do not see, and the time that filling in takes. Limits per address and per network (``limits``)
belong to the view; the same answer for every address to the action.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

FASTEST_SECONDS = 3
"""Nobody reads a form and fills it in in less; a script does."""
_SALT = "consultation.people.open_forms"


class OpenForm(forms.Form):
    """The base of such a form. Its template includes ``components/open_form.html``.

    A view asks ``is_trapped`` first and then answers as if all went well, without doing anything.
    """

    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

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
