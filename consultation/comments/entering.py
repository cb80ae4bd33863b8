"""The form with which an editor enters a remark for somebody: it looks up who and where, and keeps what was typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from consultation.comments.actions import Place, Source, Wording
from consultation.comments.errors import CommentRefused, FromTheFuture, NothingWritten, TakesNoPartHerself, WordsNotThere
from consultation.comments.forms import MAX_LENGTH, REMARK_KINDS, GuardedForm
from consultation.comments.models import Comment, Entry
from consultation.comments.quoting import find_words
from consultation.people.models import Organisation, User
from consultation.rounds.models import Round
from handbook.models import Passage, Section

MOST_SUGGESTED = 500


def people_of(round: Round) -> list[tuple[str, str]]:
    """Whom the form suggests: organisations by name, people of the round by address and name."""
    people = User.objects.active_in(round.audience.all()).order_by("name").values_list("email", "name")[:MOST_SUGGESTED]
    names = Organisation.objects.order_by("name").values_list("name", flat=True)[:MOST_SUGGESTED]
    return [(name, "") for name in names] + list(people)


class EnteringForm(GuardedForm):
    """Who said it, where it belongs, the words, how it came in. ``key`` makes a double click enter it once."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    author = forms.CharField(
        label=_("Whose comment is it?"),
        help_text=_("The e-mail address of a person who takes part, or the name of an organisation."),
        max_length=254,
        widget=forms.TextInput(attrs={"list": "authors", "autocomplete": "off"}),
    )
    medium = forms.ChoiceField(label=_("How did it come in?"), choices=Entry.Medium.choices)
    received_on = forms.DateField(
        label=_("When did it come in?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), initial=localdate
    )
    note = forms.CharField(
        label=_("Where can the source be found?"),
        help_text=_("For example: the mailbox of the editors, 14 November."),
        max_length=300,
        required=False,
    )
    section = forms.ModelChoiceField(label=_("Section"), queryset=Section.objects.none())
    passage = forms.IntegerField(
        label=_("Passage"), help_text=_("The number behind the hyphen: 4 for 2.3-4."), min_value=1, required=False
    )
    quote = forms.CharField(
        label=_("Which words is it about?"),
        help_text=_("Copy them from the text, or leave the field empty."),
        max_length=MAX_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    kind = forms.ChoiceField(label=_("What kind of comment is this?"), choices=REMARK_KINDS)
    ground = forms.ChoiceField(label=_("What is it about?"), choices=[("", "—"), *Comment.Ground.choices], required=False)
    body = forms.CharField(
        label=_("Comment"), max_length=MAX_LENGTH, required=False, strip=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    proposal = forms.CharField(
        label=_("Proposed text"), max_length=MAX_LENGTH, required=False, strip=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round = round
        sections = Section.objects.filter(version=round.version).select_related("version__round").order_by("position")
        field = self.fields["section"]
        field.queryset = sections
        field.label_from_instance = lambda section: f"{section.number} {section.title}"

    def clean_author(self) -> User | Organisation:
        wanted = " ".join(self.cleaned_data["author"].split())
        person = User.objects.filter(email__iexact=wanted, is_active=True).first()
        found = person or Organisation.objects.filter(name__iexact=wanted).first()
        if found is None:
            raise forms.ValidationError(
                _("There is nobody with this address and no organisation with this name. Choose one from the list.")
            )
        return found

    def clean(self) -> dict[str, Any]:
        """Finds the passage: by its number, by the words, or none for the whole section."""
        data = super().clean() or {}
        section, ordinal, quote = data.get("section"), data.get("passage"), data.get("quote", "").strip()
        if section is None or (ordinal is None and not quote):
            return data
        passages = list(Passage.objects.filter(section=section).order_by("ordinal"))
        if ordinal is not None:
            passages = [one for one in passages if one.ordinal == ordinal]
            if not passages:
                self.add_error("passage", _("This section has no passage with this number."))
                return data
        holding = [one for one in passages if not quote or find_words(one.text, quote) is not None]
        if not holding:
            self.add_error("quote", str(WordsNotThere()))
        elif len(holding) > 1:
            self.add_error("passage", _("These words stand in more than one passage. Say in which."))
        else:
            data["place"] = Place(section, passage=holding[0]).about(quote)
        return data

    def entered(self) -> dict[str, Any]:
        """The arguments of ``enter_comment``."""
        data = self.cleaned_data
        return {
            "key": data["key"],
            "author": data["author"],
            "place": data.get("place") or Place(data["section"]),
            "wording": Wording(_text(data["body"]), _text(data["proposal"]), data["kind"], data["ground"]),
            "source": Source(data["medium"], data["received_on"], data["note"]),
        }

    def refuse(self, refusal: CommentRefused) -> None:
        """Puts a refusal at the field that it is about."""
        fields = {NothingWritten: "body", TakesNoPartHerself: "author", FromTheFuture: "received_on"}
        self.add_error(fields.get(type(refusal)), str(refusal))


def _text(value: str) -> str:
    return value.replace("\r\n", "\n").replace("\r", "\n")
