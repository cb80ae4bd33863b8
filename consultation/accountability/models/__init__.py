"""What the account keeps of its own: which figures are shown, the note that editors prepare, and its editions."""

from consultation.accountability.models.figures import Figure, ShownFigure
from consultation.accountability.models.notes import NoteDraft, NoteEdition, Readers

__all__ = ["Figure", "NoteDraft", "NoteEdition", "Readers", "ShownFigure"]
