"""The forms for remarks, answers, reasons and the house rules. They check shape only; what may be posted the actions decide."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from consultation.comments import guard
from consultation.comments.actions import Confirmation, Wording, offset_of
from consultation.comments.models import Comment
from consultation.comments.quoting import quote_in
from handbook.models import Passage
from look.hidden import instant_in

MAX_LENGTH = 10_000
REMARK_KINDS = [choice for choice in Comment.Kind.choices if choice[0] != Comment.Kind.ANSWER]


class GuardedForm(forms.Form):
    """A form whose words the guard reads. A tick is named after what it found, so the ticks are no field."""

    explanation = forms.CharField(label=_("What is this number, if it is not a BSN?"), max_length=300, required=False)

    @property
    def confirmation(self) -> Confirmation:
        """What the writer ticked as no personal data, with the explanation where one is asked."""
        marks = self.data.getlist("no_personal_data") if hasattr(self.data, "getlist") else ()
        return Confirmation.from_marks(marks, self.cleaned_data.get("explanation") or "")


class CommentForm(GuardedForm):
    """One remark, reply or answer. The hidden fields make a text findable again:

    ``key``      names the draft; the same key is the same text, from whichever tab or retry it comes
    ``seen_at``  the ``saved_at`` of the draft that this form shows, so that two tabs never overwrite each other in silence
    ``writer``   who had the form open, signed; a text kept for an expired session is shown to her only
    ``passage``, ``parent``, ``question``  where it hangs, for the page's own save; empty for the whole section
    """

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen_at = forms.CharField(widget=forms.HiddenInput, required=False)
    writer = forms.CharField(widget=forms.HiddenInput, required=False)
    passage = forms.UUIDField(widget=forms.HiddenInput, required=False)
    parent = forms.UUIDField(widget=forms.HiddenInput, required=False)
    question = forms.IntegerField(widget=forms.HiddenInput, required=False)
    quote_start = forms.IntegerField(widget=forms.HiddenInput, required=False)
    prefilled = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    quote = forms.CharField(
        label=_("Which words is it about?"),
        help_text=_("Leave it empty for the whole passage."),
        max_length=MAX_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    kind = forms.ChoiceField(
        label=_("What kind of comment is this?"), choices=REMARK_KINDS, widget=forms.RadioSelect, required=False
    )
    ground = forms.ChoiceField(label=_("What is it about?"), choices=[("", "—"), *Comment.Ground.choices], required=False)
    body = forms.CharField(
        label=_("Your comment"),
        max_length=MAX_LENGTH,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    proposal = forms.CharField(
        label=_("Proposed text"),
        max_length=MAX_LENGTH,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    house_rules = forms.BooleanField(label=_("I have read the house rules and keep to them"), required=False)

    def __init__(
        self, *args: Any, words_only: bool = False, asks_quote: bool = False, asks_rules: bool = False, **kwargs: Any
    ) -> None:
        """``words_only`` leaves one field (a reply, an answer); ``asks_quote`` is for something new on a passage;
        ``asks_rules`` before the first remark of a person.
        """
        super().__init__(*args, **kwargs)
        if words_only:
            for name in ("kind", "ground", "proposal", "prefilled"):
                del self.fields[name]
        if not asks_quote:
            del self.fields["quote"], self.fields["quote_start"]
        if not asks_rules:
            del self.fields["house_rules"]

    def wording(self, quote: str = "") -> Wording:
        """What is in the fields, with one kind of line end.

        A proposal that still is the ``quote`` is none, nor is one that still is what the form put there: the words may
        have been chosen after that.
        """
        data = self.cleaned_data
        proposed = _text(data.get("proposal"))
        untouched = proposed.split() in (quote.split(), _text(data.get("prefilled")).split())
        return Wording(
            body=_text(data.get("body")),
            proposed="" if untouched else proposed,
            kind=data.get("kind") or Comment.Kind.SUBSTANCE,
            ground=data.get("ground") or "",
        )

    @property
    def seen(self) -> datetime | None:
        return instant_in(self.cleaned_data.get("seen_at"))

    @property
    def confirmation(self) -> Confirmation:
        """The findings that the writer ticked, or waved through while she typed.

        Both are named after what the guard found, so they are no field: a tick has the mark, the browser says the words.
        """
        if not hasattr(self.data, "getlist"):
            return Confirmation()
        named = (name.partition(":") for name in self.data.getlist("no_personal_data_words"))
        marks = [*self.data.getlist("no_personal_data"), *(guard.mark_of(kind, words) for kind, _colon, words in named)]
        return Confirmation.from_marks(marks, self.cleaned_data.get("explanation") or "")

    @property
    def confirmed(self) -> list[guard.Finding]:
        """What stands in the fields and was said to be no personal data, for the form when it comes back."""
        if not self.is_bound or not self.confirmation.marks:
            return []
        texts = (_text(self.data.get(name)) for name in ("body", "proposal"))
        return [found for text in texts for found in guard.find(text) if found.mark in self.confirmation.marks]


class ReasonField(forms.CharField):
    """A reason that must be given. What to say when it is not, the action knows: an objection asks for it otherwise than
    a report does."""

    def validate(self, value: Any) -> None:
        """An empty reason is the action's to refuse."""


