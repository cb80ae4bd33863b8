"""Word documents (.docx), read with lxml from the parts themselves and written with python-docx.

See `reading`, `inspecting`, `writing` and `returned`; `carried` holds what goes along in a file of ours, hidden.
"""

from .front import Front
from .inspecting import WordComment, WordReport, inspect_docx
from .places import WordPlace
from .reading import read_docx
from .returned import ReturnedFile, open_returned
from .writing import write_docx

__all__ = [
    "Front",
    "ReturnedFile",
    "WordComment",
    "WordPlace",
    "WordReport",
    "inspect_docx",
    "open_returned",
    "read_docx",
    "write_docx",
]
