"""What is weighed and how: decisions, answers as they were sent, groups of alike remarks, positions of partners, and the
weighers' own notes and templates."""

from consultation.weighing.models.answers import Answer, Batch, Contest, Dissent
from consultation.weighing.models.decisions import Decision, TakeOver
from consultation.weighing.models.groups import AlikeGroup, Grouped
from consultation.weighing.models.positions import OpenedPositions, Position
from consultation.weighing.models.templates import AnswerTemplate
from consultation.weighing.models.triage import Assignment, Note

__all__ = [
    "AlikeGroup",
    "Answer",
    "AnswerTemplate",
    "Assignment",
    "Batch",
    "Contest",
    "Decision",
    "Dissent",
    "Grouped",
    "Note",
    "OpenedPositions",
    "Position",
    "TakeOver",
]
