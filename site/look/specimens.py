"""Invented content for the style guide: forms and small things."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from look.specimen_section import section_page

__all__ = [
    "PASSAGE",
    "ApplicationForm",
    "QuotingForm",
    "RemarkForm",
    "remark_form",
    "section_page",
    "small_things",
    "wrong_application_form",
]

PASSAGE = "De leerplichtambtenaar weegt zo spoedig mogelijk of hulp voorgaat."

KINDS = [("inhoudelijk", "inhoudelijk"), ("redactioneel", "redactioneel"), ("vraag", "vraag")]
GROUNDS = [
    ("", "kies een grond"),
    ("juridisch", "juridisch"),
    ("uitvoerbaarheid", "uitvoerbaarheid"),
    ("privacy", "privacy"),
    ("ketensamenwerking", "ketensamenwerking"),
    ("taal", "taal"),
    ("anders", "anders"),
]


class ApplicationForm(forms.Form):
    """One field of every sort."""

    name = forms.CharField(label=_("Name"), widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("We send you a code to sign in with."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    region = forms.ChoiceField(
        label=_("Region"), choices=[("", "kies een regio"), ("noord", "Noord"), ("zuid", "Zuid")], required=False
    )
    motivation = forms.CharField(
        label=_("Why do you want to think along?"),
        widget=forms.Textarea(attrs={"maxlength": 500, "rows": 4}),
        required=False,
    )
    attends = forms.ChoiceField(
        label=_("Will you come?"),
        choices=[("ja", "Ja, ter plaatse"), ("afstand", "Ja, op afstand"), ("nee", "Nee")],
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        label=_("Topics"),
        choices=[("halt", "Halt"), ("zorg", "Zorg en jeugdhulp"), ("om", "Strafrecht")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    terms = forms.BooleanField(label=_("I have read the house rules."))


class RemarkForm(forms.Form):
    """The comment form's fields, as `components/remark_form.html` expects them."""

    kind = forms.ChoiceField(
        label=_("What kind of comment is it?"), choices=KINDS, widget=forms.RadioSelect, initial="inhoudelijk"
    )
    ground = forms.ChoiceField(label=_("Ground"), choices=GROUNDS, required=False)
    body = forms.CharField(label=_("Your comment"), widget=forms.Textarea(attrs={"rows": 5, "maxlength": 4000}))
    proposal = forms.CharField(
        label=_("Proposed text"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        initial="De leerplichtambtenaar weegt binnen vijf werkdagen of hulp voorgaat.",
    )


class QuotingForm(forms.Form):
    """The words that a comment is about, as `components/word_range.html` expects them."""

    quote_start = forms.IntegerField(widget=forms.HiddenInput, required=False)
    quote = forms.CharField(
        label=_("Which words is it about?"),
        help_text=_("Leave it empty for the whole passage."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        initial="zo spoedig mogelijk",
    )


def wrong_application_form() -> ApplicationForm:
    """The same form, sent in with mistakes."""
    return ApplicationForm({"name": "", "email": "anna@", "motivation": "Omdat ik elke week met deze vragen werk."})


def remark_form(target: str, *, proposing: bool) -> dict[str, Any]:
    """The parameters of `components/remark_form.html` for one passage, or for the whole section ("paragraaf")."""
    number = target.replace("p", "2.3-", 1) if target != "paragraaf" else "2.3"
    return {
        "form": RemarkForm(),
        "action": ".",
        "autosave_url": "",
        "key": f"specimen-{target}",
        "title": _("Comment on %(number)s") % {"number": number},
        "quote": PASSAGE if target != "paragraaf" else "",
        "proposal_open": proposing,
        "audience": _("Read by the sounding board and the working group, with your name and organisation."),
        "saved_at": "14:03",
        "cancel_url": ".",
    }


def small_things() -> dict[str, Any]:
    """What the lists, tabs, tables and differences of the style guide show."""
    return {
        "breadcrumb": [
            {"label": "Home", "url": "/"},
            {"label": "Methodische aanpak schoolverzuim", "url": "#"},
            {"label": "Versie 0.2", "url": "#"},
        ],
        "tabs": [
            {"label": "Alle", "url": "#", "current": True, "count": 34},
            {"label": "Alleen gewijzigd", "url": "#", "current": False, "count": 6},
            {"label": "Nog te doen", "url": "#", "current": False, "count": 22},
        ],
        "facts": [
            {"label": "Status", "value": "Consultatieversie"},
            {"label": "Reageren", "value": "tot en met 14 oktober 2026"},
            {"label": "Wie leest mee", "value": "klankbordgroep en werkgroep"},
        ],
        "bars": [
            {"label": "ja", "count": 12, "total": 20, "percent": 60, "is_majority": True},
            {"label": "onduidelijk", "count": 2, "total": 20, "percent": 10, "is_majority": False},
            {"label": "nee, aan een voorwaarde is niet voldaan", "count": 6, "total": 20, "percent": 30, "is_majority": False},
            {"label": "niemand weet het", "count": 0, "total": 20, "percent": 0, "is_majority": False},
        ],
        "course": {
            "described": "De meeste kwamen op 3 maart: 8. Stippellijn: een herinnering. Doorgetrokken lijn: de ronde sluit.",
            "width": 50,
            "columns": [{"x": 1, "y": 50, "height": 50}, {"x": 11, "y": 0, "height": 100}, {"x": 31, "y": 87.5, "height": 12.5}],
            "lines": [{"x": 25, "css": "course-reminder"}, {"x": 45, "css": "course-closing"}],
            "highest": "8",
            "first": "2 maart",
            "last": "6 maart",
        },
        "stacks": [
            {
                "label": "2.3 Hulp eerst",
                "url": "#",
                "said": "18 van 31",
                "mark": "",
                "parts": [
                    {"start": 0, "length": 12, "tone": "said"},
                    {"start": 12, "length": 30, "tone": "agreed"},
                    {"start": 42, "length": 16, "tone": "read"},
                ],
            },
            {"label": "2.4 Maatwerk", "url": "#", "said": "0 van 31", "mark": "nog niemand", "parts": []},
        ],
        "parts": [
            {"kind": "same", "text": "De leerplichtambtenaar weegt "},
            {"kind": "removed", "text": "zo spoedig mogelijk"},
            {"kind": "added", "text": "binnen vijf werkdagen"},
            {"kind": "same", "text": " of hulp voorgaat."},
        ],
        "kinds": [value for value, _label in KINDS],
        "grounds": [value for value, _label in GROUNDS if value],
        "icons": [
            "mark",
            "right",
            "left",
            "down",
            "close",
            "check",
            "info",
            "warning",
            "remark",
            "edit",
            "link",
            "list",
            "user",
            "people",
            "lock",
            "clock",
            "support",
            "object",
            "flag",
            "download",
            "print",
            "changed",
            "calendar",
            "mail",
            "keys",
            "draft",
        ],
    }
