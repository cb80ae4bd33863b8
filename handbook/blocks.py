"""The few, stable blocks of the living text. Their type names are those of the Document, so import and freeze agree."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

INLINE = ["bold", "italic", "link", "superscript", "subscript"]
FLOWING = [*INLINE, "ol", "ul", "h4"]


class FigureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("image"))
    alt = blocks.CharBlock(
        label=_("alternative text"),
        max_length=600,
        help_text=_("What does somebody need to know who cannot see the image?"),
    )
    caption = blocks.CharBlock(label=_("caption"), max_length=300, required=False)

    class Meta:
        icon = "image"
        label = _("Figure")
        description = _("An image with an obligatory alternative text.")
        template = "handbook/blocks/figure.html"


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(label=_("caption"), max_length=300, required=False)
    header_row = blocks.BooleanBlock(label=_("the first row holds the headings"), required=False, default=True)
    rows = blocks.ListBlock(
        blocks.ListBlock(
            blocks.RichTextBlock(features=INLINE, required=False, label=_("cell")),
            label=_("row"),
        ),
        label=_("rows"),
        min_num=1,
    )

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Rows and columns; as few as possible.")
        template = "handbook/blocks/table.html"


class TitledBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=200, required=False)
    text = blocks.RichTextBlock(label=_("text"), features=FLOWING)


class CalloutBlock(TitledBlock):
    class Meta:
        icon = "warning"
        label = _("Callout")
        description = _("Something that nobody may miss.")
        template = "handbook/blocks/callout.html"


class ExampleBlock(TitledBlock):
    class Meta:
        icon = "clipboard-list"
        label = _("Example")
        description = _("A case from practice, without any real person.")
        template = "handbook/blocks/example.html"


class DefinitionBlock(blocks.StructBlock):
    term = blocks.CharBlock(label=_("term"), max_length=160)
    text = blocks.RichTextBlock(label=_("meaning"), features=FLOWING)

    class Meta:
        icon = "openquote"
        label = _("Definition")
        description = _("What a word means in this handbook.")
        template = "handbook/blocks/definition.html"


class LawBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("law and article"), max_length=200)
    url = blocks.URLBlock(label=_("address of the text"), required=False)
    text = blocks.RichTextBlock(label=_("explanation"), features=FLOWING, required=False)

    class Meta:
        icon = "doc-full"
        label = _("Legal reference")
        description = _("The article on which the text rests.")
        template = "handbook/blocks/law.html"


class StepAnswerBlock(blocks.StructBlock):
    answer = blocks.CharBlock(label=_("answer"), max_length=160)
    target = blocks.CharBlock(
        label=_("leads to"),
        max_length=12,
        help_text=_("The name of a step or outcome, N5 or O4."),
    )
    note = blocks.CharBlock(label=_("note"), max_length=400, required=False)


class StepBlock(blocks.StructBlock):
    """A decision step as data: the question, the answers with where each leads, and what must be motivated."""

    id = blocks.CharBlock(label=_("name"), max_length=12, help_text=_("Short and unique, such as N4."))
    question = blocks.CharBlock(label=_("question"), max_length=400)
    help = blocks.RichTextBlock(label=_("help"), features=FLOWING, required=False)
    answers = blocks.ListBlock(StepAnswerBlock(), label=_("answers"), min_num=1)
    motivate = blocks.TextBlock(label=_("what must be motivated"), required=False)

    class Meta:
        icon = "decisions"
        label = _("Decision step")
        description = _("A question of the method, with where each answer leads.")
        template = "handbook/blocks/step.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        names = [answer["answer"].strip().lower() for answer in cleaned["answers"]]
        if len(set(names)) != len(names):
            raise ValidationError(_("Two answers of this step are the same. Change one of them."))
        return cleaned


class OutcomeBlock(blocks.StructBlock):
    id = blocks.CharBlock(label=_("name"), max_length=12, help_text=_("Short and unique, such as O4."))
    title = blocks.CharBlock(label=_("outcome"), max_length=200)
    text = blocks.RichTextBlock(label=_("what it means"), features=FLOWING, required=False)

    class Meta:
        icon = "tick"
        label = _("Outcome")
        description = _("Where the method ends.")
        template = "handbook/blocks/outcome.html"


class SectionBody(blocks.StreamBlock):
    """The text of a section. One text block may hold many paragraphs; freezing cuts it into passages."""

    text = blocks.RichTextBlock(
        label=_("Text"),
        features=FLOWING,
        icon="pilcrow",
        description=_("Paragraphs and lists."),
        template="handbook/blocks/text.html",
    )
    table = TableBlock()
    figure = FigureBlock()
    callout = CalloutBlock()
    example = ExampleBlock()
    definition = DefinitionBlock()
    law = LawBlock()
    step = StepBlock()
    outcome = OutcomeBlock()

    class Meta:
        required = False
