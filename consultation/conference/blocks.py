"""The programme of a conference, as editors write it: what happens when, with whom."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class ProgrammeItem(blocks.StructBlock):
    """One part of the day."""

    starts = blocks.TimeBlock(label=_("from"))
    ends = blocks.TimeBlock(label=_("until"), required=False)
    title = blocks.CharBlock(label=_("what"), max_length=160)
    speaker = blocks.CharBlock(label=_("speaker, with function"), required=False, max_length=200)
    text = blocks.TextBlock(label=_("text"), required=False)

    class Meta:
        icon = "time"
        label = _("part of the programme")


class Programme(blocks.StreamBlock):
    """The day, from the reception to the drinks."""

    item = ProgrammeItem()
