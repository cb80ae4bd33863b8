"""Images on their way: from a document into Wagtail, and from Wagtail into a version, known by the hash of their content."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha1
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile, get_image_dimensions
from django.urls import reverse
from wagtail.images import get_image_model

from handbook.exchange.document import Block, Image
from handbook.exchange.images import media_type_of
from handbook.models import StoredFile
from handbook.rendering import image_name, reader_html

_SUFFIX = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}


def is_readable(image: Image) -> bool:
    """Whether the image has a size: a file that only begins like an image has none."""
    return all(get_image_dimensions(ContentFile(image.content)))


def keep_image(image: Image, *, by: Any) -> tuple[Any, bool]:
    """The Wagtail image with this content, and whether it is new; a new one is titled with the image's name."""
    model = get_image_model()
    # Wagtail indexes images by SHA-1; it finds the double here and guards nothing.
    known = model.objects.filter(file_hash=sha1(image.content, usedforsecurity=False).hexdigest()).order_by("pk").first()
    if known:
        return known, False
    suffix = _SUFFIX[image.media_type]
    name = image.name if "." in image.name else f"{image.name}.{suffix}"
    file = ImageFile(ContentFile(image.content), name=name)
    return model.objects.create(title=image.name[:255], file=file, uploaded_by_user=by), True


def store_images(images: Mapping[str, Any]) -> dict[str, StoredFile]:
    """The frozen copies of Wagtail images, by the sha256 of their content; those that are there are used again."""
    stored = StoredFile.objects.in_bulk(list(images))
    for digest, image in images.items():
        if digest not in stored:
            stored[digest] = _store(digest, image)
    return stored


def _store(digest: str, image: Any) -> StoredFile:
    with image.file.open("rb") as file:
        content = file.read()
    media_type = media_type_of(content)
    row = StoredFile(
        sha256=digest,
        name=image_name(image)[:255],
        media_type=media_type,
        size=len(content),
        width=image.width,
        height=image.height,
    )
    path = f"{row.file.field.upload_to}{digest}.{_SUFFIX[media_type]}"
    if row.file.storage.exists(path):
        row.file.name = path  # left by a freeze that was rolled back; the name says what it holds
    else:
        row.file.save(f"{digest}.{_SUFFIX[media_type]}", ContentFile(content), save=False)
    row.save()
    return row


def frozen_html(block: Block, stored: Mapping[str, StoredFile]) -> str:
    """A passage of a version as a reader sees it; a figure shows the version's own copy of its image."""
    file = stored.get(block.data.get("sha256", ""))
    if file is None:
        return reader_html(block)
    address = reverse("version-file", kwargs={"sha256": file.sha256})
    return reader_html(block, address=address, width=file.width, height=file.height)
