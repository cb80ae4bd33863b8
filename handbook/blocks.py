"""The few, stable blocks of the living text. Their type names are those of the Document, so import and freeze agree."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from handbook.rendering import passages_of_value, reader_html

INLINE = ["bold", "italic", "link", "superscript", "subscript", "strikethrough", "code"]
FLOWING = [*INLINE, "ol", "ul", "blockquote"]
TEMPLATE = "handbook/blocks/passages.html"
PREVIEW = "handbook/blocks/preview.html"


class ShownAsPassages(blocks.Block):
    """A block that previews show as the passages it will be cut into when the text is frozen, by the same walk."""

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        image = value.get("image") if self.name == "figure" else None
        size = {"address": image.file.url, "width": image.width, "height": image.height} if image else {}
        passages = passages_of_value(self.name, value)
        context["passages"] = [{"type": block.type, "html": reader_html(block, **size)} for block in passages]
        return context


class TextBlock(ShownAsPassages, blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs and lists.")
        template = TEMPLATE
        preview_template = PREVIEW

    def get_preview_value(self) -> Any:
        paragraph = gettext("You speak with the pupil first, without the parents.")
        item = gettext("Ask what makes school hard.")
        return self.normalize(f"<p>{paragraph}</p><ul><li>{item}</li></ul>")


class FigureBlock(ShownAsPassages, blocks.StructBlock):
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
        template = TEMPLATE
        preview_template = PREVIEW

    def get_preview_value(self) -> Any:
        alt = gettext("Five circles in a row: observe, analyse, plan, act, evaluate.")
        return self.normalize({"image": None, "alt": alt, "caption": gettext("The five steps after a report.")})


class TableBlock(ShownAsPassages, blocks.StructBlock):
    caption = blocks.CharBlock(label=_("caption"), max_length=300, required=False)
    header_row = blocks.BooleanBlock(label=_("the first row holds the headings"), required=False, default=True)
    rows = blocks.ListBlock(
        blocks.ListBlock(blocks.RichTextBlock(features=INLINE, required=False, label=_("cell")), label=_("row")),
        label=_("rows"),
        min_num=1,
    )

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Rows and columns; as few as possible.")
        template = TEMPLATE
        preview_template = PREVIEW

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Also ``label``: what the frame is called in which a wide table scrolls, by keyboard too."""
        context = super().get_context(value, parent_context=parent_context)
        place = (parent_context or {}).get("forloop", {}).get("counter", 1)
        context["label"] = value["caption"] or gettext("Table in block %(place)s") % {"place": place}
        return context

    def get_preview_value(self) -> Any:
        rows = [[gettext("Who"), gettext("Does what")], [gettext("School"), gettext("Reports the absence.")]]
        return self.normalize({"caption": gettext("Who does what"), "header_row": True, "rows": rows})


class TitledBlock(ShownAsPassages, blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=200, required=False)
    text = blocks.RichTextBlock(label=_("text"), features=FLOWING)


class CalloutBlock(TitledBlock):
    class Meta:
        icon = "warning"
        label = _("Callout")
        description = _("Something that nobody may miss.")
        template = TEMPLATE
        preview_template = PREVIEW

    def get_preview_value(self) -> Any:
        text = gettext("Signs of violence at home? Follow the reporting code first.")
        return self.normalize({"title": gettext("Safety first"), "text": f"<p>{text}</p>"})


class ExampleBlock(TitledBlock):
    class Meta:
        icon = "clipboard-list"
        label = _("Example")
        description = _("A case from practice, without any real person.")
        template = TEMPLATE
        preview_template = PREVIEW

    def get_preview_value(self) -> Any:
        text = gettext("[Pupil] (15) misses the first hours every Monday.")
        return self.normalize({"title": gettext("Late on Mondays"), "text": f"<p>{text}</p>"})


