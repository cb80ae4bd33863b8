"""The only code that changes the state of this slice."""

from consultation.accountability.actions.dossiers import forget_dossiers, keep_dossier
from consultation.accountability.actions.figures import show_figures
from consultation.accountability.actions.notes import publish_note, save_note

__all__ = ["forget_dossiers", "keep_dossier", "publish_note", "save_note", "show_figures"]
