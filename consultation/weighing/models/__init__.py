"""What is weighed and how: decisions, answers as they were sent, groups of alike remarks, positions of partners, agendas, the
weighers' own notes and templates, the rows of the board, and the gates before a publication."""

from consultation.weighing.models.agenda import AgendaPoint
from consultation.weighing.models.answers import Answer, Batch, Contest, Dissent
from consultation.weighing.models.decisions import Decision, TakeOver
from consultation.weighing.models.gates import ChangeReason, PassedGate, PassedPartners
from consultation.weighing.models.go_aheads import GoAhead
from consultation.weighing.models.groups import AlikeGroup, Grouped
from consultation.weighing.models.lines import BoardLine, StaleMark
from consultation.weighing.models.partners import StandsAside
from consultation.weighing.models.positions import OpenedPositions, Position, Spoken
from consultation.weighing.models.templates import AnswerTemplate, fill_places, refuse_unknown_places
from consultation.weighing.models.triage import Assignment, Note

__all__ = [
    "AgendaPoint",
    "AlikeGroup",
    "Answer",
    "AnswerTemplate",
    "Assignment",
    "Batch",
    "BoardLine",
    "ChangeReason",
    "Contest",
    "Decision",
    "Dissent",
    "GoAhead",
    "Grouped",
    "Note",
    "OpenedPositions",
    "PassedGate",
    "PassedPartners",
    "Position",
    "Spoken",
    "StaleMark",
    "StandsAside",
    "TakeOver",
    "fill_places",
    "refuse_unknown_places",
]
