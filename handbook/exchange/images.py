"""Images that come with a document: which are images at all, by their first bytes and never by their name."""

from __future__ import annotations

import base64
import binascii
import itertools
import re
from collections.abc import Container
from hashlib import sha256
from pathlib import PurePosixPath
from urllib.parse import unquote

from .document import Image
from .plaintext import clean_line

LARGEST_IMAGE_BYTES = 20_000_000

_DATA_ADDRESS = re.compile(r"data:image/[a-z+.-]+;base64,(.+)", re.IGNORECASE | re.DOTALL)
_SUFFIX = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp"}


def media_type_of(content: bytes) -> str:
    """The media type of an image that a browser shows safely, or "" for anything else (SVG can hold a program)."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp"
    return ""


def read_image(name: str, content: bytes) -> Image | None:
    """The image, or None when the content is none that a handbook can show or is larger than 20 MB."""
    media_type = media_type_of(content)
    if not media_type or len(content) > LARGEST_IMAGE_BYTES:
        return None
    return Image(name=name, content=content, media_type=media_type)


def image_key(image: Image) -> str:
    """The key of an image in a document: the sha256 of its content, in hexadecimal."""
    return sha256(image.content).hexdigest()


def file_name(address: str) -> str:
    """The bare file name of an image's address in a text: no folders, no query, characters that any system takes."""
    name = PurePosixPath(unquote(address.split("?")[0].split("#")[0]).replace("\\", "/")).name
    return re.sub(r"[^\w.()-]+", "-", clean_line(name)).strip("-") or "afbeelding"


def free_name(name: str, taken: Container[str]) -> str:
    """The name, with a number behind its stem if another image bears it already."""
    path = PurePosixPath(name)
    names = (f"{path.stem}-{count}{path.suffix}" for count in itertools.count(2))
    return name if name not in taken else next(other for other in names if other not in taken)


def is_elsewhere(address: str) -> bool:
    """Whether an image's address names another website, from which nothing is fetched."""
    return bool(re.match(r"(https?:)?//", address, re.IGNORECASE))


def image_in_address(address: str) -> Image | None:
    """The image that a ``data:`` address carries in itself, if it does; named after its content."""
    match = _DATA_ADDRESS.match(address)
    if not match:
        return None
    try:
        content = base64.b64decode(unquote(match[1]), validate=False)
    except (binascii.Error, ValueError):
        return None
    media_type = media_type_of(content)
    name = f"afbeelding-{sha256(content).hexdigest()[:8]}{_SUFFIX.get(media_type, '')}"
    return read_image(name, content)
