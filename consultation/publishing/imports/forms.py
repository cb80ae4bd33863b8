"""The forms of the import: the file, and an editor's decisions on what a Word file holds beside its text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from handbook.opening import LARGEST_FILE_BYTES, format_of

_SLUG = RegexValidator(r"^[a-z0-9]+(?:-[a-z0-9]+)*$", _("Use small letters, digits and dashes."))


class UploadForm(forms.Form):
    """The file for a handbook that is there."""

    file = forms.FileField(
        label=_("Document"),
        help_text=_("A Word document (.docx), Markdown (.md), or a handbook that was exported as JSON (.json)."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.md,.json"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not format_of(file.name):
            raise forms.ValidationError(_("Choose a file whose name ends in .docx, .md or .json."))
        if file.size > LARGEST_FILE_BYTES:
            size = LARGEST_FILE_BYTES // 1_000_000
            raise forms.ValidationError(_("The file is too large: at most %(size)s MB.") % {"size": size})
        return file


class NewHandbookForm(UploadForm):
    """The file for a handbook that is made with it."""

    slug = forms.CharField(
        label=_("Address"), max_length=80, validators=[_SLUG], help_text=_("Stands in the address of every page, such as mas.")
    )
    title = forms.CharField(
        label=_("Title"), max_length=255, required=False, help_text=_("Leave empty to take the title of the document.")
    )
    field_order = ["slug", "title", "file"]


class DecisionForm(forms.Form):
    """What becomes of tracked changes and comments; only what the file has is asked."""

    changes = forms.ChoiceField(
        label=_("Tracked changes"),
        choices=[
            ("accept", _("Read the text with all changes accepted")),
            ("reject", _("Read the text with all changes rejected")),
        ],
        widget=forms.RadioSelect,
    )
    leave_comments = forms.BooleanField(
        label=_("Leave the comments out; I have seen them"),
        error_messages={"required": _("A handbook cannot hold the comments. Say that they may be left out, or stop.")},
    )

    def __init__(self, *args: Any, tracked_changes: int, comments: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not tracked_changes:
            del self.fields["changes"]
        if not comments:
            del self.fields["leave_comments"]

    @property
    def decided(self) -> dict[str, Any]:
        """The decisions as `open_document` takes them."""
        data = self.cleaned_data
        return {"changes": data.get("changes", ""), "leave_comments": bool(data.get("leave_comments"))}
