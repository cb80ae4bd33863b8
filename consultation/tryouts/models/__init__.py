"""Try-outs of a method on fictional cases: what the editors write, and the walks of members."""

from consultation.tryouts.models.cases import Case, Tryout
from consultation.tryouts.models.walks import Conclusion, StepAnswer, Stuck, Walk

__all__ = ["Case", "Conclusion", "StepAnswer", "Stuck", "Tryout", "Walk"]
