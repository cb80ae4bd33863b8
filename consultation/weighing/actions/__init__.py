"""The only code that changes the state of this slice."""

from consultation.weighing.actions.contesting import contest_answer
from consultation.weighing.actions.deciding import decide
from consultation.weighing.actions.grouping import (
    add_to_group,
    confirm_group,
    decide_group,
    join_groups,
    make_group,
    propose_groups,
    take_out,
)
from consultation.weighing.actions.positions import Stance, confirm_position, give_position, open_positions, record_position
from consultation.weighing.actions.sending import Sent, send_batch
from consultation.weighing.actions.taking_over import take_over
from consultation.weighing.actions.triage import assign, write_note
from consultation.weighing.batches import BatchPlan

__all__ = [
    "BatchPlan",
    "Sent",
    "Stance",
    "add_to_group",
    "assign",
    "confirm_group",
    "confirm_position",
    "contest_answer",
    "decide",
    "decide_group",
    "give_position",
    "join_groups",
    "make_group",
    "open_positions",
    "propose_groups",
    "record_position",
    "send_batch",
    "take_out",
    "take_over",
    "write_note",
]
