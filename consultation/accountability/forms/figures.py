"""Which figures others see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultation.accountability.models import Figure, ShownFigure


class ShownFiguresForm(forms.Form):
    """A choice for each group of figures: nobody beside those who weigh, the readers of the version, or everybody."""

    NOBODY = "niemand"

    def __init__(self, *args: Any, audiences: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(self.NOBODY, _("only those who weigh")), *ShownFigure.Audience.choices]
        for figure, label in Figure.choices:
            self.fields[figure] = forms.ChoiceField(label=label, choices=choices, initial=audiences.get(figure, self.NOBODY))

    def audiences(self) -> dict[str, str]:
        """What was chosen, by figure; "" for nobody."""
        return {figure: "" if chosen == self.NOBODY else chosen for figure, chosen in self.cleaned_data.items()}
