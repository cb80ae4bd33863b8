"""The form of the publish wizard: label, status, notes and round on one page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from consultation.comments.guarded_forms import GuardedTexts
from consultation.people.models import OBSERVERS, SOUNDING_BOARD, WORKING_GROUP
from consultation.publishing.plan import ROUND_AUDIENCE, PublicationPlan, QuestionPlan, RoundPlan
from consultation.publishing.second_round import ProposedSection
from consultation.rounds.actions import read_remind_days
from consultation.rounds.errors import UnfitReminders
from consultation.rounds.models import REMIND_DAYS, Round
from handbook.actions import is_fit_label
from handbook.models import HandbookPage, Status, Version

ROUND_DAYS = 28
Outline = Sequence[tuple[str, str, str]]
"""The living sections in reading order: number, key, title."""


class PublishForm(forms.Form):
    """What the editor decides. ``plan()`` gives it to the action; nothing is stored in between."""

    label = forms.CharField(label=_("Label of the version"), max_length=20, help_text=_("For instance 0.2."))
    correction = forms.BooleanField(
        label=_("This is a correction"),
        required=False,
        help_text=_("A few words are mended. The round goes on, nobody is mailed, and status and round below do not count."),
    )
    status = forms.ChoiceField(label=_("Status"), choices=Status.choices, initial=Status.CONSULTATION)
    notes = forms.CharField(
        label=_("Release notes"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What is new, in a few lines. Members read this first."),
    )
    with_round = forms.BooleanField(label=_("Open a consultation round"), required=False, initial=True)
    opens_on = forms.DateField(
        label=_("Opens on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave empty to open it at once."),
    )
    closes_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The round closes at midnight after this day."),
    )
    audience = forms.MultipleChoiceField(
        label=_("Who may react"),
        choices=[
            (SOUNDING_BOARD, _("sounding board")),
            (WORKING_GROUP, _("working group")),
            (OBSERVERS, _("observers (they only read)")),
        ],
        initial=list(ROUND_AUDIENCE),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    blind = forms.BooleanField(
        label=_("Blind until it closes"), required=False, help_text=_("Members see each other's remarks only after the round.")
    )
    identity = forms.ChoiceField(label=_("How members appear to each other"), choices=Round.Identity.choices)
    intro = forms.CharField(label=_("What we ask"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    questions = forms.CharField(
        label=_("Questions"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_('One on each line. Begin with a number to put it at a section: "2.3: Is this workable for you?"'),
    )
    reading_list = forms.CharField(
        label=_("Begin with"), required=False, help_text=_("Numbers of sections for who has half an hour: 2.3, 5.3, 6.1")
    )
    remind_days = forms.CharField(
        label=_("Reminders, in days before the last day"),
        max_length=40,
        required=False,
        help_text=_(
            "For instance 7, 2. Only who still has something to do gets one, at eight on a working day. Empty is no reminder."
        ),
    )
    limited = forms.BooleanField(
        label=_("Only about the sections that changed most"),
        required=False,
        help_text=_("Members react to the sections below only, and have nothing else left to do."),
    )
    sections = forms.MultipleChoiceField(label=_("Sections"), required=False, widget=forms.CheckboxSelectMultiple)
    ask_partners = forms.BooleanField(
        label=_("Without a round: ask the partners whether it may go into consultation"), required=False, initial=True
    )
    gate_reason = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)
    partners_reason = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)
    mail = forms.BooleanField(label=_("Send each member one mail"), required=False, initial=True)

    def __init__(
        self,
        *args: Any,
        handbook: HandbookPage,
        outline: Outline,
        proposed: Sequence[ProposedSection] = (),
        at: datetime,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.proposed = proposed
        self.fields["sections"].choices = [(one.key, _told(one)) for one in proposed]
        self.fields["sections"].initial = [one.key for one in proposed]
        self.fields["limited"].initial = bool(proposed)
        self.handbook = handbook
        self.at = at
        self.keys = {number: key for number, key, _title in outline}
        self.fields["closes_on"].initial = timezone.localdate(at) + timedelta(days=ROUND_DAYS)
        self.fields["label"].initial = next_label(handbook)
        self.fields["remind_days"].initial = ", ".join(str(day) for day in REMIND_DAYS)

    def clean_label(self) -> str:
        label = str(self.cleaned_data["label"]).strip()
        if not is_fit_label(label):
            raise forms.ValidationError(_("Use letters, digits, dots and dashes only, such as 0.2."))
        if Version.objects.of(self.handbook.key).filter(label=label).exists():
            raise forms.ValidationError(_("There is already a version %(label)s. Choose another label."), params={"label": label})
        return label

    def clean_questions(self) -> tuple[QuestionPlan, ...]:
        questions = []
        for line in str(self.cleaned_data["questions"]).splitlines():
            if text := line.strip():
                number, colon, rest = text.partition(":")
                at_section = bool(colon) and number.strip() in self.keys
                questions.append(
                    QuestionPlan(text=rest.strip(), section_key=self.keys[number.strip()])
                    if at_section
                    else QuestionPlan(text=text)
                )
        return tuple(questions)

    def clean_reading_list(self) -> tuple[str, ...]:
        numbers = [part.strip() for part in str(self.cleaned_data["reading_list"]).split(",") if part.strip()]
        unknown = [number for number in numbers if number not in self.keys]
        if unknown:
            raise forms.ValidationError(
                _("There is no section %(numbers)s in this text. Look at the numbers in the contents."),
                params={"numbers": ", ".join(unknown)},
            )
        return tuple(self.keys[number] for number in numbers)

    def clean_remind_days(self) -> tuple[int, ...]:
        try:
            return tuple(read_remind_days(str(self.cleaned_data["remind_days"])))
        except UnfitReminders as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("correction") or not data.get("with_round"):
            return data
        if data.get("closes_on") is None and "closes_on" not in self.errors:
            self.add_error("closes_on", _("Choose the last day of the round."))
        elif data.get("closes_on") and data["closes_on"] < max(
            data.get("opens_on") or timezone.localdate(self.at), timezone.localdate(self.at)
        ):
            self.add_error("closes_on", _("Choose a last day that lies after the opening and not in the past."))
        if not data.get("audience"):
            self.add_error("audience", _("Choose at least one group."))
        if data.get("limited") and not data.get("sections") and "sections" not in self.errors:
            self.add_error("sections", _("Choose at least one section, or ask about the whole version."))
        return data

    def plan(self) -> PublicationPlan:
        """The editor's decisions; only for a valid form."""
        data = self.cleaned_data
        return PublicationPlan(
            label=data["label"],
            status=data["status"],
            notes=data["notes"],
            round=self._round() if data["with_round"] and not data["correction"] else None,
            mail=data["mail"],
            correction=data["correction"],
            gate_reason=data["gate_reason"],
            partners_reason=data["partners_reason"],
            ask_partners=data["ask_partners"] and not data["with_round"] and not data["correction"],
        )

    def _round(self) -> RoundPlan:
        data = self.cleaned_data
        opens_on = data["opens_on"]
        begins = timezone.make_aware(datetime.combine(opens_on, time(0, 0))) if opens_on else self.at
        return RoundPlan(
            opens_at=max(begins, self.at),
            closes_at=timezone.make_aware(datetime.combine(data["closes_on"], time(23, 59, 59))),
            audience=tuple(data["audience"]),
            blind=data["blind"],
            identity=data["identity"],
            intro=data["intro"],
            questions=data["questions"],
            reading_list=data["reading_list"],
            sections=tuple(data["sections"]) if data["limited"] else (),
            remind_days=data["remind_days"],
        )


