"""Word documents (.docx), read with lxml from the parts themselves; see `reading` and `inspecting`."""

from .inspecting import WordComment, WordReport, inspect_docx
from .reading import read_docx

__all__ = ["WordComment", "WordReport", "inspect_docx", "read_docx"]