class ReasonForm(GuardedForm):
    """An objection, a report: one field."""

    reason = ReasonField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    writer = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, label: str, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.fields["reason"].help_text = help_text


class ColleagueForm(forms.Form):
    """Whom a coordinator asks along."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)


class KeysField(forms.MultipleChoiceField):
    """Ticks that were offered on the page before; the action passes over what is not there any more."""

    def valid_value(self, value: Any) -> bool:
        return True


class RedactionForm(forms.Form):
    """Words to black out: what the guard found as ticks, by their marks, and others as they are typed, one a line."""

    found = forms.MultipleChoiceField(label=_("What the guard found"), required=False, widget=forms.CheckboxSelectMultiple)
    words = forms.CharField(
        label=_("Other words"),
        help_text=_("One name, number or phrase a line, as it stands in the text. Capitals do not matter."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = ReasonField(
        label=_("Why are these words blacked out?"),
        help_text=_("The author reads this. Do not repeat the words here."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    also = KeysField(
        label=_("Where else do they go?"),
        help_text=_("These texts are not about this comment. The author of the comment hears nothing of them."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, findings: Sequence[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._words = {finding["mark"]: finding["words"] for finding in findings}
        self.fields["found"].choices = [(one["mark"], f"{one['words']} ({one['kind']})") for one in findings]
        if not findings:
            del self.fields["found"]
            self.fields["words"].label = _("Which words?")

    def offer(self, texts: Sequence[tuple[str, Any]]) -> None:
        """Other texts with the words, as ticks: each with its key, what it is, and how it would read (a `Rewording`)."""
        self.fields["also"].choices = [(key, f"{change.what}: {Truncator(change.after).words(40)}") for key, change in texts]

    @property
    def offers(self) -> bool:
        return bool(self.fields["also"].choices)

    @property
    def chosen_words(self) -> list[str]:
        ticked = [self._words[mark] for mark in self.cleaned_data.get("found") or ()]
        return ticked + [line.strip() for line in self.cleaned_data["words"].splitlines() if line.strip()]


def initial_of(comment: Comment) -> dict[str, Any]:
    """The form's first values for a draft or a posted remark."""
    return {
        "key": comment.key,
        "seen_at": comment.saved_at.isoformat(),
        "passage": comment.passage.passage_id if comment.passage is not None else None,
        "kind": comment.kind,
        "ground": comment.ground,
        "body": comment.body,
        "proposal": comment.proposed,
        **initial_quote(comment.passage, comment.selectors),
    }


def initial_quote(passage: Passage | None, selectors: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The fields for the quoted words, with their offset in the passage."""
    quoted = quote_in(selectors)
    if passage is None or quoted is None:
        return {}
    return {"quote": quoted.exact, "quote_start": quoted.start - offset_of(passage) if quoted.start is not None else None}


def initial_fresh() -> dict[str, Any]:
    """The first values of a form for something new: a key of its own."""
    return {"key": uuid.uuid4(), "kind": Comment.Kind.SUBSTANCE}


def masked(data: Any, findings: Sequence[guard.Finding], names: Sequence[str]) -> Any:
    """The posted data with the placeholders in the place of what the guard found in these fields."""
    changed = data.copy()
    wanted = {finding.mark for finding in findings}
    for name in names:
        text = data.get(name, "")
        changed[name] = guard.mask(text, [finding for finding in guard.find(text) if finding.mark in wanted])
    return changed


def _text(value: str | None) -> str:
    return (value or "").replace("\r\n", "\n").replace("\r", "\n")
