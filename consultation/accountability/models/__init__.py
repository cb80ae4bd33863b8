"""What goes out about a round: the note that editors prepare, and its editions."""

from consultation.accountability.models.notes import NoteDraft, NoteEdition, Readers

__all__ = ["NoteDraft", "NoteEdition", "Readers"]
