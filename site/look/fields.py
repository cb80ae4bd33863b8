"""Which shape and which classes a form widget takes."""

from django.forms import (
    CheckboxInput,
    CheckboxSelectMultiple,
    FileInput,
    HiddenInput,
    RadioSelect,
    Select,
    Textarea,
    Widget,
)


def field_kind(widget: Widget) -> str:
    """Name the shape of a widget.

    Returns "hidden", "checkbox" (label beside it), "choices" (a group of radio
    buttons or check boxes with a legend) or "control" (label above it).
    """
    if isinstance(widget, HiddenInput) or widget.is_hidden:
        return "hidden"
    if isinstance(widget, CheckboxInput):
        return "checkbox"
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "choices"
    return "control"


def control_class(widget: Widget) -> str:
    """The classes that dress a widget as a control of the design system."""
    if isinstance(widget, Textarea):
        return "control utrecht-textarea"
    if isinstance(widget, Select):
        return "control utrecht-select"
    if isinstance(widget, FileInput):
        return "control-file"
    return "control utrecht-textbox"
