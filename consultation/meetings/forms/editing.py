"""What an editor types about a meeting. Every form works without a script; lists end with a few empty rows."""

from __future__ import annotations

import uuid
from datetime import time
from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from consultation.meetings.actions import AgendaLine, MeetingPlan, PointLine
from consultation.meetings.models import Meeting
from consultation.people.models import GUESTS, PUBLIC, User
from consultation.rounds.models import Round
from handbook.models import Section, Version

MOST_BYTES = 25 * 1024 * 1024
SUFFIXES = ("pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "txt", "md", "csv", "png", "jpg", "jpeg")
BLANK_ROWS = 3
MOST_ROWS = 60
A_DAY = 24 * 60


class MeetingForm(forms.Form):
    """When, where and for whom."""

    title = forms.CharField(label=_("Title"), max_length=160)
    about = forms.CharField(
        label=_("What it is about"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    begins = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("Ends at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    place = forms.CharField(label=_("Place"), max_length=240, required=False)
    online_url = forms.URLField(label=_("Link to take part online"), max_length=600, required=False, assume_scheme="https")
    groups = forms.ModelMultipleChoiceField(
        Group.objects.none(), label=_("Groups"), required=False, widget=forms.CheckboxSelectMultiple
    )
    round = forms.ModelChoiceField(
        Round.objects.none(), label=_("Everybody in the round"), required=False, empty_label=_("no round")
    )
    most_guests = forms.IntegerField(label=_("Guests that one may bring"), min_value=0, max_value=20, initial=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = Group.objects.exclude(name__startswith=GUESTS).exclude(name=PUBLIC)
        self.fields["groups"].queryset = groups.order_by("name")
        self.fields["round"].queryset = Round.objects.select_related("version").order_by("-opens_at")

    def clean(self) -> dict[str, Any]:
        """The length follows from the two times; an end that is not after the beginning is on the next day."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("begins") and cleaned.get("ends"):
            cleaned["length_minutes"] = (_minutes(cleaned["ends"]) - _minutes(cleaned["begins"])) % A_DAY or A_DAY
        if not cleaned.get("place") and not cleaned.get("online_url"):
            self.add_error("place", _("Fill in a place, a link to take part online, or both."))
        if not cleaned.get("groups") and not cleaned.get("round"):
            self.add_error("groups", _("Choose at least one group, or a round."))
        return cleaned

    @property
    def plan(self) -> MeetingPlan:
        """What was typed, as the actions take it."""
        left_out = {"ends", "groups"}
        fields = {name: value for name, value in self.cleaned_data.items() if name not in left_out}
        return MeetingPlan(**fields, groups=list(self.cleaned_data["groups"]))


def initial_of(meeting: Meeting) -> dict[str, Any]:
    """What stands about a meeting, as the form shows it."""
    names = ("title", "about", "day", "begins", "place", "online_url", "round", "most_guests")
    ends = localtime(meeting.ends_at).time()
    return {**{name: getattr(meeting, name) for name in names}, "ends": ends, "groups": meeting.groups.all()}


class CancelForm(forms.Form):
    """Cancelling a meeting, with the reason."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who is invited reads this in a mail."),
    )


class PaperForm(forms.Form):
    """One paper to read."""

    title = forms.CharField(label=_("Title"), max_length=160, required=False, help_text=_("Empty: the name of the file."))
    file = forms.FileField(label=_("File"), max_length=160)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.name.rpartition(".")[2].lower() not in SUFFIXES:
            raise forms.ValidationError(
                _("This kind of file is not taken. Choose one of these: %(kinds)s.") % {"kinds": ", ".join(SUFFIXES)}
            )
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than %(size)s MB.") % {"size": MOST_BYTES // 1024**2})
        return file


class AgendaRow(forms.Form):
    """One item of the agenda; a row without a title goes."""

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=A_DAY, required=False)
    leader = forms.CharField(label=_("Led by"), max_length=120, required=False)
    section_key = forms.ChoiceField(label=_("Section"), required=False)

    def __init__(self, *args: Any, sections: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section_key"].choices = [("", _("no section")), *sections]

    @property
    def line(self) -> AgendaLine | None:
        data = self.cleaned_data
        if not data.get("title", "").strip():
            return None
        key = data.get("section_key")
        return AgendaLine(
            pk=data["pk"],
            title=data["title"],
            minutes=data["minutes"],
            leader=data["leader"],
            section_key=uuid.UUID(key) if key else None,
        )


class PointRow(forms.Form):
    """One action point; a row without words goes."""

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(label=_("What is to be done"), max_length=400, required=False)
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Who does it"), required=False, empty_label=_("nobody yet"))
    due_on = forms.DateField(label=_("By"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    done = forms.BooleanField(label=_("Done"), required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people

    @property
    def line(self) -> PointLine | None:
        return PointLine(**self.cleaned_data) if self.cleaned_data.get("text", "").strip() else None


class RecordForm(forms.Form):
    """The minutes. ``seen`` is the mark of those that the form shows, so that two who write lose nothing."""

    record = forms.CharField(label=_("Minutes of the meeting"), required=False, widget=forms.Textarea(attrs={"rows": 12}))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


def agenda_forms(meeting: Meeting, *, data: Any = None, blank: int = BLANK_ROWS) -> Any:
    """The agenda as rows, with some empty ones at the end."""
    initial = [
        {
            "pk": one.pk,
            "title": one.title,
            "minutes": one.minutes,
            "leader": one.leader,
            "section_key": str(one.section_key or ""),
        }
        for one in meeting.agenda.all()
    ]
    return _rows(AgendaRow, data, initial=initial, blank=blank, form_kwargs={"sections": section_choices(meeting)})


def point_forms(meeting: Meeting, *, people: Any, data: Any = None, blank: int = BLANK_ROWS) -> Any:
    """The action points as rows, with some empty ones at the end."""
    initial = [
        {"pk": one.pk, "text": one.text, "owner": one.owner_id, "due_on": one.due_on, "done": one.done_at is not None}
        for one in meeting.action_points.all()
    ]
    return _rows(PointRow, data, initial=initial, blank=blank, form_kwargs={"people": people})


def section_choices(meeting: Meeting) -> list[tuple[str, Any]]:
    """The sections to point at: those of the round's version, else of the newest version of each handbook; two queries."""
    versions = Version.objects.order_by("handbook_key", "-ordinal")
    if meeting.round is not None:
        newest = [meeting.round.version_id]
    else:
        newest = list({version.handbook_key: version.pk for version in reversed(versions)}.values())
    sections = Section.objects.filter(version__in=newest).select_related("version").order_by("version__title", "position")
    return [(str(section.key), f"{section} ({section.version.label})") for section in sections]


def _rows(row: type[forms.Form], data: Any, *, initial: list[dict[str, Any]], blank: int, form_kwargs: dict[str, Any]) -> Any:
    """The rows of a list. What was sent stands by itself: a row that equals one that was kept meanwhile is still a row."""
    rows = forms.formset_factory(row, extra=blank, max_num=MOST_ROWS)
    return rows(data, initial=initial if data is None else None, form_kwargs=form_kwargs)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
