"""What the account keeps of its own, split by noun."""

from consultation.accountability.models.figures import Figure, ShownFigure

__all__ = ["Figure", "ShownFigure"]
