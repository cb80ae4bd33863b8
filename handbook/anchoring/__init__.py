"""Anchoring: where the words that a remark quotes stand in another version of the text, or that they are gone.

Pure. First the two versions are aligned word by word, once for all remarks (`aligning`); then each quote is found in
the old text (`finding`) and follows its own words to the new one (`placing`). Nothing is searched for that the
alignment already accounts for, so a sentence that was deleted cannot be taken for its twin elsewhere.
"""

from .aligning import Alignment, align_documents
from .placing import Placement, place_quotes
from .quotes import Quote

__all__ = ["Alignment", "Placement", "Quote", "align_documents", "place_quotes"]
