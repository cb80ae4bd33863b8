"""The only code that changes the state of this slice."""

from consultation.accountability.actions.figures import show_figures

__all__ = ["show_figures"]