class DefinitionBlock(ShownAsPassages, blocks.StructBlock):
    term = blocks.CharBlock(label=_("term"), max_length=160)
    text = blocks.RichTextBlock(label=_("meaning"), features=FLOWING)

    class Meta:
        icon = "openquote"
        label = _("Definition")
        description = _("What a word means in this handbook.")
        template = TEMPLATE
        preview_template = PREVIEW

    def get_preview_value(self) -> Any:
        text = gettext("Absence of a pupil who is enrolled at a school.")
        return self.normalize({"term": gettext("relative absence"), "text": f"<p>{text}</p>"})


class LawBlock(ShownAsPassages, blocks.StructBlock):
    label = blocks.CharBlock(label=_("law and article"), max_length=200)
    url = blocks.URLBlock(label=_("address of the text"), required=False)
    text = blocks.RichTextBlock(label=_("explanation"), features=FLOWING, required=False)

    class Meta:
        icon = "doc-full"
        label = _("Legal reference")
        description = _("The article on which the text rests.")
        template = TEMPLATE
        preview_template = PREVIEW

    def get_preview_value(self) -> Any:
        text = gettext("The officer investigates and hears the parents.")
        return self.normalize(
            {"label": gettext("Compulsory Education Act 1969, section 22"), "url": "", "text": f"<p>{text}</p>"}
        )


class StepAnswerBlock(blocks.StructBlock):
    answer = blocks.CharBlock(label=_("answer"), max_length=160)
    target = blocks.CharBlock(
        label=_("leads to"),
        max_length=60,
        help_text=_("The name of a step or outcome, N5 or O4. With a plus it leads to both: N5 + O4."),
    )
    note = blocks.CharBlock(label=_("note"), max_length=400, required=False)


class StepBlock(ShownAsPassages, blocks.StructBlock):
    """A decision step as data: the question, the answers with where each leads, and what must be motivated."""

    id = blocks.CharBlock(label=_("name"), max_length=12, help_text=_("Short and unique, such as N4."))
    question = blocks.CharBlock(label=_("question"), max_length=400)
    help = blocks.RichTextBlock(label=_("help"), features=FLOWING, required=False)
    answers = blocks.ListBlock(StepAnswerBlock(), label=_("answers"), min_num=1)
    motivate = blocks.TextBlock(label=_("what must be motivated"), required=False)

    class Meta:
        icon = "tasks"
        label = _("Decision step")
        description = _("A question of the method, with where each answer leads.")
        template = TEMPLATE
        preview_template = PREVIEW

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        names = [answer["answer"].strip().lower() for answer in cleaned["answers"]]
        if len(set(names)) != len(names):
            raise ValidationError(_("Two answers of this step are the same. Change one of them."))
        return cleaned

    def get_preview_value(self) -> Any:
        answers = [
            {"answer": gettext("yes"), "target": "N5", "note": ""},
            {"answer": gettext("no"), "target": "O4", "note": gettext("Write down why.")},
        ]
        question = gettext("Did the school do all it could?")
        motivate = gettext("What did the school do, and when?")
        return self.normalize({"id": "N4", "question": question, "help": "", "answers": answers, "motivate": motivate})


class OutcomeBlock(ShownAsPassages, blocks.StructBlock):
    id = blocks.CharBlock(label=_("name"), max_length=12, help_text=_("Short and unique, such as O4."))
    title = blocks.CharBlock(label=_("outcome"), max_length=200)
    text = blocks.RichTextBlock(label=_("what it means"), features=FLOWING, required=False)

    class Meta:
        icon = "check"
        label = _("Outcome")
        description = _("Where the method ends.")
        template = TEMPLATE
        preview_template = PREVIEW

    def get_preview_value(self) -> Any:
        text = gettext("You agree with parents and school on help.")
        return self.normalize({"id": "O4", "title": gettext("Route 1: voluntary help"), "text": f"<p>{text}</p>"})


class SectionBody(blocks.StreamBlock):
    """The text of a section. One text block may hold many paragraphs; freezing cuts it into passages."""

    text = TextBlock(features=[*FLOWING, "h4"])
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
