"""What the account keeps of its own: which figures are shown, the note that editors prepare, its editions, and dossiers."""

from consultation.accountability.models.dossiers import Dossier
from consultation.accountability.models.figures import Figure, ShownFigure
from consultation.accountability.models.notes import NoteDraft, NoteEdition, Readers

__all__ = ["Dossier", "Figure", "NoteDraft", "NoteEdition", "Readers", "ShownFigure"]
