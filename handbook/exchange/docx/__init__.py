"""Word documents (.docx), read with lxml from the parts themselves and written with python-docx.

See `reading`, `inspecting` and `writing`; `carried` holds what goes along in a file of ours, hidden.
"""

from .front import Front
from .inspecting import WordComment, WordReport, inspect_docx
from .reading import read_docx
from .writing import write_docx

__all__ = ["Front", "WordComment", "WordReport", "inspect_docx", "read_docx", "write_docx"]
