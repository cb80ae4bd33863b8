"""What changes the account of a round."""

from consultation.accountability.actions.notes import publish_note, save_note

__all__ = ["publish_note", "save_note"]
