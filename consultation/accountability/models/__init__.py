"""What goes out about a round: the note that editors prepare, its editions, and dossiers for the archive."""

from consultation.accountability.models.dossiers import Dossier
from consultation.accountability.models.notes import NoteDraft, NoteEdition, Readers

__all__ = ["Dossier", "NoteDraft", "NoteEdition", "Readers"]
