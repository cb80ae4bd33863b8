"""What is weighed and how: decisions, remarks that say the same, who looks at which, and what is noted among each other."""

from consultation.weighing.models.decisions import Decision, TakeOver
from consultation.weighing.models.groups import AlikeGroup, Grouped
from consultation.weighing.models.triage import Assignment, Note

__all__ = ["AlikeGroup", "Assignment", "Decision", "Grouped", "Note", "TakeOver"]
