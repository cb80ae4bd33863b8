"""The forms of a walk: a question with "I got stuck here" beside it, and the end. They check shape; the actions decide."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.html import escape, format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.comments.errors import HouseRulesFirst, NothingWritten, PersonalDataFound
from consultation.comments.forms import GuardedForm
from consultation.tryouts.actions import Concluded, Given
from consultation.tryouts.errors import (
    AlreadyTold,
    ChoiceMissing,
    MotivationMissing,
    NobodyNamed,
    OutcomeNotChanged,
    ReasonMissing,
    StuckNotPosted,
    UnknownOutcome,
    WentElsewhere,
)
from consultation.tryouts.models import Case, Conclusion, StepAnswer
from handbook.framework.graph import Answer, Outcome, Step
from look.hidden import instant_in

LONGEST = 4000


class _WalkForm(GuardedForm):
    """What both forms share: where a refusal belongs, and that the browser leaves checking to us."""

    use_required_attribute = False
    fields_of: dict[type[Exception], str]

    def refuse(self, refusal: Exception, *, suffix: str = "", guarded: str = "") -> None:
        """Puts a refusal at the field that it is about; what the guard found at the field ``guarded``."""
        name = guarded if isinstance(refusal, PersonalDataFound) else self.fields_of.get(type(refusal), "")
        self.add_error(f"{name}{suffix}" if name else None, str(refusal))


class StepForm(_WalkForm):
    """The answer at a step, its motivation, and in the same form, so that nothing typed is lost, where somebody got stuck.

    ``shown_at`` is when the question came before her eyes, where the try-out measures time; ``writer`` who had it open, signed;
    ``key`` makes a double click post one remark; ``seen_at`` is when the walk was last saved as this page knows it.
    """

    fields_of = {
        ChoiceMissing: "choice",
        MotivationMissing: "motivation",
        NothingWritten: "stuck",
        HouseRulesFirst: "house_rules",
        AlreadyTold: "stuck",
        StuckNotPosted: "stuck",
    }

    writer = forms.CharField(widget=forms.HiddenInput, required=False)
    shown_at = forms.CharField(widget=forms.HiddenInput, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen_at = forms.CharField(widget=forms.HiddenInput, required=False)
    choice = forms.TypedChoiceField(
        label=gettext_lazy("Your answer"), widget=forms.RadioSelect, coerce=int, empty_value=None, required=False
    )
    motivation = forms.CharField(
        label=gettext_lazy("Why do you choose this?"),
        max_length=LONGEST,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    stuck = forms.CharField(
        label=gettext_lazy("What is unclear, or what is missing?"),
        max_length=LONGEST,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    house_rules = forms.BooleanField(label=gettext_lazy("I have read the house rules and keep to them"), required=False)

    def __init__(self, *args: Any, step: Step, asks_rules: bool = False, tells_stuck: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["choice"].choices = [(number, _with_note(answer)) for number, answer in enumerate(step.answers)]
        # The label goes into a page as it is, and an author's words are text.
        self.fields["motivation"].help_text = escape(step.motivate)
        self._must = {"choice"} | ({"motivation"} if step.motivate else set())
        if not asks_rules or not tells_stuck:
            del self.fields["house_rules"]
        if not tells_stuck:
            del self.fields["stuck"]
        elif asks_rules:
            self._must |= {"house_rules"}
        self._must |= {"stuck"} & set(self.fields)

    def mark_required(self) -> None:
        """So that no label calls optional what the actions ask for; after the form was checked, which lets drafts pass."""
        self.is_valid()
        for name in self._must:
            self.fields[name].required = True

    @property
    def given(self) -> Given:
        data = self.cleaned_data
        return Given(choice=data.get("choice"), motivation=_text(data.get("motivation")), shown_at=self._shown_at)

    @property
    def stuck_reason(self) -> str:
        return _text(self.cleaned_data.get("stuck"))

    @property
    def is_stuck_told(self) -> bool:
        """Whether something stands in that field, so that it must stand open."""
        return "stuck" in self.fields and bool((self["stuck"].value() or "").strip())

    @property
    def key_or_new(self) -> uuid.UUID:
        return self.cleaned_data.get("key") or uuid.uuid4()

    @property
    def _shown_at(self) -> datetime | None:
        return self._instant("shown_at")

    @property
    def seen(self) -> datetime | None:
        return self._instant("seen_at")

    def _instant(self, name: str) -> datetime | None:
        found = instant_in(self.cleaned_data.get(name))
        return found if found is not None and found.tzinfo is not None else None


class EndForm(_WalkForm):
    """The conclusions: for each outcome that was reached a select, ticks for whom, and a reason; names end in its position.

    ``seen`` names the outcomes that the form was made for: another window may have gone another way meanwhile.
    """

    fields_of = {UnknownOutcome: "chosen", NobodyNamed: "persons", ReasonMissing: "reason", OutcomeNotChanged: "reason"}

    writer = forms.CharField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case, reached: Sequence[Outcome], outcomes: Sequence[Outcome], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reached = reached
        self.outcomes_seen = " + ".join(outcome.name for outcome in reached)
        self.initial["seen"] = self.outcomes_seen
        for place, outcome in enumerate(reached):
            self.fields[f"persons-{place}"] = forms.MultipleChoiceField(
                label=_("For whom is %(outcome)s?") % {"outcome": _named(outcome)},
                choices=[(person, person) for person in case.persons],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
            if not case.persons:
                del self.fields[f"persons-{place}"]
            self.fields[f"chosen-{place}"] = forms.ChoiceField(
                label=_("Which outcome do you choose?"),
                help_text=_("You may choose otherwise than the method, if you tell why."),
                choices=_outcome_choices(outcome, outcomes),
                required=False,
            )
            self.fields[f"reason-{place}"] = forms.CharField(
                label=_("Why another outcome than %(outcome)s?") % {"outcome": _named(outcome)},
                help_text=_("Fill this in only if you choose otherwise than the method."),
                max_length=LONGEST,
                required=False,
                strip=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("seen") != self.outcomes_seen:
            raise forms.ValidationError(str(WentElsewhere()))
        return data

    @property
    def parts(self) -> list[dict[str, Any]]:
        """The fields of each outcome that was reached."""
        return [
            {
                "outcome": outcome,
                "persons": self[f"persons-{place}"] if f"persons-{place}" in self.fields else None,
                "chosen": self[f"chosen-{place}"],
                "reason": self[f"reason-{place}"],
                "is_other": self._is_other(outcome, place),
            }
            for place, outcome in enumerate(self.reached)
        ]

    def _is_other(self, outcome: Outcome, place: int) -> bool:
        """Whether another outcome is being chosen, or was explained, so that its fields must stand open."""
        chosen, reason = self[f"chosen-{place}"], self[f"reason-{place}"]
        is_told = bool(chosen.errors or reason.errors or (reason.value() or "").strip())
        return is_told or chosen.value() not in ("", None, outcome.name)

    @property
    def conclusions(self) -> dict[str, Concluded]:
        data = self.cleaned_data
        return {
            outcome.name: Concluded(
                chosen=data.get(f"chosen-{place}") or outcome.name,
                persons=tuple(data.get(f"persons-{place}") or ()),
                reason=_text(data.get(f"reason-{place}")),
            )
            for place, outcome in enumerate(self.reached)
        }

    def mark_required(self) -> None:
        """So that no label calls optional what must be ticked."""
        self.is_valid()
        for name, field in self.fields.items():
            if name.startswith(("persons-", "chosen-")):
                field.required = True

    def refuse_each(self, refusals: dict[str, Exception]) -> None:
        """Puts what is wrong with each conclusion at its field."""
        for place, outcome in enumerate(self.reached):
            if outcome.name in refusals:
                self.refuse(refusals[outcome.name], suffix=f"-{place}", guarded="reason")


def initial_answer(answer: StepAnswer | None) -> dict[str, Any]:
    """The first values of a question that was answered, or begun, before."""
    return {} if answer is None else {"choice": answer.choice, "motivation": answer.motivation}


def initial_end(case: Case, reached: Sequence[Outcome], kept: Iterable[Conclusion]) -> dict[str, Any]:
    """The first values of the end: what was kept; else the outcome itself, for everybody where it is the only one."""
    found = {conclusion.outcome: conclusion for conclusion in kept}
    initial: dict[str, Any] = {}
    for place, outcome in enumerate(reached):
        one = found.get(outcome.name)
        everybody = list(case.persons) if len(reached) == 1 or len(case.persons) == 1 else []
        initial[f"persons-{place}"] = one.persons if one else everybody
        initial[f"chosen-{place}"] = one.chosen if one else outcome.name
        initial[f"reason-{place}"] = one.reason if one else ""
    return initial


def _with_note(answer: Answer) -> Any:
    if not answer.note:
        return answer.text
    return format_html('{}<span class="walk-note">{}</span>', answer.text, answer.note)


def _outcome_choices(reached: Outcome, outcomes: Sequence[Outcome]) -> list[tuple[str, str]]:
    """The outcome that the method points to first, then the others in the order of the text."""
    as_pointed = _("%(outcome)s (as the method points)") % {"outcome": _named(reached)}
    return [(reached.name, as_pointed), *((one.name, _named(one)) for one in outcomes if one.name != reached.name)]


def _named(outcome: Outcome) -> str:
    return f"{outcome.name} {outcome.title}".strip()


def _text(value: str | None) -> str:
    return (value or "").replace("\r\n", "\n").replace("\r", "\n")
