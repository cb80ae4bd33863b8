"""The forms: the file, whose remarks in it are hers, and which of them she takes along."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consultation.comments.actions import Place
from consultation.comments.models import Comment
from consultation.comments.word.handed_in import HandedIn, open_handed_in
from consultation.comments.word.remarks import WordAuthor, WordRemark
from consultation.comments.word.version_text import VersionText
from handbook.exchange.errors import ImportRefused
from handbook.models import Version
from handbook.telling import tell_refusal

LARGEST_BYTES = 25_000_000


class WordFileForm(forms.Form):
    """The file that she gives back. It is opened here, so that whatever is wrong with it is said beside its field."""

    file = forms.FileField(
        label=gettext_lazy("Your file"),
        help_text=gettext_lazy("The file that you downloaded here, with your comments in it (.docx or .xlsx). At most 25 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.xlsx"}),
        error_messages={"required": gettext_lazy("Choose the file first.")},
    )

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_BYTES:
            size = LARGEST_BYTES // 1_000_000
            raise forms.ValidationError(_("The file is too large: at most %(size)s MB.") % {"size": size})
        try:
            handed_in = open_handed_in(file.read())
        except ImportRefused as refusal:
            raise forms.ValidationError(tell_refusal(refusal)) from refusal
        if refused := refusal_of(handed_in, version=self.version):
            raise forms.ValidationError(refused)
        return file


def refusal_of(handed_in: HandedIn, *, version: Version) -> str:
    """Why nothing can be taken from the file for this version: it is of another one, or there is nothing in it."""
    handbook, label = handed_in.about
    if handbook and handbook != version.slug:
        return _("This file is about another handbook (%(handbook)s). Give it back on the page of that handbook.") % {
            "handbook": handbook
        }
    if label and label != version.label:
        return _("This file is about version %(label)s. Give it back on the page of that version.") % {"label": label}
    if not label and not handed_in.belongs_to(VersionText.of(version)):
        return _("This file was not downloaded from this version. Download the Word file here and comment in that one.")
    if not handed_in.is_empty:
        return ""
    if handed_in.origin == Comment.Origin.TABLE:
        return _("There is no row with a comment or a proposal in this table. Did you save it, and does it still have its head?")
    return _("There is no comment in this file, and no tracked change. Did you save it, and were changes tracked?")


class AuthorsForm(forms.Form):
    """Whose remarks are hers, where several people wrote in the file."""

    van = forms.MultipleChoiceField(
        label=gettext_lazy("Which of these are yours?"),
        help_text=gettext_lazy("Only these are taken along, under your own name."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one name.")},
    )

    def __init__(self, *args: Any, authors: Sequence[WordAuthor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["van"].choices = [(author.name, _author_words(author)) for author in authors]


class KeepForm:
    """What she takes along: a box for every remark with a place, a list of sections for every other one.

    No Django form, because its fields are the remarks and the template draws each beside its own.
    """

    def __init__(self, data: Any, remarks: Sequence[WordRemark], text: VersionText) -> None:
        self.remarks, self.text = remarks, text
        self._taken = set(data.getlist("mee"))
        self._sections = {section.pk: section for section in text.sections}
        self._data = data

    @property
    def chosen(self) -> list[tuple[WordRemark, Place]]:
        """The remarks that she takes along, each with its place."""
        found = []
        for remark in self.remarks:
            place = self._place_of(remark)
            if place is not None:
                found.append((remark, place))
        return found

    def _place_of(self, remark: WordRemark) -> Place | None:
        if remark.place is not None:
            return remark.place if str(remark.key) in self._taken else None
        wanted = self._data.get(field_name(remark.key), "")
        section = self._sections.get(int(wanted)) if wanted.isdecimal() and len(wanted) < 12 else None
        return Place(section) if section is not None else None


def field_name(key: uuid.UUID) -> str:
    """The name of the list of sections for a remark without a place."""
    return f"plek-{key}"


def _author_words(author: WordAuthor) -> str:
    parts = []
    if author.comments:
        parts.append(ngettext("%(n)s comment", "%(n)s comments", author.comments) % {"n": author.comments})
    if author.changes:
        parts.append(str(_("tracked changes")))
    name = author.name or str(_("without a name"))
    return f"{name} ({', '.join(parts)})"
