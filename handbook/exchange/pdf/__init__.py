"""Tagged PDF by typst: a document on paper. `pieces` gives text as data, `compiling` knows typst, `writing` a handbook."""

from .compiling import ACCESSIBLE, ARCHIVAL, SHARED, Standard, compile_paper
from .pieces import piece_data, text_pieces
from .writing import LAYOUT, PdfFront, Remark, write_pdf

LAYOUTS = (SHARED, LAYOUT)
"""What decides how a handbook looks on paper."""

__all__ = [
    "ACCESSIBLE",
    "ARCHIVAL",
    "LAYOUTS",
    "PdfFront",
    "Remark",
    "Standard",
    "compile_paper",
    "piece_data",
    "text_pieces",
    "write_pdf",
]
