"""Our Markdown: CommonMark with tables, footnotes and ``:::`` blocks, read and written; see docs/reference/markdown.md."""

from .reading import read_markdown
from .writing import write_markdown

__all__ = ["read_markdown", "write_markdown"]
