"""The few, stable blocks of an issue. Each says which piece it is; the page and the mail draw the pieces."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from consultation.newsletter.pieces import Piece, image_piece, news_piece, text_piece

TEMPLATE = "consultation/newsletter/pieces.html"
PREVIEW = "consultation/newsletter/block_preview.html"


class ShownAsPiece(blocks.Block):
    """A block that Wagtail's previews draw as the page does."""

    def to_piece(self, value: Any, *, until: datetime | None) -> Piece:
        """The piece for a value; ``until`` is the moment after which nothing that happened is told, None for now."""
        raise NotImplementedError

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return {**context, "pieces": [self.to_piece(value, until=None)]}


class TextBlock(ShownAsPiece, blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs and lists.")
        template = TEMPLATE
        preview_template = PREVIEW

    def get_preview_value(self) -> Any:
        return self.normalize(f"<p>{gettext('Draft 0.3 is ready. We ask you to look at chapter 5 above all.')}</p>")

    def to_piece(self, value: Any, *, until: datetime | None) -> Piece:
        return text_piece(value.source)


class HeadingBlock(ShownAsPiece, blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("A heading between two texts.")
        template = TEMPLATE
        preview_template = PREVIEW

    def get_preview_value(self) -> Any:
        return self.normalize(gettext("React until 12 December"))

    def to_piece(self, value: Any, *, until: datetime | None) -> Piece:
        return Piece("heading", text=value)


class ImageBlock(ShownAsPiece, blocks.StructBlock):
    image = ImageChooserBlock(label=_("image"))
    alt = blocks.CharBlock(
        label=_("alternative text"),
        max_length=300,
        help_text=_("What does somebody need to know who cannot see the image?"),
    )

    class Meta:
        icon = "image"
        label = _("Image")
        description = _("An image with an obligatory alternative text. Whoever gets the newsletter can see it.")
        template = TEMPLATE
        preview_template = PREVIEW

    def get_preview_value(self) -> Any:
        return self.normalize({"image": None, "alt": gettext("Eight people around a table with a draft in front of them.")})

    def to_piece(self, value: Any, *, until: datetime | None) -> Piece:
        return image_piece(value["image"], value["alt"])


class ButtonBlock(ShownAsPiece, blocks.StructBlock):
    label = blocks.CharBlock(label=_("words on the button"), max_length=60)
    url = blocks.URLBlock(label=_("leads to"))

    class Meta:
        icon = "link"
        label = _("Button")
        description = _("One thing to do. One button in a newsletter is best.")
        template = TEMPLATE
        preview_template = PREVIEW

    def get_preview_value(self) -> Any:
        return self.normalize({"label": gettext("Read the draft"), "url": "https://www.example.com/"})

    def to_piece(self, value: Any, *, until: datetime | None) -> Piece:
        return Piece("button", text=value["label"], url=value["url"])


class NewsBlock(ShownAsPiece, blocks.StructBlock):
    handbook = blocks.PageChooserBlock(label=_("handbook"), page_type="handbook.HandbookPage")
    since = blocks.DateBlock(label=_("from this day on"))

    class Meta:
        icon = "list-ul"
        label = _("News from a handbook")
        description = _("Drafts and adopted versions since a day, up to the sending, with the dates of their rounds.")
        template = TEMPLATE
        preview_template = PREVIEW

    def get_preview_value(self) -> Any:
        return self.normalize({"handbook": None, "since": date(2026, 1, 1)})

    def to_piece(self, value: Any, *, until: datetime | None) -> Piece:
        page = value["handbook"]
        return news_piece(page.specific if page else None, since=value["since"], until=until)


class IssueBody(blocks.StreamBlock):
    """The text of an issue."""

    text = TextBlock(features=["bold", "italic", "link", "ol", "ul"])
    heading = HeadingBlock(max_length=120)
    image = ImageBlock()
    button = ButtonBlock()
    news = NewsBlock()

    class Meta:
        required = False


def pieces_of(body: Any, *, until: datetime | None) -> list[Piece]:
    """The pieces of a whole body, in the editor's order."""
    return [child.block.to_piece(child.value, until=until) for child in body]
