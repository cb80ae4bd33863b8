"""What is weighed and how: decisions, groups of alike remarks, positions of partners, agendas, and the weighers' own notes."""

from consultation.weighing.models.agenda import AgendaPoint
from consultation.weighing.models.decisions import Decision, TakeOver
from consultation.weighing.models.groups import AlikeGroup, Grouped
from consultation.weighing.models.positions import OpenedPositions, Position
from consultation.weighing.models.triage import Assignment, Note

__all__ = ["AgendaPoint", "AlikeGroup", "Assignment", "Decision", "Grouped", "Note", "OpenedPositions", "Position", "TakeOver"]