def _told(section: ProposedSection) -> Any:
    name = f"{section.number} {section.title}"
    if section.is_new:
        return format_lazy(_("{section} (new)"), section=name)
    return format_lazy(_("{section} ({percent}% of the words changed)"), section=name, percent=section.percent)


def next_label(handbook: HandbookPage) -> str:
    """A guess for the next label: the last number of the newest one counts on; "0.1" for the first. Corrections aside."""
    newest = Version.objects.of(handbook.key).filter(corrects=None).order_by("-ordinal").values_list("label", flat=True).first()
    if newest is None:
        return "0.1"
    head, number, tail = re.fullmatch(r"(.*?)(\d*)(\D*)", newest).groups()  # type: ignore[union-attr]
    return f"{head}{int(number) + 1}{tail}" if number else f"{newest}.1"


class GateReasonsForm(GuardedTexts):
    """The reasons for passing the gates, for the guard to read: they stand with the version, where nobody can change them."""

    guarded = ("gate_reason", "partners_reason")

    gate_reason = forms.CharField(required=False)
    partners_reason = forms.CharField(required=False)


class StatusForm(forms.Form):
    """Another status word for a version that stands; withdrawing asks for a reason that readers see."""

    status = forms.ChoiceField(label=_("Status"), choices=Status.choices)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Readers see it when a version is withdrawn."),
    )
