"""What an editor types about a try-out and its cases. Every form works without a script."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultation.tryouts.actions.cases import CasePlan
from consultation.tryouts.models import Case, Tryout
from handbook.framework.graph import Framework

MOST_PERSONS = 8
LONGEST_PERSON = 80
LONGEST_KNOWN = 2000


class TryoutForm(forms.Form):
    """The introduction, and whether time is measured."""

    intro = forms.CharField(
        label=_("What we ask"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Members read this above the cases: why you ask them to try the method, and what you do with it."),
    )
    measures_time = forms.BooleanField(
        label=_("Measure the time per step"),
        required=False,
        help_text=_(
            "Members read on the page that it is measured, and what for. You see the middle value per step, never a person's."
        ),
    )


def tryout_initial(tryout: Tryout) -> dict[str, Any]:
    """What stands about a try-out, as the form shows it."""
    return {"intro": tryout.intro, "measures_time": tryout.measures_time}


class CaseForm(forms.Form):
    """One case, with a field for each step of the version, in reading order."""

    title = forms.CharField(
        label=_("Title"), max_length=120, help_text=_("Short and recognisable, such as “Often ill on Mondays”.")
    )
    story = forms.CharField(
        label=_("Story"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("What an officer knows at the beginning. Make the people up; take nothing over from a real case."),
    )
    persons = forms.CharField(
        label=_("Whom it is about"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on a line, such as “Noor (14)” and “her parents”. Each can get an outcome of their own."),
    )

    def __init__(self, *args: Any, framework: Framework, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.steps = {f"known_{number}": step for number, step in enumerate(framework.steps)}
        for name, step in self.steps.items():
            self.fields[name] = forms.CharField(
                label=f"{step.name} {step.question}",
                max_length=LONGEST_KNOWN,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def about(self) -> list[forms.BoundField]:
        """The fields of the case itself."""
        return [self["title"], self["story"], self["persons"]]

    @property
    def known(self) -> list[forms.BoundField]:
        """A field for each step."""
        return [self[name] for name in self.steps]

    def clean_persons(self) -> list[str]:
        persons = [line for typed in self.cleaned_data["persons"].splitlines() if (line := typed.strip())]
        if len(persons) > MOST_PERSONS:
            raise forms.ValidationError(_("Name at most %(most)s persons.") % {"most": MOST_PERSONS})
        if any(len(person) > LONGEST_PERSON for person in persons):
            raise forms.ValidationError(
                _("Use at most %(most)s characters for a person, and one line for each.") % {"most": LONGEST_PERSON}
            )
        return persons

    @property
    def plan(self) -> CasePlan:
        """What was typed, as the actions take it."""
        data = self.cleaned_data
        known = {step.name: data[name] for name, step in self.steps.items()}
        return CasePlan(title=data["title"], story=data["story"], persons=data["persons"], known=known)


def case_initial(case: Case, framework: Framework) -> dict[str, Any]:
    """What stands in a case, as the form shows it."""
    known = {f"known_{number}": case.known.get(step.name, "") for number, step in enumerate(framework.steps)}
    return {"title": case.title, "story": case.story, "persons": "\n".join(case.persons), **known}
